using Lotmark.Ledger.Access;
using Lotmark.Ledger.Identifiers;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Requests;

namespace Lotmark.Ledger.Holds;

/// <summary>The hold on a lot ended.</summary>
/// <param name="Reason">Why.</param>
/// <param name="LegalBasis">The provision it rests on.</param>
/// <param name="By">Who ordered it.</param>
public sealed record HoldLifted(string Reason, string? LegalBasis, RecordedBy By) : ILotFact
{
    /// <inheritdoc />
    public Lot Apply(Lot lot, FactPlace place) => lot with { Hold = null };
}

/// <summary>An authority lets a lot go that was on hold.</summary>
public sealed record LiftHold : Order
{
    /// <summary>The rule: only a hold that stands is lifted.</summary>
    public static Decision Decide(Lot lot, LiftHold command, Actor actor) => lot.Hold is not null
        ? Decision.Accept(new HoldLifted(command.Reason!, command.LegalBasis, new(actor.Organisation, actor.Key)))
        : Decision.Conflict("not-held", "This lot is not on hold.", "该批次未处于暂控状态。");

    /// <summary>Serves it.</summary>
    public static void Map(IEndpointRouteBuilder lots) => lots.MapPost("/{gtin}/{number}/release", HandleAsync)
        .Opens(Operation.LiftHold)
        .WithSummary("Lift the hold on a lot")
        .AnswersAboutLot();

    private static async Task<IResult> HandleAsync(
        LotKey lot, Valid<LiftHold> request, Actor actor, LotStreams lots, LotAnswers answers, HttpContext context, CancellationToken cancel)
    {
        var outcome = await lots.ChangeAsync(
            lot, actor.To(Operation.LiftHold), current => Decide(current, request.Value, actor), RequestIdentity.From(context, actor, request.BodyHash), cancel);
        return await answers.OfAsync(outcome, context, cancel);
    }
}
