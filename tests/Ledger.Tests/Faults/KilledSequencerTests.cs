using System.Net;
using System.Net.Http.Json;

namespace Lotmark.Ledger.Tests.Faults;

/// <summary>The sequencer is killed (SIGKILL) before each statement that writes.</summary>
public sealed class KilledSequencerTests(KilledSequencerTests.OneLedger one) : IClassFixture<KilledSequencerTests.OneLedger>
{
    private const string Guard = "signed-head";

    /// <summary>In the order in which the sequencer comes to them; the checkpoint is written after the first commit, and after the guard.</summary>
    public static readonly TheoryData<string> Statements = ["log.map_page", "log.state", "log.leaf", "log.tile", "log.pending", "log.checkpoint"];

    [Theory]
    [MemberData(nameof(Statements))]
    public async Task Killed_before_any_write_it_takes_up_where_it_was(string table)
    {
        await one.KillBeforeAsync(table, sessionToo: true);

        await one.StartAgainAsync();

        await one.HoldsAsync();
    }

    [Theory]
    [InlineData("log.pending")]
    [InlineData("log.checkpoint")]
    public async Task Killed_before_a_commit_it_is_followed_by_another_although_its_session_still_carries_out_the_write(string table)
    {
        await one.StartSecondAsync();

        await one.KillBeforeAsync(table, sessionToo: false);

        await one.HoldsAsync();
    }

    [Fact]
    public async Task Killed_between_the_commit_and_the_guard_it_signs_what_was_committed()
    {
        await one.HoldsAsync();
        var guard = Path.Combine(one.Worker.DataDirectory, Guard);
        var before = await File.ReadAllTextAsync(guard, TestContext.Current.CancellationToken);
        await one.KillBeforeAsync("log.checkpoint", sessionToo: true);
        Assert.NotEqual(before, await File.ReadAllTextAsync(guard, TestContext.Current.CancellationToken));
        await File.WriteAllTextAsync(guard, before, TestContext.Current.CancellationToken);

        await one.StartAgainAsync();

        await one.HoldsAsync();
    }

    /// <summary>One ledger for all kills: one process takes registrations, another sequences and is killed again and again.</summary>
    public sealed class OneLedger(SharedPostgres postgres) : IAsyncLifetime
    {
        private readonly List<string> _acknowledged = [];
        private Installation _ledger = null!;
        private LedgerProcess _door = null!;
        private HttpClient _importer = null!;
        private LedgerProcess? _second;

        public LedgerProcess Worker { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            _ledger = await postgres.NewLedgerAsync();
            Worker = await _ledger.StartAsync("--Lotmark:Roles", "worker");
            _door = await _ledger.StartAsync("--Lotmark:Roles", "api");
            _importer = _door.As("importer");
            await _ledger.LeaderAsync();
        }

        public async Task StartSecondAsync() => _second = await _ledger.StartAsync("--Lotmark:Roles", "worker");

        /// <summary>Registers a lot, and kills the worker when it is about to write to this table.</summary>
        public async Task KillBeforeAsync(string table, bool sessionToo)
        {
            var (point, backend) = await StandsBeforeAsync(table);
            await using (point)
            {
                await Worker.KillAsync();
                if (sessionToo) await _ledger.QueryAsync<bool>($"select pg_terminate_backend({backend}, 10000)");
            }
            if (_second is not null) (Worker, _second) = (_second, null);
        }

        public async Task StartAgainAsync() => Worker = await _ledger.StartInAsync(Worker.DataDirectory, "--Lotmark:Roles", "worker");

        public async Task HoldsAsync()
        {
            await RegisterAsync();
            await LogInvariants.HoldAsync(_ledger, _door, _acknowledged, []);
            Assert.Equal(Worker.Id, (await _ledger.LeaderAsync()).Id);
        }

        public async ValueTask DisposeAsync()
        {
            _importer?.Dispose();
            if (_ledger is not null) await _ledger.DisposeAsync();
        }

        private async Task<(TableLock Point, int Backend)> StandsBeforeAsync(string table)
        {
            if (table != "log.pending")
            {
                var direct = await TableLock.TakeAsync(_ledger, table);
                await RegisterAsync();
                return (direct, await direct.UntilLeaderWaitsAsync(_ledger));
            }

            // Registrations write to it too: it is closed behind the last, while the sequencer is held up before.
            TableLock point;
            await using (var before = await TableLock.TakeAsync(_ledger, "log.state"))
            {
                await RegisterAsync();
                await before.UntilLeaderWaitsAsync(_ledger);
                point = await TableLock.TakeAsync(_ledger, table);
            }
            return (point, await point.UntilLeaderWaitsAsync(_ledger));
        }

        private async Task RegisterAsync()
        {
            var lot = SampleFiles.Read("ecuador-shrimp-sea");
            lot["lotNumber"] = $"K-{_acknowledged.Count}";
            using var answer = await _importer.PostAsJsonAsync("/api/lots", lot);
            Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
            _acknowledged.Add(lot.Path);
        }
    }
}
