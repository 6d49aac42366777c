using System.Diagnostics;
using Lotmark.Ledger.Anchoring;
using Npgsql;

namespace Lotmark.Ledger.Tests.Anchoring;

public sealed class OperatorLeaseTests(LedgerApp app)
{
    [Fact]
    public async Task Of_two_processes_one_has_it_until_it_gives_it_back()
    {
        var account = NewAccount();
        await using var database = Open();
        var first = await OperatorLease.TryTakeAsync(database, 1, account, default);

        Assert.NotNull(first);
        Assert.Null(await OperatorLease.TryTakeAsync(database, 1, account.ToUpperInvariant(), default));
        await using (var elsewhere = await OperatorLease.TryTakeAsync(database, 2, account, default)) Assert.NotNull(elsewhere);
        await first.EnsureHeldAsync(default);
        await first.DisposeAsync();
        await using var second = await OperatorLease.TryTakeAsync(database, 1, account, default);
        Assert.NotNull(second);
    }

    [Fact]
    public async Task Who_is_cut_off_knows_it_and_another_takes_over()
    {
        var account = NewAccount();
        await using var database = Open();
        await using var first = (await OperatorLease.TryTakeAsync(database, 1, account, default))!;
        await CutAsync(database);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first.EnsureHeldAsync(default));

        Assert.True(first.Lost.IsCancellationRequested);
        await using var second = await OperatorLease.TryTakeAsync(database, 1, account, default);
        Assert.NotNull(second);
    }

    [Fact]
    public async Task Who_is_cut_off_while_nothing_is_done_notices_within_seconds()
    {
        await using var database = Open();
        await using var lease = (await OperatorLease.TryTakeAsync(database, 1, NewAccount(), default))!;
        await CutAsync(database);

        await Eventually.TrueAsync(() => Task.FromResult(lease.Lost.IsCancellationRequested), "the loss is noticed", TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task A_holder_that_is_touched_keeps_it_longer_than_the_server_waits_for_a_sleeper()
    {
        await using var database = Open();
        await using var lease = (await OperatorLease.TryTakeAsync(database, 1, NewAccount(), default))!;

        var watch = Stopwatch.StartNew();
        await Eventually.TrueAsync(() => Task.FromResult(watch.Elapsed > TimeSpan.FromSeconds(11)), "longer than the limit");

        Assert.False(lease.Lost.IsCancellationRequested);
        await lease.EnsureHeldAsync(default);
    }

    private static string NewAccount() => $"0x{Guid.NewGuid():n}";

    private NpgsqlDataSource Open() => NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(File.ReadAllText(Path.Combine(app.Process.DataDirectory, "connection-string")))
    {
        ApplicationName = $"lease {Guid.NewGuid():n}",
        MaxPoolSize = 3,
    }.ConnectionString);

    private static async Task CutAsync(NpgsqlDataSource database)
    {
        await using var cut = database.CreateCommand(
            "select pg_terminate_backend(pid) from pg_stat_activity where application_name = current_setting('application_name') and pid <> pg_backend_pid()");
        await cut.ExecuteNonQueryAsync();
    }
}
