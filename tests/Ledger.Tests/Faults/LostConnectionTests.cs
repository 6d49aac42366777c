using System.Net;

namespace Lotmark.Ledger.Tests.Faults;

/// <summary>The database goes away under load: all of it, or a connection at a time.</summary>
public sealed class LostConnectionTests(SharedPostgres postgres)
{
    // Nobody may be told that something went wrong with the request: it was fine.
    private static readonly HashSet<HttpStatusCode> Honest = [HttpStatusCode.Created, HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable];

    [Fact]
    public async Task A_server_that_is_killed_and_started_again_loses_nothing_that_was_acknowledged()
    {
        await using var server = await PostgresServer.CreateAsync();
        await using var ledger = await Installation.CreateAsync(server);
        var process = await ledger.StartAsync();
        await using var importers = Importers.At(process);
        for (var death = 1; death <= 2; death++)
        {
            await importers.UntilAcknowledgedAsync(40);
            await server.KillAsync();
            await Eventually.TrueAsync(async () => await ReadinessAsync(process) == HttpStatusCode.ServiceUnavailable, "it says that it is not ready");

            await server.StartAsync();
        }
        await importers.UntilAcknowledgedAsync(40);
        await importers.EnoughAsync();

        await Eventually.TrueAsync(async () => await ReadinessAsync(process) == HttpStatusCode.OK, "it is ready again");
        await LogInvariants.HoldAsync(ledger, process, importers.Acknowledged, importers.Checkpoints);
        Assert.Subset(Honest, importers.Answers.Keys.ToHashSet());
        Assert.True(await AnchoredAsync(ledger), "The end of the log is anchored.");
    }

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
        Assert.Subset(Honest, importers.Answers.Keys.ToHashSet());
    }

    private static async Task<HttpStatusCode> ReadinessAsync(LedgerProcess process)
    {
        using var answer = await process.Http.GetAsync("/health/ready");
        return answer.StatusCode;
    }

    // Everything that is in the log by now.
    private static async Task<bool> AnchoredAsync(Installation ledger)
    {
        var size = await ledger.QueryAsync<long>("select max(size) from log.checkpoint");
        await Eventually.TrueAsync(async () =>
            await ledger.QueryAsync<long>("select coalesce(max(size), 0) from anchoring.transaction where state in ('mined', 'confirmed', 'final')") >= size, "the log is anchored");
        return true;
    }
}
