using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Npgsql;

namespace Lotmark.Ledger.Tests.Inspection;

/// <summary>
/// A ledger that has recorded and anchored some hundred events. Its database can be copied, for who owns the server to do with the copy
/// what they want.
/// </summary>
public sealed class RecordedLedger : IAsyncLifetime
{
    private const int EventsPerLot = 46;
    private static readonly string[] Lots = [.. SampleFiles.Names.Select(n => SampleFiles.Read(n).Path)];

    private LedgerProcess _process = null!;
    private string _server = null!;
    private int _copies;

    /// <summary>A lot with many events.</summary>
    public static string Lot => Lots[0];

    /// <summary>Another.</summary>
    public static string OtherLot => Lots[1];

    /// <summary>A node of the chain it is anchored on.</summary>
    public string Rpc { get; private set; } = null!;

    /// <summary>Its private data: what its operator has.</summary>
    public string DataDirectory => _process.DataDirectory;

    /// <summary>A data directory with nothing but the head that was signed last.</summary>
    public string Outside { get; } = LedgerProcess.NewDataDirectory();

    public async ValueTask InitializeAsync()
    {
        _process = await LedgerProcess.StartAsync(null, "--Anchoring:Interval", "00:00:01");
        _server = (await File.ReadAllTextAsync(Path.Combine(_process.DataDirectory, "connection-string"))).Trim();
        await AnchoredAsync(Lots.Length);
        await TakeCopyAsync("backup");
        await RecordAsync();
        await AnchoredAsync(Lots.Length * EventsPerLot);
        Rpc = (string)(await LatestAnchorAsync())!["rpcUrls"]![0]!;
        await TakeCopyAsync("whole");
        await using var copy = await CopyAsync();
        await File.WriteAllTextAsync(Path.Combine(Outside, "signed-head"), await copy.ReadAsync<string>("select note from log.checkpoint order by size desc limit 1"));
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (_process is null) return;
        await _process.DisposeAsync();
        Directory.Delete(_process.DataDirectory, recursive: true);
        Directory.Delete(Outside, recursive: true);
    }

    /// <summary>The database as it is now, or as it was before most was recorded.</summary>
    public async Task<LedgerCopy> CopyAsync(string of = "whole")
    {
        var name = $"copy_{Interlocked.Increment(ref _copies)}";
        await ServerAsync($"create database {name} template {of}");
        return new(this, new NpgsqlConnectionStringBuilder(_server) { Database = name, Options = "-c session_replication_role=replica" }.ConnectionString);
    }

    // Lots have one kind of event so far: what comes later in a lot's life is appended as the event store would.
    private async Task RecordAsync()
    {
        await using var database = new NpgsqlConnection(_server);
        await database.OpenAsync();
        await using var append = new NpgsqlCommand("""
            insert into lotmark.mt_events (seq_id, id, stream_id, version, data, type, timestamp)
            select nextval('lotmark.mt_events_sequence'), gen_random_uuid(), lot, version,
                jsonb_build_object('note', 'as recorded', 'weightKg', 12.50, 'price', jsonb_build_object('confidential', '19.90', 'salt', 'c2FsdC1vZi0xNi1ieXRlcw==')),
                'lot_noted', now()
            from unnest(@lots) lot, generate_series(2, @events) version order by version, lot;
            update lotmark.mt_streams set version = @events where id = any(@lots)
            """, database);
        append.Parameters.AddWithValue("lots", Lots);
        append.Parameters.AddWithValue("events", EventsPerLot);
        await append.ExecuteNonQueryAsync();
    }

    private Task AnchoredAsync(int leaves) => Eventually.TrueAsync(
        async () => await LatestAnchorAsync() is { } anchor && (long)anchor["size"]! > leaves, "everything is anchored", TimeSpan.FromMinutes(3));

    private async Task<JsonObject?> LatestAnchorAsync()
    {
        using var answer = await _process.Http.GetAsync("/api/anchors/latest");
        return answer.IsSuccessStatusCode ? await answer.Content.ReadFromJsonAsync<JsonObject>() : null;
    }

    // A database that somebody is connected to can't be copied. The service comes back by itself.
    private async Task TakeCopyAsync(string name)
    {
        var ledger = new NpgsqlConnectionStringBuilder(_server).Database!;
        await ServerAsync($"alter database {ledger} allow_connections false");
        await Eventually.TrueAsync(async () =>
        {
            try
            {
                await ServerAsync($"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{ledger}'");
                await ServerAsync($"create database {name} template {ledger}");
                return true;
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.ObjectInUse)
            {
                return false;
            }
        }, "the database is copied");
        await ServerAsync($"alter database {ledger} allow_connections true");
    }

    private async Task ServerAsync(string sql)
    {
        await using var server = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_server) { Database = "postgres", Pooling = false }.ConnectionString);
        await server.OpenAsync();
        await using var command = new NpgsqlCommand(sql, server) { CommandTimeout = 120 };
        await command.ExecuteNonQueryAsync();
    }
}
