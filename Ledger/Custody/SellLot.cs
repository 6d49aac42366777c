using FluentValidation;
using Lotmark.Ledger.Access;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Requests;

namespace Lotmark.Ledger.Custody;

/// <summary>Some of a lot was sold to consumers (EPCIS retail_selling, retail_sold).</summary>
/// <param name="Location">Shop.</param>
/// <param name="Place">That shop, as anybody may know it.</param>
/// <param name="Quantity">In the lot's unit; not public.</param>
/// <param name="Units">SSCCs of units sold whole; null for what was loose.</param>
/// <param name="At">When, with the offset of the place.</param>
/// <param name="By">Who recorded it.</param>
public sealed record LotSold(string Location, PublicPlace Place, ConfidentialNumber Quantity, IReadOnlyList<string>? Units, DateTimeOffset At, RecordedBy By) : ILotFact
{
    /// <inheritdoc />
    public Lot Apply(Lot lot, FactPlace place) => lot with { Balances = lot.Balances.SoldAt(Location, Quantity.Value, Units) };
}

/// <summary>A shop sold some of a lot, or all that it had.</summary>
public sealed record SellLot : Taking
{
    /// <summary>Shop (GLN or id).</summary>
    public string? Location { get; init; }

    /// <summary>When a request is well formed.</summary>
    public sealed class Validator : TakingValidator<SellLot>
    {
        /// <summary>Rules against the clock.</summary>
        public Validator(TimeProvider clock) : base(clock)
        {
            RuleFor(x => x.Location).Required();
        }
    }

    internal override IReadOnlyList<(string Field, string? Id)> Named => [("location", Location)];

    /// <summary>The rule: what is released and fit to be sold may be sold, and never more than is there.</summary>
    public static Decision Decide(Lot lot, SellLot command, Scene scene)
    {
        var location = command.Location!;
        if ((Moves.NotTheirs(lot, location, scene)
            ?? Moves.Stopped(lot, scene.Today)
            ?? Moves.Unreleased(lot)
            ?? Moves.BeforeEntry(lot, command.At!.Value)) is { } refused) return refused;

        var all = command is { Quantity: null, Units: null };
        IReadOnlyList<string>? units = all ? [.. lot.Balances.Units.Where(u => u.Value.Location == location).Select(u => u.Key)] : command.Units;
        if (Moves.Taken(lot, location, all ? null : command.Quantity, command.Uom, units, out var quantity) is { } wrong) return wrong;
        if (all) quantity = lot.Balances.OnHand(location);
        return quantity == 0
            ? Moves.Exceeds(lot, location)
            : Moves.Record(lot, new LotSold(location, scene.Places[location].Public, ConfidentialNumber.Seal(quantity), units is [] ? null : units, command.At!.Value, scene.By), location);
    }

    /// <summary>Serves it.</summary>
    public static void Map(IEndpointRouteBuilder lots) => lots.MapMovement<SellLot>("sell", Operation.SellLot, "Record that some of a lot, or all of it here, was sold", Decide);
}
