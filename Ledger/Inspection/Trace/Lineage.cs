using System.Collections.Concurrent;
using Lotmark.Ledger.Lots;
using Npgsql;

namespace Lotmark.Ledger.Inspection.Trace;

/// <summary>Which way a trace goes.</summary>
public enum TraceDirection
{
    /// <summary>To what the lot was made of, and who handled it.</summary>
    Back,

    /// <summary>To where the lot went, and what was made of it.</summary>
    Forward,
}

/// <summary>Lots that a trace reached, with all that was recorded about them.</summary>
/// <param name="Histories">By lot.</param>
/// <param name="Complete">Whether there are no more of them than a trace follows.</param>
public sealed record ReachedLots(IReadOnlyDictionary<string, LotHistory> Histories, bool Complete);

/// <summary>
/// Finds the lots that are bound to a lot by repacking, however many steps away. Straight from the events, so that a lot made a moment ago is
/// among them. What became of several lots at once is never corrected in one of them: the events as recorded tell the lineage.
/// </summary>
public sealed class Lineage(NpgsqlDataSource database, LotReader reader)
{
    /// <summary>More lots than this no trace follows.</summary>
    public const int MostLots = 50_000;

    private const int LotsAtOnce = 500, ReadersAtOnce = 4;

    // "union" keeps each lot once: a cycle ends where it began. The planner takes one lot at a time, by the index that lots are read with.
    private const string ForwardSql = """
        with recursive reached(lot) as (
            select unnest($1::text[])
            union
            select next.lot from reached
            cross join lateral (select data from lotmark.mt_events where stream_id = reached.lot and type = 'lot_used' offset 0) used
            cross join lateral jsonb_array_elements_text(used.data -> 'into') next(lot))
        select lot from reached limit $2
        """;

    private const string BackSql = """
        with recursive reached(lot) as (
            select unnest($1::text[])
            union
            select next.source ->> 'lot' from reached
            cross join lateral (select data from lotmark.mt_events where stream_id = reached.lot and type = 'lot_repacked' offset 0) made
            cross join lateral jsonb_array_elements(made.data -> 'from') next(source))
        select lot from reached limit $2
        """;

    /// <summary>The lot itself and all that it is bound to this way.</summary>
    public Task<ReachedLots> FollowAsync(string lot, TraceDirection direction, CancellationToken cancel) => FollowAsync([lot], direction, cancel);

    /// <summary>The lots themselves and all that they are bound to this way; the lots alone without a way.</summary>
    public async Task<ReachedLots> FollowAsync(IReadOnlyCollection<string> lots, TraceDirection? direction, CancellationToken cancel)
    {
        var names = new List<string>();
        if (direction is null)
        {
            names.AddRange(lots.Take(MostLots + 1));
        }
        else
        {
            await using var command = database.CreateCommand(direction == TraceDirection.Forward ? ForwardSql : BackSql);
            command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. lots] });
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = MostLots + 1 });
            await using var row = await command.ExecuteReaderAsync(cancel);
            while (await row.ReadAsync(cancel)) names.Add(row.GetString(0));
        }
        var complete = names.Count <= MostLots;
        if (!complete) names.RemoveAt(names.Count - 1);

        var histories = new ConcurrentDictionary<string, LotHistory>();
        await Parallel.ForEachAsync(names.Chunk(LotsAtOnce), new ParallelOptions { MaxDegreeOfParallelism = ReadersAtOnce, CancellationToken = cancel }, async (some, stop) =>
        {
            foreach (var (name, history) in await reader.HistoriesAsync(some, stop)) histories[name] = history;
        });
        return new(histories, complete);
    }
}
