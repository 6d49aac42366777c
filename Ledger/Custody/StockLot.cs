using Lotmark.Ledger.Access;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Requests;

namespace Lotmark.Ledger.Custody;

/// <summary>Some of a lot was put on sale (EPCIS stocking, sellable_accessible).</summary>
/// <param name="Location">Shop.</param>
/// <param name="Place">That shop, as anybody may know it.</param>
/// <param name="Quantity">In the lot's unit; not public.</param>
/// <param name="At">When, with the offset of the place.</param>
/// <param name="By">Who recorded it.</param>
public sealed record LotStocked(string Location, PublicPlace Place, ConfidentialNumber Quantity, DateTimeOffset At, RecordedBy By) : ILotFact
{
    /// <inheritdoc />
    public Lot Apply(Lot lot, FactPlace place) => lot with { OnSale = true };
}

/// <summary>A shop puts some of a lot on the shelf.</summary>
public sealed record StockLot : Movement
{
    /// <summary>Shop (GLN or id).</summary>
    public string? Location { get; init; }

    /// <summary>How much.</summary>
    public decimal? Quantity { get; init; }

    /// <summary>Unit of the quantity (UN/ECE Recommendation 20); the lot's own when absent.</summary>
    public string? Uom { get; init; }

    /// <summary>When a request is well formed.</summary>
    public sealed class Validator : MovementValidator<StockLot>
    {
        /// <summary>Rules against the clock.</summary>
        public Validator(TimeProvider clock) : base(clock)
        {
            RuleFor(x => x.Location).Required();
            RuleFor(x => x.Quantity).Required().Positive();
            RuleFor(x => x.Uom).OneOf(LotCodes.Units);
        }
    }

    internal override IReadOnlyList<(string Field, string? Id)> Named => [("location", Location)];

    /// <summary>The rule: only what is there, released and fit to be sold goes on the shelf.</summary>
    public static Decision Decide(Lot lot, StockLot command, Scene scene)
    {
        if ((Moves.NotTheirs(lot, command.Location!, scene)
            ?? Moves.Stopped(lot, scene.Today)
            ?? Moves.Unreleased(lot)
            ?? Moves.BeforeEntry(lot, command.At!.Value)) is { } refused) return refused;
        if (Moves.InOwnUnit(lot, command.Quantity!.Value, command.Uom, out var quantity) is { } wrong) return wrong;
        return quantity > lot.Balances.OnHand(command.Location!)
            ? Moves.Exceeds(lot, command.Location!)
            : Decision.Accept(new LotStocked(command.Location!, scene.Places[command.Location!].Public, ConfidentialNumber.Seal(quantity), command.At!.Value, scene.By));
    }

    /// <summary>Serves it.</summary>
    public static void Map(IEndpointRouteBuilder lots) => lots.MapMovement<StockLot>("stock", Operation.StockLot, "Put some of a lot on sale", Decide);
}
