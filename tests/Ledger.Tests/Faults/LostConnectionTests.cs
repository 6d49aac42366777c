namespace Lotmark.Ledger.Tests.Faults;

/// <summary>Connections to the database are cut under load.</summary>
public sealed class LostConnectionTests(SharedPostgres postgres)
{
    [Fact]
    public async Task Connections_that_are_cut_in_the_middle_of_anything_cost_nothing_but_another_try()
    {
        await using var ledger = await postgres.NewLedgerAsync();
        var process = await ledger.StartAsync();
        await using var importers = Importers.At(process);
        for (var cut = 1; cut <= 20; cut++)
        {
            await importers.UntilAcknowledgedAsync(3);
            await ledger.QueryAsync<long>("select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()");
        }
        await importers.UntilAcknowledgedAsync(10);
        await importers.EnoughAsync();

        await LogInvariants.HoldAsync(ledger, process, importers.Acknowledged, importers.Checkpoints);
        Assert.Subset(Importers.Honest, importers.Answers.Keys.ToHashSet());
    }
}
