using System.Diagnostics.Metrics;
using Npgsql;

namespace Lotmark.Ledger.Interchange.Webhooks;

/// <summary>Deletes what was delivered or given up long ago, and tells in numbers what waits.</summary>
public sealed class WebhookUpkeep : SteadyWork
{
    /// <summary>What was delivered is kept for so long.</summary>
    public static readonly TimeSpan DeliveredKept = TimeSpan.FromDays(30);

    /// <summary>What was given up is kept for so long.</summary>
    public static readonly TimeSpan DeadKept = TimeSpan.FromDays(90);

    private const int RowsAtOnce = 5000;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10), BetweenDeletions = TimeSpan.FromMinutes(10);

    private readonly NpgsqlDataSource _database;
    private readonly TimeProvider _clock;
    private DateTimeOffset _deletedAt;
    private Numbers? _told;

    /// <summary>Makes the instruments.</summary>
    public WebhookUpkeep(NpgsqlDataSource database, TimeProvider clock, Meter meter, ILogger<WebhookUpkeep> logger) : base(logger, "Old deliveries to endpoints are not deleted")
    {
        (_database, _clock) = (database, clock);
        meter.CreateObservableGauge("lotmark.webhook.deliveries", States, description: "Deliveries to endpoints by state: pending or dead.");
        meter.CreateObservableGauge("lotmark.webhook.age", () => _told is { Oldest: { } oldest } ? [new((_clock.GetUtcNow() - oldest).TotalSeconds)] : Array.Empty<Measurement<double>>(), "s",
            "For how long the oldest delivery that is due waits to be tried.");
    }

    /// <inheritdoc />
    protected override async Task<TimeSpan> StepAsync(CancellationToken cancel)
    {
        // What was written down for an endpoint while it was switched off.
        await RunAsync("""
            update interchange.webhook_delivery d set state = 'dead', fault = 'off', ended_at = @now from interchange.webhook w where w.id = d.endpoint and w.off_at is not null and d.state = 'pending'
            """, cancel);
        var more = _clock.GetUtcNow() - _deletedAt > BetweenDeletions && await DeleteAsync(cancel);
        await CountAsync(cancel);
        return more ? TimeSpan.Zero : Pause;
    }

    // Returns whether there is more.
    private async Task<bool> DeleteAsync(CancellationToken cancel)
    {
        const string ended = "delete from interchange.webhook_delivery where id in (select id from interchange.webhook_delivery where state = '{0}' and ended_at < @now - @{0} limit @limit)";
        int[] deleted =
        [
            await RunAsync(ended.Replace("{0}", "delivered", StringComparison.Ordinal), cancel),
            await RunAsync(ended.Replace("{0}", "dead", StringComparison.Ordinal), cancel),
            await RunAsync("""
                delete from interchange.webhook_message where id in (
                    select id from interchange.webhook_message m where at < @now - @delivered and not exists (select from interchange.webhook_delivery where message = m.id) limit @limit)
                """, cancel),
        ];
        if (deleted.Any(n => n == RowsAtOnce)) return true;
        _deletedAt = _clock.GetUtcNow();
        return false;
    }

    private async Task<int> RunAsync(string sql, CancellationToken cancel)
    {
        await using var command = _database.CreateCommand(sql);
        foreach (var (name, value) in new (string, object)[] { ("now", _clock.GetUtcNow()), ("dead", DeadKept), ("delivered", DeliveredKept), ("limit", RowsAtOnce) })
            if (sql.Contains($"@{name}", StringComparison.Ordinal)) command.Parameters.AddWithValue(name, value);
        return await command.ExecuteNonQueryAsync(cancel);
    }

    private async Task CountAsync(CancellationToken cancel)
    {
        await using var command = _database.CreateCommand("""
            select count(*) filter (where state = 'pending'), count(*) filter (where state = 'dead'), min(due_at) filter (where state = 'pending' and lease is null and due_at <= @now)
            from interchange.webhook_delivery where state in ('pending', 'dead')
            """);
        command.Parameters.AddWithValue("now", _clock.GetUtcNow());
        await using var row = await command.ExecuteReaderAsync(cancel);
        await row.ReadAsync(cancel);
        _told = new(row.GetInt64(0), row.GetInt64(1), await row.IsDBNullAsync(2, cancel) ? null : row.GetFieldValue<DateTimeOffset>(2));
    }

    private IEnumerable<Measurement<long>> States() => _told is not { } told ? [] :
        [new(told.Pending, new KeyValuePair<string, object?>("state", "pending")), new(told.Dead, new KeyValuePair<string, object?>("state", "dead"))];

    private sealed record Numbers(long Pending, long Dead, DateTimeOffset? Oldest);
}
