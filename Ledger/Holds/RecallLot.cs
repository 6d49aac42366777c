using Lotmark.Ledger.Access;
using Lotmark.Ledger.Lots;

namespace Lotmark.Ledger.Holds;

/// <summary>A lot was recalled (EPCIS holding, persistent disposition recalled).</summary>
/// <param name="Reason">Why.</param>
/// <param name="LegalBasis">The provision it rests on.</param>
/// <param name="By">Who ordered it.</param>
public sealed record LotRecalled(string Reason, string? LegalBasis, RecordedBy By) : ILotFact
{
    /// <inheritdoc />
    public Lot Apply(Lot lot, FactPlace place) => lot with { Recall = new(Reason, LegalBasis, place.RecordedAt, By.Organisation) };
}

/// <summary>An authority, or the importer itself, calls a lot back from everywhere.</summary>
public sealed record RecallLot : Order
{
    /// <summary>The rule: a lot is recalled once, by who answers for it.</summary>
    public static Decision Decide(Lot lot, RecallLot command, Actor actor) => lot switch
    {
        { Recall: not null } => Decision.Conflict("lot-recalled", "This lot is recalled already.", "该批次已被召回。"),
        _ when actor.Role is not (Role.Inspector or Role.Supervisor) && actor.Organisation != lot.Registrant => Decision.Forbid(
            "not-the-importer", "An importer recalls what it registered itself.", "进口商只能召回本单位登记的批次。"),
        _ => Decision.Accept(new LotRecalled(command.Reason!, command.LegalBasis, RecordedBy.Of(actor))),
    };

    /// <summary>Serves it.</summary>
    public static void Map(IEndpointRouteBuilder lots) => lots.MapOrder<RecallLot>("recall", Operation.RecallLot, "Recall a lot", Decide);
}
