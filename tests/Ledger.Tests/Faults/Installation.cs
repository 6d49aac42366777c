using System.Globalization;
using Lotmark.Ledger.Embedded;
using Npgsql;

namespace Lotmark.Ledger.Tests.Faults;

/// <summary>One ledger: a database, a chain, and as many processes as a test wants. Each has its own data directory and all the log's key.</summary>
public sealed class Installation : IAsyncDisposable
{
    private const string PublicUrl = "http://ledger.test";
    private const string Origin = "ledger.test/log";

    /// <summary>The advisory lock of the sequencer that leads.</summary>
    public const long LeadersLock = 0x4c6f746d61726b;

    private static readonly string[] Secrets = ["log.key", "importer.key", "inspector.key", "admin.key"];

    private readonly PostgresServer _server;
    private readonly string _database;
    private readonly DataDirectory _home;
    private readonly DevChain _chain;
    private readonly string _contract;
    private readonly Dictionary<string, LedgerProcess> _processes = [];

    private Installation(PostgresServer server, string database, DataDirectory home, DevChain chain, string contract)
    {
        (_server, _database, _home, _chain, _contract) = (server, database, home, chain, contract);
        Database = NpgsqlDataSource.Create(ConnectionString);
    }

    /// <summary>For what a test looks up and breaks in the database.</summary>
    public NpgsqlDataSource Database { get; }

    public string ConnectionString => _server.ConnectionTo(_database);

    public static async Task<Installation> CreateAsync(PostgresServer server)
    {
        var home = DataDirectory.Open(LedgerProcess.NewDataDirectory());
        var tools = await PinnedTools.InstallAsync(
            Path.Combine(AppContext.BaseDirectory, "Embedded"), PinnedTools.UserCache()!, _ => { }, CancellationToken.None);
        var chain = await DevChain.StartAsync(home, tools, _ => { }, CancellationToken.None);
        var contract = await chain.DeployContractAsync(Origin, CancellationToken.None);
        return new(server, await server.NewDatabaseAsync(), home, chain, contract);
    }

    /// <summary>Starts one more process and waits until it is ready.</summary>
    public Task<LedgerProcess> StartAsync(params string[] settings) => StartInAsync(LedgerProcess.NewDataDirectory(), settings);

    /// <summary>The same with the data directory of one that is gone.</summary>
    public async Task<LedgerProcess> StartInAsync(string dataDirectory, params string[] settings)
    {
        foreach (var secret in Secrets) File.Copy(Path.Combine(_server.Home, secret), Path.Combine(dataDirectory, secret), overwrite: true);
        var user = string.Create(CultureInfo.InvariantCulture, $"{_database}_{_processes.Count + 1}");
        await _server.AddUserAsync(user);
        return _processes[user] = await LedgerProcess.StartAsync(dataDirectory,
        [
            "--ConnectionStrings:Ledger", _server.ConnectionTo(_database, user), "--Lotmark:PublicUrl", PublicUrl,
            "--Chain:RpcUrls:0", _chain.RpcUrl, "--Chain:Contract", _contract, "--Anchoring:Interval", "00:00:01", .. settings,
        ]);
    }

    /// <summary>The process that sequences.</summary>
    public Task<LedgerProcess> LeaderAsync() => Eventually.ResultAsync(async () =>
        await LeadersSessionAsync() is var (_, user) && _processes.GetValueOrDefault(user) is { HasExited: false } leader ? leader : null, "a process leads");

    /// <summary>The session in which the leader writes: its server process and user; null while nobody leads.</summary>
    public async Task<(int Backend, string User)?> LeadersSessionAsync()
    {
        await using var command = Database.CreateCommand("""
            select a.pid, a.usename from pg_locks l join pg_stat_activity a on a.pid = l.pid
            where l.locktype = 'advisory' and l.granted and (l.classid::bigint << 32) | l.objid::bigint = @key and a.datname = current_database()
            """);
        command.Parameters.AddWithValue("key", LeadersLock);
        await using var reader = await command.ExecuteReaderAsync();
        return await reader.ReadAsync() ? (reader.GetInt32(0), reader.GetString(1)) : null;
    }

    /// <summary>One value out of the database.</summary>
    public async Task<T?> QueryAsync<T>(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        return await command.ExecuteScalarAsync() is T value ? value : default;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes.Values)
        {
            await process.DisposeAsync();
            if (Directory.Exists(process.DataDirectory)) Directory.Delete(process.DataDirectory, recursive: true);
        }
        await Database.DisposeAsync();
        await _chain.DisposeAsync();
        _home.Dispose();
        Directory.Delete(_home.Root, recursive: true);
    }
}
