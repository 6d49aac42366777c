using Lotmark.Ledger.Access;
using Lotmark.Ledger.Access.Accounts;
using Lotmark.Ledger.Lots.Listing;
using Lotmark.Ledger.Problems;

namespace Lotmark.Ledger.Inspection.Desk;

/// <summary>The search: one box, filters, and what was found. The view is its address.</summary>
internal static class SearchLots
{
    private const int PageLength = 50;
    private static readonly string[] Paging = ["after"];

    public static void Map(IEndpointRouteBuilder desk)
    {
        desk.MapGet("/", HandleAsync).OpensDesk(Operation.ListLots);
        desk.MapGet("/lots.csv", (HttpContext context, LotSearch search, CancellationToken cancel) =>
            ExportLots.HandleAsync(SignedInAccount.Of(context.User)!.Actor, context, search, cancel)).OpensDesk(Operation.ListLots);
    }

    private static async Task<IResult> HandleAsync(HttpContext context, LotSearch search, CancellationToken cancel)
    {
        var query = context.Request.Query;
        try
        {
            var filters = LotFilters.Read(query, SignedInAccount.Of(context.User)!.Actor, Paging);
            var order = LotOrder.Of(query);
            var after = query["after"].ToString() is { Length: > 0 } text ? order.Read(text) : null;
            var found = await search.FindAsync(filters, order, after, PageLength + 1, cancel);
            return Page(StatusCodes.Status200OK, ("Found", found.Lots.Take(PageLength).ToList()), ("ReadAs", found.ReadAs), ("Next", found.Lots.Count > PageLength ? found.Lots[PageLength - 1].Cursor : null));
        }
        catch (InvalidRequestException e)
        {
            return Page(StatusCodes.Status400BadRequest, ("Errors", e.Errors));
        }

        IResult Page(int status, params IEnumerable<(string Name, object? Value)> more) => DeskSetting.Of(context).Page<SearchPage>(status, more.Append(("Query", query)));
    }
}
