using Lotmark.Ledger.Access;
using Lotmark.Ledger.Identifiers;
using Lotmark.Ledger.Problems;
using Lotmark.Ledger.Requests;

namespace Lotmark.Ledger.Lots.Listing;

/// <summary>The lots that somebody may read, filtered and sorted.</summary>
public static class ListLots
{
    private static readonly string[] PageParameters = ["after", "limit"];

    /// <summary>A part of the list.</summary>
    /// <param name="Lots">The lots.</param>
    /// <param name="Next">Where the next part begins (<c>?after=</c>); null at the end.</param>
    /// <param name="ReadAs">What mistyped words of <c>?q=</c> were read as, since nothing is written as they were; null otherwise.</param>
    public sealed record LotList(IReadOnlyList<Line> Lots, string? Next, string? ReadAs);

    /// <summary>A lot and where to read it.</summary>
    /// <param name="Lot">The lot.</param>
    /// <param name="Links">Its addresses.</param>
    public sealed record Line(ListedLot Lot, LotAddresses Links);

    /// <summary>Serves it.</summary>
    public static void Map(IEndpointRouteBuilder lots)
    {
        lots.MapGet("/", HandleAsync)
            .Opens(Operation.ListLots)
            .WithSummary("List and search lots")
            .WithDescription("Own lots and those held or under way for others than inspectors. A lot stands in the list as soon as it is in the log, within a second of its registration.")
            .Produces<LotList>()
            .Paged()
            .Filtered();
        lots.MapGet("/export", ExportLots.HandleAsync)
            .Opens(Operation.ListLots)
            .WithName("exportLots")
            .WithSummary("The lots of a list as CSV")
            .WithDescription($"What listing with the same parameters finds, at most {ExportLots.MostLots} lots.")
            .Produces<string>(contentType: "text/csv")
            .Filtered();
    }

    /// <summary>Describes the parameters of <see cref="LotFilters" />.</summary>
    internal static RouteHandlerBuilder Filtered(this RouteHandlerBuilder list) => list.Narrowed(LotFilters.Parameters);

    private static async Task<IResult> HandleAsync(Actor actor, Page page, HttpContext context, LotSearch search, LotLinks links, CancellationToken cancel)
    {
        var query = context.Request.Query;
        var filters = LotFilters.Read(query, actor, PageParameters);
        var order = LotOrder.Of(query);
        var found = await search.FindAsync(filters, order, After(page, order), page.Sought, cancel);
        var (part, next) = page.Cut(found.Lots, f => f.Cursor);
        Page.Follow(context, next);
        return TypedResults.Ok(new LotList([.. part.Select(f => new Line(f.Row, links.Of(LotKey.FromPath(f.Lot))))], next, found.ReadAs));
    }

    private static LotOrder.Cursor? After(Page page, LotOrder order)
    {
        if (page.After is null) return null;
        if (order.Read(page.After) is { } cursor) return cursor;
        var errors = new FieldErrors();
        errors.Add("after", Page.NoCursor, page.After);
        throw new InvalidRequestException(errors);
    }
}
