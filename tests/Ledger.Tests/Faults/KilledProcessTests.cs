using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;

namespace Lotmark.Ledger.Tests.Faults;

/// <summary>Whole processes are killed (SIGKILL), or stand still, while importers go on.</summary>
public sealed class KilledProcessTests(SharedPostgres postgres)
{
    private static readonly TimeSpan Takeover = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task What_a_process_acknowledged_is_there_after_it_was_killed_under_load()
    {
        await using var ledger = await postgres.NewLedgerAsync();
        var process = await ledger.StartAsync();
        await using var importers = Importers.At(process);
        for (var death = 1; death <= 2; death++)
        {
            await importers.UntilAcknowledgedAsync(40);
            await process.KillAsync();

            process = await ledger.StartInAsync(process.DataDirectory);
            importers.MoveTo(process);
        }
        await importers.UntilAcknowledgedAsync(20);
        await importers.EnoughAsync();

        await LogInvariants.HoldAsync(ledger, process, importers.Acknowledged, importers.Checkpoints);
    }

    [Fact]
    public async Task When_the_leader_is_killed_another_leads_within_ten_seconds()
    {
        await using var ledger = await postgres.NewLedgerAsync();
        var first = await ledger.StartAsync();
        var second = await ledger.StartAsync();
        var leader = await ledger.LeaderAsync();
        var other = leader == first ? second : first;
        await using var importers = Importers.At(other);
        await importers.UntilAcknowledgedAsync(10);

        await leader.KillAsync();

        await IsSequencedSoonAsync(other);
        await importers.EnoughAsync();
        Assert.Same(other, await ledger.LeaderAsync());
        await LogInvariants.HoldAsync(ledger, other, importers.Acknowledged, importers.Checkpoints);
    }

    [Fact]
    public async Task When_the_leader_stands_still_another_leads_within_ten_seconds_and_the_old_one_does_no_harm()
    {
        await using var ledger = await postgres.NewLedgerAsync();
        var first = await ledger.StartAsync();
        var second = await ledger.StartAsync();
        var leader = await ledger.LeaderAsync();
        var other = leader == first ? second : first;
        await using var importers = Importers.At(other);
        await importers.UntilAcknowledgedAsync(10);

        leader.Suspend();
        try
        {
            await IsSequencedSoonAsync(other);
        }
        finally
        {
            leader.Resume();
        }

        await importers.UntilAcknowledgedAsync(10);
        importers.MoveTo(leader);
        await importers.UntilAcknowledgedAsync(10);
        await importers.EnoughAsync();
        await LogInvariants.HoldAsync(ledger, other, importers.Acknowledged, importers.Checkpoints);
    }

    // From now until a lot that is registered now is under a checkpoint.
    private static async Task IsSequencedSoonAsync(LedgerProcess door)
    {
        var watch = Stopwatch.StartNew();
        var lot = SampleFiles.Read("ecuador-shrimp-sea");
        lot["lotNumber"] = "SOON";
        using (var importer = door.As("importer"))
        using (var answer = await importer.PostAsJsonAsync("/api/lots", lot)) Assert.Equal(HttpStatusCode.Created, answer.StatusCode);

        await Eventually.TrueAsync(async () =>
        {
            using var evidence = await door.Http.GetAsync(lot.Api("/evidence"));
            return evidence.StatusCode == HttpStatusCode.OK;
        }, "the lot is in the log");
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, Takeover);
    }
}
