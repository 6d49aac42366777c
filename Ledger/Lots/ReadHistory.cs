using System.Text.Json;
using System.Text.Json.Serialization;
using Lotmark.Ledger.Access;
using Lotmark.Ledger.Identifiers;
using Lotmark.Ledger.Log;

namespace Lotmark.Ledger.Lots;

/// <summary>The events of a lot, oldest first, each with its leaf in the log.</summary>
public static class ReadHistory
{
    /// <summary>Serves it.</summary>
    public static void Map(IEndpointRouteBuilder lots) => lots.MapGet("/{gtin}/{number}/history", HandleAsync)
        .Opens(Operation.ReadHistory)
        .WithSummary("Read everything that was recorded about a lot")
        .Produces<History>()
        .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> HandleAsync(LotKey lot, Actor actor, LotReader lots, LotLeaves leaves, HttpContext context, CancellationToken cancel)
    {
        var history = await lots.HistoryAsync(lot, cancel);
        // A lot whose registration did not occur still has a history.
        if (ReadLot.Refusal(history.Lot is { } known ? known with { IsVoid = false } : null, actor.To(Operation.ReadHistory)) is { } refusal) return refusal.AsProblem(context);
        var events = await leaves.EventsOfAsync(lot.Path, cancel);
        return TypedResults.Json(new History([.. events.Select(e => Entry.Of(e, history, actor))]), LotJson.Answers);
    }

    /// <summary>All events of a lot.</summary>
    /// <param name="Events">Oldest first.</param>
    public sealed record History(IReadOnlyList<Entry> Events);

    /// <summary>One event.</summary>
    /// <param name="Version">Its number within the lot, from 1.</param>
    /// <param name="Type">What happened.</param>
    /// <param name="RecordedAt">When it was recorded, UTC.</param>
    /// <param name="Data">The event as stored. A confidential value stands beside the salt of its hash in the leaf; for those who were no party to this event only the hash does.</param>
    /// <param name="CorrectedBy">Numbers of the events that correct this one; the last of them counts. Null when none does.</param>
    /// <param name="Leaf">Its leaf in the log; null until it is sequenced.</param>
    public sealed record Entry(
        int Version, string Type, string RecordedAt, JsonElement Data, IReadOnlyList<int>? CorrectedBy, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] LeafPlace? Leaf)
    {
        internal static Entry Of(StoredEvent e, LotHistory history, Actor actor)
        {
            var data = JsonElement.Parse(e.Data);
            var corrections = history.Facts.Where(f => f.Fact is LotCorrected c && c.Event == e.Version).Select(f => f.Place.Version).ToList();
            var readable = history.MayReadInFull(e.Version, actor);
            return new(e.Version, e.Type, LeafEntry.Instant(e.RecordedAt), readable ? data : Sealing.Of(data), corrections is [] ? null : corrections, e.Leaf);
        }
    }
}
