using Lotmark.Ledger.Access;

namespace Lotmark.Ledger.ShopperReports;

/// <summary>What somebody wrote to us is erased: text, contact, photo, and the salt without which their hash in the log tells nothing. That there was a report stays.</summary>
public static class EraseReport
{
    /// <summary>Serves it.</summary>
    public static void Map(IEndpointRouteBuilder reports) => reports.MapDelete("/{id}/content", HandleAsync)
        .Opens(Operation.EraseReport)
        .WithSummary("Erase what a shopper wrote")
        .WithDescription("""
            Erases text, contact and photo of a report for good, for example because who sent it asks for it. Kind, place and answers stay, and so does the event in
            the lot's history, whose hash can no longer be compared with anything. Erased already, it stays erased. What is kept longest is a setting (Reports:KeepFor).
            """)
        .Produces(StatusCodes.Status204NoContent)
        .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> HandleAsync(string id, ReportShelf shelf, TimeProvider clock, HttpContext context, CancellationToken cancel)
    {
        if (!Guid.TryParse(id, out var named) || await shelf.FindAsync(named, cancel) is null) return ReadReport.Unknown(context);
        await shelf.EraseAsync(named, clock.GetUtcNow(), cancel);
        return TypedResults.NoContent();
    }
}
