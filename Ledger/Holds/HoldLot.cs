using Lotmark.Ledger.Access;
using Lotmark.Ledger.Identifiers;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Requests;

namespace Lotmark.Ledger.Holds;

/// <summary>A lot was put on hold (EPCIS holding, persistent disposition unavailable).</summary>
/// <param name="Reason">Why.</param>
/// <param name="LegalBasis">The provision it rests on.</param>
/// <param name="By">Who ordered it.</param>
public sealed record LotHeld(string Reason, string? LegalBasis, RecordedBy By) : ILotFact
{
    /// <inheritdoc />
    public Lot Apply(Lot lot, FactPlace place) => lot with { Hold = new(Reason, LegalBasis, place.RecordedAt, By.Organisation) };
}

/// <summary>An authority stops a lot where it is while it is looked into.</summary>
public sealed record HoldLot : Order
{
    /// <summary>The rule: a lot is held once.</summary>
    public static Decision Decide(Lot lot, HoldLot command, Actor actor) => lot.Hold is null
        ? Decision.Accept(new LotHeld(command.Reason!, command.LegalBasis, new(actor.Organisation, actor.Key)))
        : Decision.Conflict("lot-held", "This lot is on hold already.", "该批次已处于暂控状态。");

    /// <summary>Serves it.</summary>
    public static void Map(IEndpointRouteBuilder lots) => lots.MapPost("/{gtin}/{number}/hold", HandleAsync)
        .Opens(Operation.HoldLot)
        .WithSummary("Put a lot on hold")
        .AnswersAboutLot();

    private static async Task<IResult> HandleAsync(
        LotKey lot, Valid<HoldLot> request, Actor actor, LotStreams lots, LotAnswers answers, HttpContext context, CancellationToken cancel)
    {
        var outcome = await lots.ChangeAsync(
            lot, actor.To(Operation.HoldLot), current => Decide(current, request.Value, actor), RequestIdentity.From(context, actor, request.BodyHash), cancel);
        return await answers.OfAsync(outcome, context, cancel);
    }
}
