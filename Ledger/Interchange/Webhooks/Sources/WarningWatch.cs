using System.Diagnostics;
using System.Text.Json;
using Lotmark.Ledger.Inspection.Signals;
using Lotmark.Ledger.Lots;
using Npgsql;
using NpgsqlTypes;

namespace Lotmark.Ledger.Interchange.Webhooks.Sources;

/// <summary>Notes what begins to rise, for <see cref="SignalMessages" />. Nothing is written when a rise begins: it follows from counts, so somebody has to look, and looks while anybody asks for it.</summary>
public sealed class WarningWatch(NpgsqlDataSource database, ReadSignals signals, TimeProvider clock, ILogger<WarningWatch> logger) : SteadyWork(logger, "Warnings are not told to endpoints")
{
    /// <summary>What stands in the note.</summary>
    public const string Noted = "warning";

    // With much to count it looks less often: the database is there for others.
    private const int RestsLonger = 50;
    private static readonly TimeSpan Soonest = TimeSpan.FromSeconds(3), Latest = TimeSpan.FromMinutes(10);

    // Which came and went within these days is the same rise.
    private static readonly TimeSpan Gone = TimeSpan.FromDays(Rises.WindowDays);

    /// <inheritdoc />
    // The row of progress is locked: of several processes one looks.
    protected override async Task<TimeSpan> StepAsync(CancellationToken cancel)
    {
        var began = Stopwatch.GetTimestamp();
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await using var turn = new NpgsqlCommand(
            $"select 1 from interchange.webhook_progress where source = 'signals' and exists (select from interchange.webhook where '{SignalMessages.Warning}' = any(types)) for update skip locked", connection);
        if (await turn.ExecuteScalarAsync(cancel) is null) return Soonest;

        var now = clock.GetUtcNow();
        var board = await signals.BoardAsync(ImportingCountryDay.Of(now), cancel);
        if (board.Warnings.Count > 0)
        {
            await using var note = new NpgsqlCommand("""
                with before as (select key, since, seen_at from interchange.webhook_warning),
                stands as (
                    insert into interchange.webhook_warning as w (key, since, seen_at) select unnest(@keys), @now, @now
                    on conflict (key) do update set seen_at = @now, since = case when w.seen_at < @gone then @now else w.since end returning key, since)
                insert into interchange.webhook_noted (source, what, row)
                select 'signals', @what, found.row::jsonb || jsonb_build_object('since', s.since) from unnest(@keys, @rows) as found(key, row) join stands s on s.key = found.key
                where not exists (select from before b where b.key = s.key and b.since = s.since)
                """, connection);
            note.Parameters.AddWithValue("keys", board.Warnings.Select(w => w.Key).ToArray());
            note.Parameters.Add(new("rows", NpgsqlDbType.Array | NpgsqlDbType.Text) { Value = board.Warnings.Select(Row).ToArray() });
            note.Parameters.AddWithValue("what", Noted);
            note.Parameters.AddWithValue("now", now);
            note.Parameters.AddWithValue("gone", now - Gone);
            await note.ExecuteNonQueryAsync(cancel);
        }
        await transaction.CommitAsync(cancel);
        return TimeSpan.FromTicks(Math.Clamp(Stopwatch.GetElapsedTime(began).Ticks * RestsLonger, Soonest.Ticks, Latest.Ticks));
    }

    private static string Row(SignalBoard.Warning w) =>
        JsonSerializer.Serialize(new WarningNews.Found(w.Key, w.Kind, w.Of, w.Of switch { SeriesOf.Lot => w.Lot!, SeriesOf.Product => w.Gtin!.Value.Value, _ => w.City! }, w.Count, w.Usual), LotJson.Answers);
}
