using Lotmark.Ledger.Log;
using Lotmark.Ledger.Problems;
using Lotmark.Ledger.Requests;
using Microsoft.OpenApi;

namespace Lotmark.Ledger.Lots;

/// <summary>Answers commands on lots, all in one way: what was recorded, with its receipt if the caller would wait for it, or why nothing was.</summary>
public sealed class LotAnswers(LotLinks links, Receipts receipts)
{
    /// <summary>The answer to a command that ended so.</summary>
    /// <param name="outcome">How it ended.</param>
    /// <param name="context">The request.</param>
    /// <param name="cancel">Ends the wait for a receipt.</param>
    /// <param name="warnings">What was unusual about it.</param>
    /// <param name="more">What this command answers beyond that.</param>
    public async Task<IResult> OfAsync(
        Outcome outcome, HttpContext context, CancellationToken cancel, FieldErrors? warnings = null, Func<Lot, LotAnswer, LotAnswer>? more = null)
    {
        switch (outcome)
        {
            case Outcome.Refused { Why: var why }:
                return why.AsProblem(context);
            case Outcome.Recorded { Lot: var lot, Fresh: var fresh }:
                var answer = links.Answer(lot) with
                {
                    Warnings = warnings is { Any: true } ? warnings.ByPathFor(context) : null,
                    Receipt = await ReceiptAsync(lot, context, cancel),
                };
                if (more is not null) answer = more(lot, answer);
                return fresh ? TypedResults.Created(answer.Links.Self, answer) : TypedResults.Ok(answer);
            default:
                throw new InvalidOperationException("An append is recorded or refused.");
        }
    }

    private async Task<Receipt?> ReceiptAsync(Lot lot, HttpContext context, CancellationToken cancel)
    {
        if (PreferredWait.Of(context.Request) is not { } wait) return null;
        var receipt = await receipts.WaitAsync(lot.Id, lot.Version, wait, cancel);
        if (receipt is not null) PreferredWait.Applied(context.Response, wait);
        return receipt;
    }
}

/// <summary>How the API's description tells of the answers to commands on lots.</summary>
public static class LotAnswersDescribed
{
    /// <summary>Describes what <see cref="LotAnswers" /> answers.</summary>
    public static RouteHandlerBuilder AnswersAboutLot(this RouteHandlerBuilder command) => command
        .Produces<LotAnswer>(StatusCodes.Status201Created)
        .Produces<LotAnswer>()
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status409Conflict)
        .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
        .KnownAgain("carried out once and answered as the first time")
        .AddOpenApiOperationTransformer((operation, _, _) =>
        {
            (operation.Parameters ??= []).Add(new OpenApiParameter
            {
                Name = "Prefer",
                In = ParameterLocation.Header,
                Description = $"wait=N: answer once the event is in the log, with its receipt, or after N seconds without (at most {PreferredWait.Longest.TotalSeconds}; RFC 7240).",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            });
            return Task.CompletedTask;
        });
}
