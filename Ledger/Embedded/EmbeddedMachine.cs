namespace Lotmark.Ledger.Embedded;

/// <summary>PostgreSQL and a dev chain for a machine that has neither. Settings that name servers of one's own leave them out.</summary>
public sealed class EmbeddedMachine : IAsyncDisposable
{
    private readonly Stack<IAsyncDisposable> _parts = new();
    private DataDirectory? _data;
    private string? _connectionString;
    private Task _started = Task.CompletedTask;

    private EmbeddedMachine() { }

    /// <summary>Whether the database is ours: then this is a ledger for trying things, with first keys and samples.</summary>
    public bool HasDatabase => _connectionString is not null;

    /// <summary>The dev chain's JSON-RPC address; null when another chain is set.</summary>
    public string? RpcUrl { get; private set; }

    /// <summary>Begins to start what the settings leave to us. Disposing stops it again, however far it came.</summary>
    public static EmbeddedMachine Start(IConfiguration configuration, Settings settings, Action<string> say, CancellationToken cancel)
    {
        var machine = new EmbeddedMachine();
        machine._started = machine.StartAsync(configuration, settings, say, cancel);
        return machine;
    }

    /// <summary>Waits until everything runs, and puts its addresses into the settings.</summary>
    /// <exception cref="StartupException">Something can't start here.</exception>
    public async Task ReadyAsync(IConfiguration configuration)
    {
        await _started;
        if (_connectionString is not null) configuration["ConnectionStrings:Ledger"] = _connectionString;
        if (RpcUrl is not null) configuration["Chain:RpcUrls:0"] = RpcUrl;
    }

    /// <summary>Deploys the anchor contract of the log on the dev chain, unless it is there, and puts its address into the settings.</summary>
    public async Task DeployContractAsync(string origin, IConfiguration configuration, CancellationToken cancel)
    {
        if (RpcUrl is not null) configuration["Chain:Contract"] = await DevContract.DeployAsync(RpcUrl, origin, cancel);
    }

    /// <summary>Stops everything that was started and waits for it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _started.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // who waited for it was told
        while (_parts.TryPop(out var part)) await part.DisposeAsync();
        _data?.Dispose();
    }

    private async Task StartAsync(IConfiguration configuration, Settings settings, Action<string> say, CancellationToken cancel)
    {
        var wantsDatabase = string.IsNullOrEmpty(configuration.GetConnectionString("Ledger"));
        var wantsChain = (configuration["Chain:Network"] ?? "dev") == "dev" && !configuration.GetSection("Chain:RpcUrls").GetChildren().Any();
        if (!wantsDatabase && !wantsChain) return;

        _data = DataDirectory.Open(settings.DataDirectory);
        var tools = await PinnedTools.InstallAsync(
            Path.Combine(AppContext.BaseDirectory, "Embedded"),
            configuration["Lotmark:ToolsDirectory"] ?? PinnedTools.UserCache() ?? _data.PathOf("tools"), say, cancel);
        await Task.WhenAll(
            wantsDatabase ? StartPostgresAsync(tools, say, cancel) : Task.CompletedTask,
            wantsChain ? StartChainAsync(tools, say, cancel) : Task.CompletedTask);
    }

    private async Task StartPostgresAsync(PinnedTools tools, Action<string> say, CancellationToken cancel)
    {
        var postgres = await EmbeddedPostgres.StartAsync(_data!, tools, say, cancel);
        Keep(postgres);
        _connectionString = postgres.ConnectionString;
    }

    private async Task StartChainAsync(PinnedTools tools, Action<string> say, CancellationToken cancel)
    {
        var chain = await DevChain.StartAsync(_data!, tools, say, cancel);
        Keep(chain);
        RpcUrl = chain.RpcUrl;
    }

    private void Keep(IAsyncDisposable part)
    {
        lock (_parts) _parts.Push(part);
    }
}
