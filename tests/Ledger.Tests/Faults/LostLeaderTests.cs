using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;

namespace Lotmark.Ledger.Tests.Faults;

/// <summary>Of two processes one leads. It is lost in one way or another, and the other one goes on.</summary>
public sealed class LostLeaderTests(LostLeaderTests.TwoProcesses two) : IClassFixture<LostLeaderTests.TwoProcesses>
{
    private static readonly TimeSpan Takeover = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan EndOfLease = TimeSpan.FromSeconds(20);
    private static int _soon;

    [Fact]
    public async Task When_the_leader_is_killed_another_leads_within_ten_seconds()
    {
        var (leader, other) = await two.RolesAsync();
        await using var importers = Importers.At(other);
        await importers.UntilAcknowledgedAsync(10);

        await leader.KillAsync();

        await IsSequencedAsync(other, Takeover);
        await two.ReplaceAsync(leader);
        await importers.EnoughAsync();
        await two.HoldsAsync(other, importers);
    }

    [Fact]
    public async Task When_the_leader_stands_still_another_leads_when_its_lease_is_over_and_the_old_one_does_no_harm()
    {
        var (leader, other) = await two.RolesAsync();
        await using var importers = Importers.At(other);
        await importers.UntilAcknowledgedAsync(10);

        leader.Suspend();
        try
        {
            await IsSequencedAsync(other, EndOfLease);
        }
        finally
        {
            leader.Resume();
        }

        await importers.UntilAcknowledgedAsync(10);
        importers.MoveTo(leader);
        await importers.UntilAcknowledgedAsync(10);
        await importers.EnoughAsync();
        await two.HoldsAsync(other, importers);
    }

    [Fact]
    public async Task When_the_leader_stands_still_halfway_through_its_leaves_another_leads_when_its_lease_is_over()
    {
        var (leader, other) = await two.RolesAsync();
        await using var importers = Importers.At(other);
        await importers.UntilAcknowledgedAsync(10);

        await using (var point = await TableLock.TakeAsync(two.Ledger, "log.leaf"))
        {
            await point.UntilLeaderWaitsAsync(two.Ledger);
            leader.Suspend();
        }
        try
        {
            await IsSequencedAsync(other, EndOfLease);
        }
        finally
        {
            leader.Resume();
        }

        await importers.EnoughAsync();
        await two.HoldsAsync(other, importers);
    }

    [Theory]
    [InlineData("log.leaf")]
    [InlineData("log.checkpoint")]
    public async Task When_the_leader_loses_its_session_in_the_middle_of_a_write_sequencing_goes_on(string table)
    {
        var (_, other) = await two.RolesAsync();
        await using var importers = Importers.At(other);
        await importers.UntilAcknowledgedAsync(5);

        await using (var point = await TableLock.TakeAsync(two.Ledger, table))
        {
            var backend = await point.UntilLeaderWaitsAsync(two.Ledger);
            await two.Ledger.QueryAsync<bool>($"select pg_terminate_backend({backend}, 10000)");
        }

        await IsSequencedAsync(other, Takeover);
        await importers.EnoughAsync();
        await two.HoldsAsync(other, importers);
    }

    // From now until a lot that is registered now is under a checkpoint.
    private static async Task IsSequencedAsync(LedgerProcess door, TimeSpan within)
    {
        var watch = Stopwatch.StartNew();
        var lot = SampleFiles.Read("ecuador-shrimp-sea");
        lot["lotNumber"] = $"SOON-{Interlocked.Increment(ref _soon)}";
        using (var importer = door.As("importer"))
        using (var answer = await importer.PostAsJsonAsync("/api/lots", lot)) Assert.Equal(HttpStatusCode.Created, answer.StatusCode);

        await Eventually.TrueAsync(async () =>
        {
            using var evidence = await door.Http.GetAsync(lot.Api("/evidence"));
            return evidence.StatusCode == HttpStatusCode.OK;
        }, "the lot is in the log");
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, within);
    }

    /// <summary>One ledger with two processes that do everything.</summary>
    public sealed class TwoProcesses(SharedPostgres postgres) : IAsyncLifetime
    {
        private readonly List<LedgerProcess> _processes = [];

        public Installation Ledger { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Ledger = await postgres.NewLedgerAsync();
            _processes.Add(await Ledger.StartAsync());
            _processes.Add(await Ledger.StartAsync());
        }

        public async Task<(LedgerProcess Leader, LedgerProcess Other)> RolesAsync()
        {
            var leader = await Ledger.LeaderAsync();
            return (leader, _processes.Single(p => p != leader));
        }

        public async Task ReplaceAsync(LedgerProcess killed)
        {
            _processes.Remove(killed);
            _processes.Add(await Ledger.StartInAsync(killed.DataDirectory));
        }

        public Task HoldsAsync(LedgerProcess door, Importers importers) => LogInvariants.HoldAsync(Ledger, door, importers.Acknowledged, importers.Checkpoints);

        public ValueTask DisposeAsync() => Ledger?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}
