namespace Lotmark.Ledger.Tests.Faults;

/// <summary>The whole service is killed (SIGKILL) while importers go on.</summary>
public sealed class KilledProcessTests(SharedPostgres postgres)
{
    [Fact]
    public async Task What_a_process_acknowledged_is_there_after_it_was_killed_under_load()
    {
        await using var ledger = await postgres.NewLedgerAsync();
        var process = await ledger.StartAsync();
        await using var importers = Importers.At(process);
        await importers.UntilAcknowledgedAsync(100);

        await process.KillAsync();

        process = await ledger.StartInAsync(process.DataDirectory);
        importers.MoveTo(process);
        await importers.UntilAcknowledgedAsync(20);
        await importers.EnoughAsync();
        await LogInvariants.HoldAsync(ledger, process, importers.Acknowledged, importers.Checkpoints);
    }
}
