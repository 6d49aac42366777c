using FluentValidation;
using Lotmark.Ledger.Access;
using Lotmark.Ledger.Requests;
using Lotmark.Scanner.Reports;
using Marten;
using Npgsql;

namespace Lotmark.Ledger.ShopperReports;

/// <summary>Who looks into a report tells the shopper how far it has come, and what was found.</summary>
public sealed record AnswerReport
{
    /// <summary>How far it has come.</summary>
    public ReportState? Status { get; init; }

    /// <summary>What the shopper is told in Chinese. An answer needs it in one language at least.</summary>
    public string? Zh { get; init; }

    /// <summary>What the shopper is told in English.</summary>
    public string? En { get; init; }

    /// <summary>When a request is well formed.</summary>
    public sealed class Validator : AbstractValidator<AnswerReport>
    {
        private const int LongestAnswer = 2000;

        /// <summary>Rules.</summary>
        public Validator()
        {
            RuleFor(x => x.Status).Required().Check((_, status) => status is ReportState.Received
                ? new("received-already", "Every report begins as received: say lookedInto or answered.", "报告最初即为已收到：应填写 lookedInto 或 answered。") : null);
            RuleFor(x => x.Zh).AtMost(LongestAnswer).Check((x, zh) => x.Status is ReportState.Answered && zh is null or "" && x.En is null or ""
                ? new("required", "An answer needs words: give zh, en or both.", "答复应有内容：请填写 zh、en 或两者。") : null);
            RuleFor(x => x.En).AtMost(LongestAnswer);
        }
    }

    /// <summary>Serves it.</summary>
    public static void Map(IEndpointRouteBuilder reports) => reports.MapPost("/{id}/answer", HandleAsync)
        .Opens(Operation.AnswerReport)
        .WithSummary("Tell a shopper what became of a report")
        .WithDescription("The newest text stands on the page of the report; earlier ones are kept. What follows for the lot (hold, recall) is an order of its own.")
        .Produces<FullReport>()
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> HandleAsync(
        string id, Valid<AnswerReport> request, Actor actor, ReportShelf shelf, NpgsqlDataSource database, IDocumentStore documents, TimeProvider clock, HttpContext context, CancellationToken cancel)
    {
        if (!Guid.TryParse(id, out var named) || await shelf.FindAsync(named, cancel) is null) return ReadReport.Unknown(context);
        await using (var session = documents.LightweightSession())
        {
            ReportShelf.QueueAnswer(session, named, request.Value.Status!.Value, request.Value.Zh, request.Value.En, actor, clock.GetUtcNow());
            await session.SaveChangesAsync(cancel);
        }
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(await ReadReport.FindAsync(id, shelf, database, cancel));
    }
}
