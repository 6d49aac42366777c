using Lotmark.Ledger.Access;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Requests;

namespace Lotmark.Ledger.Inspection.Signals;

/// <summary>The inbox: what shoppers, loggers, handovers and scans tell, newest first.</summary>
public static class ListSightings
{
    private static readonly string[] PageParameters = ["after", "limit"];

    /// <summary>A part of the list.</summary>
    /// <param name="Sightings">The sightings, newest first.</param>
    /// <param name="Next">Where the next part begins (<c>?after=</c>); null at the end.</param>
    public sealed record SightingList(IReadOnlyList<KeptSighting> Sightings, string? Next);

    /// <summary>Serves it.</summary>
    public static void Map(IEndpointRouteBuilder sightings) => sightings.MapGet("/", HandleAsync)
        .Opens(Operation.ReadSignals)
        .WithSummary("List what was seen: reports of shoppers, excursions, discrepancies, copied codes")
        .WithDescription("Within a second of its being in the log; a copied code within some seconds of the scans. What a correction takes back is gone.")
        .Produces<SightingList>()
        .Paged()
        .Narrowed(SightingFilters.Parameters);

    private static async Task<IResult> HandleAsync(Page page, SightingStore store, HttpContext context, CancellationToken cancel)
    {
        var found = await store.ListAsync(SightingFilters.Read(context.Request.Query, page.After, PageParameters), page.Sought, cancel);
        var (part, next) = page.Cut(found, s => ListFilters.CursorOf(s.At, s.Id));
        Page.Follow(context, next);
        return TypedResults.Json(new SightingList(part, next), LotJson.Answers);
    }
}
