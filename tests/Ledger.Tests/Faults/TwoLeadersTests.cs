namespace Lotmark.Ledger.Tests.Faults;

/// <summary>Two processes that both believe they lead: what keeps them apart is no lock then, but the fence around the tree's size.</summary>
public sealed class TwoLeadersTests(SharedPostgres postgres)
{
    // Stands before PostgreSQL's own function in the search path, and gives the sequencer's lock to whoever asks.
    private static readonly string LockForEverybody = $"""
        create schema generous;
        create function generous.pg_try_advisory_lock(key bigint) returns boolean language sql as
            $$ select key = {Installation.LeadersLock} or pg_catalog.pg_try_advisory_lock(key) $$
        """;

    [Fact]
    public async Task Two_that_lead_at_once_make_one_log_without_a_fork()
    {
        await using var ledger = await postgres.NewLedgerAsync();
        await ledger.QueryAsync<bool>(LockForEverybody);
        await ledger.QueryAsync<bool>($"do $$ begin execute format('alter database %I set search_path = generous, pg_catalog, public', current_database()); end $$");
        var first = await ledger.StartAsync();
        var second = await ledger.StartAsync();
        await using var atFirst = Importers.At(first, 2);
        await using var atSecond = Importers.At(second, 2);

        await atFirst.UntilAcknowledgedAsync(60);
        await Eventually.TrueAsync(
            () => Task.FromResult((first.Output + second.Output).Contains("Sequencing was interrupted", StringComparison.Ordinal)), "one of them gives up and begins again");
        await atFirst.EnoughAsync();
        await atSecond.EnoughAsync();

        Assert.Contains("This process sequences the log", first.Output, StringComparison.Ordinal);
        Assert.Contains("This process sequences the log", second.Output, StringComparison.Ordinal);
        await LogInvariants.HoldAsync(ledger, first, [.. atFirst.Acknowledged, .. atSecond.Acknowledged], [.. atFirst.Checkpoints, .. atSecond.Checkpoints]);
    }
}
