namespace Lotmark.Ledger.Embedded;

/// <summary>PostgreSQL and a dev chain for a machine that has neither. Settings that name servers of one's own leave them out.</summary>
public sealed class EmbeddedMachine : IAsyncDisposable
{
    private DataDirectory? _data;
    private EmbeddedPostgres? _postgres;
    private DevChain? _chain;
    private Task _started = Task.CompletedTask;

    private EmbeddedMachine() { }

    /// <summary>Whether the database is ours: then this is a ledger for trying things, with first keys and samples.</summary>
    public bool HasDatabase => _postgres is not null;

    /// <summary>The dev chain's JSON-RPC address; null when another chain is set.</summary>
    public string? RpcUrl => _chain?.RpcUrl;

    /// <summary>Begins to start what the settings leave to us. Disposing stops it again, however far it came.</summary>
    public static EmbeddedMachine Start(IConfiguration configuration, Settings settings, Action<string> say, CancellationToken cancel)
    {
        var machine = new EmbeddedMachine();
        machine._started = machine.StartAsync(configuration, settings, say, cancel);
        return machine;
    }

    /// <summary>Waits until everything runs, puts its addresses into the settings, and from then on keeps it running.</summary>
    /// <exception cref="StartupException">Something can't start here.</exception>
    /// <param name="configuration">Where the addresses go.</param>
    /// <param name="stopping">When the service stops, what dies stays dead.</param>
    public async Task ReadyAsync(IConfiguration configuration, CancellationToken stopping)
    {
        await _started;
        if (_postgres is not null) configuration["ConnectionStrings:Ledger"] = _postgres.ConnectionString;
        if (_chain is not null) configuration["Chain:RpcUrls:0"] = _chain.RpcUrl;
        _postgres?.KeepRunning(stopping);
        _chain?.KeepRunning(stopping);
    }

    /// <summary>Deploys the anchor contract of the log on the dev chain, unless it is there, and puts its address into the settings.</summary>
    public async Task DeployContractAsync(string origin, IConfiguration configuration, CancellationToken cancel)
    {
        if (_chain is not null) configuration["Chain:Contract"] = await _chain.DeployContractAsync(origin, cancel);
    }

    /// <summary>Stops everything that was started and waits for it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _started.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // who waited for it was told
        if (_chain is not null) await _chain.DisposeAsync();
        if (_postgres is not null) await _postgres.DisposeAsync();
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

    private async Task StartPostgresAsync(PinnedTools tools, Action<string> say, CancellationToken cancel) =>
        _postgres = await EmbeddedPostgres.StartAsync(_data!, tools, say, cancel);

    private async Task StartChainAsync(PinnedTools tools, Action<string> say, CancellationToken cancel) =>
        _chain = await DevChain.StartAsync(_data!, tools, say, cancel);
}
