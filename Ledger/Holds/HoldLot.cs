using Lotmark.Ledger.Access;
using Lotmark.Ledger.Lots;

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
        ? Decision.Accept(new LotHeld(command.Reason!, command.LegalBasis, RecordedBy.Of(actor)))
        : Decision.Conflict("lot-held", "This lot is on hold already.", "该批次已处于暂控状态。");

    /// <summary>Serves it.</summary>
    public static void Map(IEndpointRouteBuilder lots) => lots.MapOrder<HoldLot>("hold", Operation.HoldLot, "Put a lot on hold", Decide);
}
