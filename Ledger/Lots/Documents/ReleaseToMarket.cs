using Lotmark.Ledger.Access;
using Lotmark.Ledger.Identifiers;

namespace Lotmark.Ledger.Lots.Documents;

/// <summary>The importer releases a lot to the market, once all documents that it needs are there.</summary>
public static class ReleaseToMarket
{
    /// <summary>The rule: no lot passes the gate without what is asked of it, nor while it is stopped.</summary>
    public static Decision Decide(Lot lot, ReleaseRequirements requirements, DateOnly today, RecordedBy by) => lot switch
    {
        { ReleasedAt: not null } => Decision.Accept(),
        { Recall: not null } => Decision.Conflict("lot-recalled", "A recalled lot can't be released.", "已召回的批次不能放行。"),
        { Hold: not null } => Decision.Conflict("lot-held", "A held lot can't be released before the hold is lifted.", "暂控的批次在解控前不能放行。"),
        { LastDay: { } last } when last < today => Decision.Conflict("lot-expired", "The lot is past its shelf life.", "该批次已过保质期。"),
        _ when requirements.Missing(lot, today) is { Count: > 0 } missing => Lacking(missing),
        _ => Decision.Accept(new ReleasedToMarket(requirements.Support(lot, today), by)),
    };

    /// <summary>Serves it.</summary>
    public static void Map(IEndpointRouteBuilder lots) => lots.MapPost("/{gtin}/{number}/market-release", HandleAsync)
        .Opens(Operation.ReleaseToMarket)
        .WithSummary("Release a lot to the market")
        .WithDescription("409 `documents-missing` names in `documents` what the lot lacks. Which documents it needs is a setting of this ledger, by category, origin and day of entry.")
        .AnswersAboutLot()
        .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> HandleAsync(
        LotKey lot, Actor actor, LotStreams lots, LotAnswers answers, ReleaseRequirements requirements, TimeProvider clock, HttpContext context, CancellationToken cancel)
    {
        var by = RecordedBy.Of(actor);
        var outcome = await lots.ChangeAsync(
            lot, actor.To(Operation.ReleaseToMarket), current => Decide(current, requirements, ImportingCountryDay.Of(clock.GetUtcNow()), by),
            RequestIdentity.From(context, actor, []), cancel);
        return await answers.OfAsync(outcome, context, cancel);
    }

    private static Decision.Refused Lacking(IReadOnlyList<MissingDocument> missing)
    {
        var types = missing.Select(m => m.Type).ToList();
        return Decision.Conflict("documents-missing",
            $"Before its release the lot needs: {string.Join(", ", types)}.", $"放行前该批次还需要：{string.Join("、", types)}。") with
        {
            Details = new Dictionary<string, object?> { ["documents"] = missing },
        };
    }
}
