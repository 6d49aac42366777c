using System.Diagnostics;
using System.Globalization;
using Lotmark.Ledger.Embedded;
using Npgsql;

namespace Lotmark.Ledger.Tests.Faults;

/// <summary>A PostgreSQL of the tests' own, which they may kill, bring back and put back to what it was.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string Ready = "ready"; // a database with all tables and keys, and nothing in it; others are made after it

    private readonly DataDirectory _data;
    private readonly PinnedTools _tools;
    private EmbeddedPostgres _server = null!;
    private int _databases;

    private PostgresServer(DataDirectory data, PinnedTools tools) => (_data, _tools) = (data, tools);

    /// <summary>Where the keys of every ledger on this server are.</summary>
    public string Home => _data.Root;

    /// <summary>Makes and starts a server.</summary>
    public static async Task<PostgresServer> CreateAsync()
    {
        var tools = await PinnedTools.InstallAsync(
            Path.Combine(AppContext.BaseDirectory, "Embedded"), PinnedTools.UserCache()!, _ => { }, CancellationToken.None);
        var server = new PostgresServer(DataDirectory.Open(LedgerProcess.NewDataDirectory()), tools);
        await server.StartAsync();
        await server.ExecuteAsync($"create database {Ready}");
        await using var product = Product.Compose(server.ConnectionTo(Ready), server.Home);
        await product.MakeReadyAsync(server.Home);
        return server;
    }

    /// <summary>Starts it, also after a kill.</summary>
    public async Task StartAsync() => _server = await EmbeddedPostgres.StartAsync(_data, _tools, _ => { }, CancellationToken.None);

    /// <summary>Stops it as an operator would.</summary>
    public async Task StopAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await _server.DisposeAsync();
    }

    /// <summary>Kills the server and every one of its backends at once.</summary>
    public async Task KillAsync()
    {
        var postmaster = int.Parse(File.ReadLines(Path.Combine(Cluster, "postmaster.pid")).First(), CultureInfo.InvariantCulture);
        var all = ChildrenOf(postmaster).Prepend(postmaster).ToList();
        foreach (var pid in all) Kill(pid);
        await Eventually.TrueAsync(() => Task.FromResult(ChildrenOf(postmaster).Count == 0 && !Directory.Exists($"/proc/{postmaster}")), "the server is gone");
    }

    /// <summary>Keeps a copy of all files of the stopped server.</summary>
    public Task BackUpAsync() => CopyAsync(Cluster, Backup);

    /// <summary>Puts the copy in the place of the stopped server's files.</summary>
    public async Task RestoreAsync()
    {
        Directory.Delete(Cluster, recursive: true);
        await CopyAsync(Backup, Cluster);
    }

    /// <summary>Makes a database for one ledger.</summary>
    public async Task<string> NewDatabaseAsync()
    {
        var name = $"ledger{Interlocked.Increment(ref _databases)}";
        await ExecuteAsync($"create database {name} template {Ready}");
        return name;
    }

    /// <summary>Makes a user who may do everything: sessions are told apart by it.</summary>
    public Task AddUserAsync(string name) => ExecuteAsync($"create role {name} superuser login password '{name}'");

    public string ConnectionTo(string database, string? user = null)
    {
        var connection = new NpgsqlConnectionStringBuilder(_server.ConnectionString) { Database = database };
        if (user is not null) (connection.Username, connection.Password) = (user, user);
        return connection.ConnectionString;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _data.Dispose();
        Directory.Delete(_data.Root, recursive: true);
    }

    private string Cluster => Path.Combine(_data.Root, "postgres");

    private string Backup => Path.Combine(_data.Root, "backup");

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(ConnectionTo("postgres")) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task CopyAsync(string from, string to)
    {
        using var copy = Process.Start("cp", ["-a", from, to]); // with owner and mode, which the server insists on
        await copy.WaitForExitAsync();
        Assert.Equal(0, copy.ExitCode);
    }

    private static void Kill(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            process.Kill();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            // It went with its server.
        }
    }

    // The parent stands behind the name in parentheses, which may hold anything, and the state.
    private static List<int> ChildrenOf(int parent) => [.. Directory.EnumerateDirectories("/proc")
        .Select(d => (Pid: int.TryParse(Path.GetFileName(d), out var pid) ? pid : 0, Stat: Path.Combine(d, "stat"))).Where(p => p.Pid > 0)
        .Where(p => Read(p.Stat) is { Length: > 0 } stat && stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1] == $"{parent}").Select(p => p.Pid)];

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (IOException)
        {
            return ""; // ended meanwhile
        }
    }
}
