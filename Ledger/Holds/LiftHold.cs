using Lotmark.Ledger.Access;
using Lotmark.Ledger.Lots;

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
        ? Decision.Accept(new HoldLifted(command.Reason!, command.LegalBasis, RecordedBy.Of(actor)))
        : Decision.Conflict("not-held", "This lot is not on hold.", "该批次未处于暂控状态。");

    /// <summary>Serves it.</summary>
    public static void Map(IEndpointRouteBuilder lots) => lots.MapOrder<LiftHold>("release", Operation.LiftHold, "Lift the hold on a lot", Decide);
}
