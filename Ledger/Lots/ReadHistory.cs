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
        if (ReadLot.Refusal(await lots.FindAsync(lot, cancel), actor.To(Operation.ReadHistory)) is { } refusal) return refusal.AsProblem(context);
        var events = await leaves.EventsOfAsync(lot.Path, cancel);
        return TypedResults.Json(new History([.. events.Select(Entry.Of)]), LotJson.Answers);
    }

    /// <summary>All events of a lot.</summary>
    /// <param name="Events">Oldest first.</param>
    public sealed record History(IReadOnlyList<Entry> Events);

    /// <summary>One event.</summary>
    /// <param name="Version">Its number within the lot, from 1.</param>
    /// <param name="Type">What happened.</param>
    /// <param name="RecordedAt">When it was recorded, UTC.</param>
    /// <param name="Data">The event as stored. A confidential value stands beside the salt of its hash in the leaf.</param>
    /// <param name="Leaf">Its leaf in the log; null until it is sequenced.</param>
    public sealed record Entry(
        int Version, string Type, string RecordedAt, JsonElement Data, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] LeafPlace? Leaf)
    {
        internal static Entry Of(StoredEvent e) => new(
            e.Version, e.Type, LeafEntry.Instant(e.RecordedAt), JsonElement.Parse(e.Data), e.Leaf);
    }
}
