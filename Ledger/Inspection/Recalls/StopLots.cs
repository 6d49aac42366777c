using System.Globalization;
using Lotmark.Ledger.Access;
using Lotmark.Ledger.Holds;
using Lotmark.Ledger.Identifiers;
using Lotmark.Ledger.Inspection.Trace;
using Lotmark.Ledger.Lots;
using Npgsql;

namespace Lotmark.Ledger.Inspection.Recalls;

/// <summary>
/// Stops the lots of confirmed orders. Whoever confirms one starts at once; a worker goes on with what a crash or a fault left. A lot that was
/// stopped twice over is stopped once: the rule of the order says so.
/// </summary>
public sealed class StopLots(NpgsqlDataSource database, LotStreams streams, LotReader lots, TimeProvider clock, ILogger<StopLots> logger) : SteadyWork(logger, "Lots of confirmed orders are not stopped")
{
    private const int LotsAtOnce = 200;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <inheritdoc />
    protected override async Task<TimeSpan> StepAsync(CancellationToken cancel)
    {
        foreach (var id in await WaitingAsync(cancel)) await CarryOutAsync(id, cancel);
        return Pause;
    }

    /// <summary>Stops what is still to be stopped of an order, tells its holders, and makes it active.</summary>
    public async Task CarryOutAsync(Guid id, CancellationToken cancel)
    {
        // One at a time: the other would find a lot stopped and note that as why it did not stop it.
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var turn = new NpgsqlCommand("select pg_advisory_lock(hashtextextended($1, 0))", connection) { Parameters = { new() { Value = $"recall {id}" } } };
        await turn.ExecuteNonQueryAsync(cancel);
        try
        {
            await CarryOutInTurnAsync(id, cancel);
        }
        finally
        {
            turn.CommandText = "select pg_advisory_unlock(hashtextextended($1, 0))";
            await turn.ExecuteNonQueryAsync(CancellationToken.None);
        }
    }

    private async Task CarryOutInTurnAsync(Guid id, CancellationToken cancel)
    {
        if (await OrderAsync(id, cancel) is not var (kind, reason, basis, actor)) return;
        while (await NextAsync(id, cancel) is { Count: > 0 } some)
        {
            var outcomes = await Task.WhenAll(some.Select(lot => StopAsync(lot, kind, reason, basis, actor)));
            await NoteAsync(id, some, outcomes, cancel);
        }
        await TellAsync(id, cancel);
    }

    // Null when it is stopped by this order, or why not.
    private async Task<string?> StopAsync(string lot, RecallKind kind, string reason, string? basis, Actor actor)
    {
        var outcome = kind == RecallKind.Hold
            ? await streams.ChangeAsync(LotKey.FromPath(lot), actor.To(Operation.HoldLot), l => HoldLot.Decide(l, new() { Reason = reason, LegalBasis = basis }, actor), null, CancellationToken.None)
            : await streams.ChangeAsync(LotKey.FromPath(lot), actor.To(Operation.RecallLot), l => RecallLot.Decide(l, new() { Reason = reason, LegalBasis = basis }, actor), null, CancellationToken.None);
        return outcome is Outcome.Refused { Why: var why } ? why.Code : null;
    }

    private async Task<List<Guid>> WaitingAsync(CancellationToken cancel)
    {
        await using var command = database.CreateCommand("select id from inspection.recall where state = 'underWay' order by confirmed_at");
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var waiting = new List<Guid>();
        while (await reader.ReadAsync(cancel)) waiting.Add(reader.GetGuid(0));
        return waiting;
    }

    private async Task<(RecallKind, string, string?, Actor)?> OrderAsync(Guid id, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("select kind, reason, legal_basis, organisation, confirmed_key from inspection.recall where id = $1 and state = 'underWay'");
        command.Parameters.Add(new() { Value = id });
        await using var row = await command.ExecuteReaderAsync(cancel);
        return await row.ReadAsync(cancel)
            ? (Enum.Parse<RecallKind>(row.GetString(0), true), row.GetString(1), row.IsDBNull(2) ? null : row.GetString(2), new Actor(row.GetString(3), null, row.GetString(4), Role.Supervisor))
            : null;
    }

    private async Task<List<string>> NextAsync(Guid id, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(string.Create(CultureInfo.InvariantCulture, $"select lot from inspection.recall_lot where recall = $1 and stopped_at is null order by lot limit {LotsAtOnce}"));
        command.Parameters.Add(new() { Value = id });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var some = new List<string>();
        while (await reader.ReadAsync(cancel)) some.Add(reader.GetString(0));
        return some;
    }

    private async Task NoteAsync(Guid id, List<string> some, string?[] outcomes, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("""
            update inspection.recall_lot l set stopped_at = coalesce(l.stopped_at, @now), refused = nullif(o.refused, '')
            from unnest(@lots, @refused) as o(lot, refused) where l.recall = @id and l.lot = o.lot and l.stopped_at is null
            """);
        command.Parameters.AddWithValue("id", id);
        command.Parameters.AddWithValue("now", clock.GetUtcNow());
        command.Parameters.AddWithValue("lots", some.ToArray());
        command.Parameters.AddWithValue("refused", outcomes.Select(o => o ?? "").ToArray());
        await command.ExecuteNonQueryAsync(cancel);
    }

    // Everybody who has, had or expects some of it: what was sold may have to be called back from kitchens.
    private async Task TellAsync(Guid id, CancellationToken cancel)
    {
        var stopped = new List<string>();
        await using (var command = database.CreateCommand("select lot from inspection.recall_lot where recall = $1"))
        {
            command.Parameters.Add(new() { Value = id });
            await using var reader = await command.ExecuteReaderAsync(cancel);
            while (await reader.ReadAsync(cancel)) stopped.Add(reader.GetString(0));
        }
        var holders = new HashSet<string>();
        foreach (var some in stopped.Chunk(LotsAtOnce))
            foreach (var history in (await lots.HistoriesAsync(some, cancel)).Values)
                holders.UnionWith(PlaceFlow.Of(history).Select(f => f.Organisation));
        await using var tell = database.CreateCommand("""
            with active as (update inspection.recall set state = 'active' where id = @id and state = 'underWay' returning id)
            insert into inspection.recall_notice (recall, organisation, notified_at) select id, unnest(@holders), @now from active on conflict do nothing
            """);
        tell.Parameters.AddWithValue("id", id);
        tell.Parameters.AddWithValue("holders", holders.ToArray());
        tell.Parameters.AddWithValue("now", clock.GetUtcNow());
        await tell.ExecuteNonQueryAsync(cancel);
    }
}
