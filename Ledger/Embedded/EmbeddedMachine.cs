namespace Lotmark.Ledger.Embedded;

/// <summary>PostgreSQL and a dev chain for a machine that has neither. Settings that name servers of one's own leave them out.</summary>
public sealed class EmbeddedMachine : IAsyncDisposable
{
    private readonly Stack<IAsyncDisposable> _parts = new();
    private DataDirectory? _data;

    private EmbeddedMachine() { }

    /// <summary>Whether the database is ours: then this is a ledger for trying things, with first keys and samples.</summary>
    public bool HasDatabase { get; private set; }

    /// <summary>The dev chain's JSON-RPC address; null when another chain is set.</summary>
    public string? RpcUrl { get; private set; }

    /// <summary>Starts what the settings leave to us, and puts its addresses into them.</summary>
    /// <exception cref="StartupException">Something can't start here; nothing is left running.</exception>
    public static async Task<EmbeddedMachine> StartAsync(ConfigurationManager configuration, Action<string> say, CancellationToken cancel)
    {
        var machine = new EmbeddedMachine();
        var wantsDatabase = string.IsNullOrEmpty(configuration.GetConnectionString("Ledger"));
        var wantsChain = (configuration["Chain:Network"] ?? "dev") == "dev" && !configuration.GetSection("Chain:RpcUrls").GetChildren().Any();
        if (!wantsDatabase && !wantsChain) return machine;
        try
        {
            machine._data = DataDirectory.Open(Settings.From(configuration).DataDirectory);
            var tools = await PinnedTools.InstallAsync(
                Path.Combine(AppContext.BaseDirectory, "Embedded"), configuration["Lotmark:ToolsDirectory"] ?? PinnedTools.UserCache() ?? machine._data.PathOf("tools"), say, cancel);
            await Task.WhenAll(
                wantsDatabase ? machine.StartPostgresAsync(configuration, tools, say, cancel) : Task.CompletedTask,
                wantsChain ? machine.StartChainAsync(configuration, tools, say, cancel) : Task.CompletedTask);
            return machine;
        }
        catch
        {
            await machine.DisposeAsync();
            throw;
        }
    }

    /// <summary>Deploys the anchor contract of the log on the dev chain, unless it is there, and puts its address into the settings.</summary>
    public async Task DeployContractAsync(string origin, ConfigurationManager configuration, CancellationToken cancel)
    {
        if (RpcUrl is not null) configuration["Chain:Contract"] = await DevContract.DeployAsync(RpcUrl, origin, cancel);
    }

    /// <summary>Stops everything that was started and waits for it.</summary>
    public async ValueTask DisposeAsync()
    {
        while (_parts.TryPop(out var part)) await part.DisposeAsync();
        _data?.Dispose();
    }

    private async Task StartPostgresAsync(ConfigurationManager configuration, PinnedTools tools, Action<string> say, CancellationToken cancel)
    {
        var postgres = await EmbeddedPostgres.StartAsync(_data!, tools, say, cancel);
        Keep(postgres);
        HasDatabase = true;
        configuration["ConnectionStrings:Ledger"] = postgres.ConnectionString;
    }

    private async Task StartChainAsync(ConfigurationManager configuration, PinnedTools tools, Action<string> say, CancellationToken cancel)
    {
        var chain = await DevChain.StartAsync(_data!, tools, say, cancel);
        Keep(chain);
        RpcUrl = chain.RpcUrl;
        configuration["Chain:RpcUrls:0"] = chain.RpcUrl;
    }

    private void Keep(IAsyncDisposable part)
    {
        lock (_parts) _parts.Push(part);
    }
}
