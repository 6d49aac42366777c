using System.Security.Cryptography;
using System.Text;
using Lotmark.Contracts.Chain;
using Lotmark.Contracts.Tests.Chain;
using Lotmark.Ledger.Anchoring;
using Lotmark.Ledger.Log;
using Marten;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Lotmark.Ledger.Tests.Anchoring;

/// <summary>Something that happened to a lot.</summary>
public sealed record SomethingHappened(string What);

/// <summary>A row of anchoring, as a test compares it.</summary>
internal sealed record Row(long Nonce, long Size, string State, string Hash, decimal MaxFee, decimal Tip, string? Error);

/// <summary>
/// A log of a test's own with its contract on a chain of its own: real PostgreSQL, real sequencer, real anvil. Anchoring goes one
/// step at a time, when the test says so.
/// </summary>
internal sealed class AnchoredLog : IAsyncDisposable
{
    private const string Origin = "ledger.example/log";

    /// <summary>What its contract has to name.</summary>
    public static readonly byte[] OriginHash = SHA256.HashData(Encoding.UTF8.GetBytes(Origin));
    private static int _facts;

    private readonly WebApplication _host;
    private readonly string _dataDirectory;
    private readonly Sequencer _sequencer;
    private AnchorStep _step = null!;

    private AnchoredLog(WebApplication host, string dataDirectory, Anvil anvil)
    {
        (_host, _dataDirectory, Anvil) = (host, dataDirectory, anvil);
        _sequencer = host.Services.GetServices<IHostedService>().OfType<Sequencer>().Single();
    }

    public Anvil Anvil { get; set; }

    public NpgsqlDataSource Database => _host.Services.GetRequiredService<NpgsqlDataSource>();

    public IServiceProvider Services => _host.Services;

    public IAnchorChain Chain => Services.GetRequiredService<ChainFactory>().Operator();

    /// <param name="app">Whose PostgreSQL server it uses, with a database of its own.</param>
    /// <param name="anvil">The chain, on which its contract is deployed.</param>
    /// <param name="settings">Settings besides those.</param>
    public static Task<AnchoredLog> StartAsync(LedgerApp app, Anvil anvil, params string[] settings) => StartAsync(app, anvil, () => Task.CompletedTask, settings);

    /// <summary>The same, with something done to the chain once the contract stands.</summary>
    public static async Task<AnchoredLog> StartAsync(LedgerApp app, Anvil anvil, Func<Task> deployed, params string[] settings)
    {
        var contract = (await anvil.DeployAsync(OriginHash)).Contract;
        await deployed();
        var data = LedgerProcess.NewDataDirectory();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args =
            [
                "--ConnectionStrings:Ledger", await NewDatabaseAsync(app), "--Lotmark:DataDirectory", data, "--Chain:Network", "dev", "--Chain:RpcUrls:0", anvil.Url,
                "--Chain:Contract", contract, "--Anchoring:Interval", "00:00:00", "--Anchoring:StuckBlocks", "3", "--Anchoring:Confirmations", "2", .. settings,
            ],
        });
        builder.Logging.ClearProviders();
        builder.AddLedger(Settings.From(builder.Configuration));

        var log = new AnchoredLog(builder.Build(), data, anvil);
        await log.Services.GetRequiredService<AppliedSchema>().EnsureAsync(default);
        await log.Services.GetRequiredService<LogKeys>().NameAsync(Origin, log.Services.GetRequiredService<LogSigner>(), default);
        log.Restart();
        await log._sequencer.StartAsync(default);
        return log;
    }

    /// <summary>As after a crash of the process: whatever anchoring kept in memory is gone.</summary>
    public void Restart() => _step = Services.GetRequiredService<AnchorWorker>().StepOn(Chain, _ => Task.CompletedTask);

    /// <summary>Puts the contract on a fresh chain, at the same address.</summary>
    public Task DeployAgainAsync() => Anvil.DeployAsync(OriginHash);

    /// <summary>One step of anchoring.</summary>
    public Task<AnchorLook> LookAsync() => _step.RunAsync(default);

    /// <summary>Steps until something holds.</summary>
    public Task LookUntilAsync(Func<AnchorLook, Task<bool>> holds, string what) => Eventually.TrueAsync(async () => await holds(await LookAsync()), what);

    /// <summary>Steps, with a block after each, until the newest event is final on the chain.</summary>
    public async Task AnchorsByItselfAsync()
    {
        await RecordAsync();
        var size = (await Services.GetRequiredService<LogReader>().LatestCheckpointAsync(default))!.Size;
        await Eventually.TrueAsync(async () =>
        {
            await LookAsync();
            await Anvil.MineAsync();
            var final = await Services.GetRequiredService<AnchorReader>().NewestAsync(1, default);
            return final is [{ State: AnchorState.Final } anchor] && anchor.Size >= size;
        }, "the newest event is anchored and final");
        var newest = (await Services.GetRequiredService<AnchorReader>().NewestAsync(1, default))[0];
        Assert.Equal(newest.Root, Convert.ToHexStringLower((await Chain.RootAtAsync(newest.Size, BlockTag.Finalized, default))!));
    }

    /// <summary>Records an event and waits until it is in the log.</summary>
    public async Task RecordAsync()
    {
        var before = (await Services.GetRequiredService<LogReader>().LatestCheckpointAsync(default))?.Size ?? 0;
        await using var session = Services.GetRequiredService<IDocumentStore>().LightweightSession();
        session.Events.StartStream($"01/09520123451189/10/F{Interlocked.Increment(ref _facts)}", new SomethingHappened("It was looked at."));
        await session.SaveChangesAsync();
        await Eventually.TrueAsync(async () => (await Services.GetRequiredService<LogReader>().LatestCheckpointAsync(default))?.Size > before, "the event is in the log");
    }

    /// <summary>All transactions, oldest first.</summary>
    public async Task<List<Row>> RowsAsync()
    {
        await using var command = Database.CreateCommand("select nonce, size, state, hash, max_fee, tip, error from anchoring.transaction order by id");
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<Row>();
        while (await reader.ReadAsync())
        {
            rows.Add(new(reader.GetInt64(0), reader.GetInt64(1), reader.GetString(2), Convert.ToHexStringLower(reader.GetFieldValue<byte[]>(3)),
                reader.GetDecimal(4), reader.GetDecimal(5), reader.IsDBNull(6) ? null : reader.GetString(6)));
        }
        return rows;
    }

    /// <summary>Drops what this database knows of anchoring.</summary>
    public async Task ForgetRowsAsync()
    {
        await using var command = Database.CreateCommand("delete from anchoring.transaction");
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Their states, oldest first.</summary>
    public async Task<string[]> StatesAsync() => [.. (await RowsAsync()).Select(r => r.State)];

    public async ValueTask DisposeAsync()
    {
        await _sequencer.StopAsync(default);
        await _host.DisposeAsync();
        Directory.Delete(_dataDirectory, recursive: true);
    }

    private static async Task<string> NewDatabaseAsync(LedgerApp app)
    {
        var server = new NpgsqlConnectionStringBuilder(await File.ReadAllTextAsync(Path.Combine(app.Process.DataDirectory, "connection-string")));
        var name = $"anchoring_{Guid.NewGuid():n}";
        await using var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync();
        await using var create = new NpgsqlCommand($"create database {name}", connection);
        await create.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = name, MaxPoolSize = 5 }.ConnectionString;
    }
}
