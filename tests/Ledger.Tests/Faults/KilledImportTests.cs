using Lotmark.Ledger.Tests.Interchange.Bulk;

namespace Lotmark.Ledger.Tests.Faults;

/// <summary>What a file of lots meets on its way in.</summary>
public sealed class KilledImportTests(SharedPostgres postgres) : IDisposable
{
    private const int Lots = 20_000;
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public async Task An_import_goes_on_by_itself_past_lost_sessions_and_a_killed_service()
    {
        await using var ledger = await postgres.NewLedgerAsync();
        var process = await ledger.StartAsync();
        using var relay = new Relay(process.Http.BaseAddress!.Port);
        await File.WriteAllTextAsync(_file, BulkFile.AsCsv([.. Enumerable.Range(0, Lots).Select(i =>
        {
            var lot = SampleFiles.Read("ecuador-shrimp-sea");
            lot["lotNumber"] = $"I-{i}";
            return lot;
        })]), TestContext.Current.CancellationToken);

        var command = LedgerProcess.RunAsync("lots", "import", _file, "--url", relay.Address, "--key-file", Path.Combine(process.DataDirectory, "importer.key"));
        for (var recorded = 2_000; recorded < 6_000; recorded += 500)
        {
            await RecordedAsync(ledger, recorded, command);
            await ledger.QueryAsync<long>("select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()");
        }
        await RecordedAsync(ledger, 6_000, command);
        await process.KillAsync();
        process = await ledger.StartInAsync(process.DataDirectory);
        relay.LeadTo(process.Http.BaseAddress!.Port);

        var (exitCode, output) = await command;
        Assert.True(exitCode == 0, output);
        Assert.Contains(" 0 refused.", output, StringComparison.Ordinal);
        Assert.Equal(Lots, await ledger.QueryAsync<long>("select count(*) from lotmark.mt_streams where id <> 'mt_tombstone'"));
    }

    private static Task RecordedAsync(Installation ledger, int lots, Task<(int ExitCode, string Output)> import) => Eventually.TrueAsync(async () =>
    {
        Assert.True(!import.IsCompleted, import.IsCompleted ? (await import).Output : "");
        return await ledger.QueryAsync<long>("select count(*) from lotmark.mt_streams") > lots;
    }, $"{lots} lots are recorded");
}
