using Lotmark.Ledger.Access;
using Lotmark.Ledger.Identifiers;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Requests;

namespace Lotmark.Ledger.Custody;

/// <summary>Units of a lot became one (EPCIS packing).</summary>
/// <param name="Location">Where.</param>
/// <param name="Units">The units that ended.</param>
/// <param name="Into">The unit that holds them; may be one of them.</param>
/// <param name="At">When, with the offset of the place.</param>
/// <param name="By">Who recorded it.</param>
public sealed record UnitsMerged(string Location, IReadOnlyList<string> Units, string Into, DateTimeOffset At, RecordedBy By) : ICorrectedWithCare
{
    /// <summary>A unit that moved on, was broken up or emptied is what it was.</summary>
    public Decision.Refused? Forbids(Lot lot, ILotFact? replacement) =>
        lot.Balances.Units.TryGetValue(Into, out var unit) && unit.Location == Location ? null : Moves.MovedOn(Into);

    /// <inheritdoc />
    public Lot Apply(Lot lot, FactPlace place) => lot with { Balances = lot.Balances.Merged(Location, Units, Into) };
}

/// <summary>A holder puts units of one lot together. Other lots keep their own codes: to make one lot of several is to repack.</summary>
public sealed record MergeUnits : Movement
{
    /// <summary>Location (GLN or id).</summary>
    public string? Location { get; init; }

    /// <summary>The units to put together (SSCC).</summary>
    public IReadOnlyList<string>? Units { get; init; }

    /// <summary>The unit that holds them then (SSCC).</summary>
    public string? Into { get; init; }

    /// <summary>What it must add up to, in the lot's unit; checked when given.</summary>
    public decimal? Quantity { get; init; }

    /// <summary>When a request is well formed.</summary>
    public sealed class Validator : MovementValidator<MergeUnits>
    {
        /// <summary>Rules against the clock.</summary>
        public Validator(TimeProvider clock) : base(clock)
        {
            RuleFor(x => x.Location).Required();
            RuleFor(x => x.Units).Required().UnitCodes().Check((_, units) => units is { Count: 1 }
                ? new("units-count", "Name at least two units.", "应至少填写两个物流单元。") : null);
            RuleFor(x => x.Into).Required().Check(Rules.FormOf<Sscc>);
            RuleFor(x => x.Quantity).Positive();
        }
    }

    internal override IReadOnlyList<(string Field, string? Id)> Named => [("location", Location)];

    /// <summary>The rule: all units stand here, and nothing is lost between them.</summary>
    public static Decision Decide(Lot lot, MergeUnits command, Scene scene)
    {
        if ((Moves.NotTheirs(lot, command.Location!, scene) ?? Moves.BeforeEntry(lot, command.At!.Value)) is { } refused) return refused;
        if (!command.Units!.Contains(command.Into) && lot.Balances.Units.ContainsKey(command.Into!))
            return Decision.Conflict("unit-exists", $"This lot has a unit {command.Into} already.", $"该批次已有物流单元 {command.Into}。");
        return Moves.Taken(lot, command.Location!, command.Quantity, null, command.Units!, out _) is { } wrong
            ? wrong
            : Decision.Accept(new UnitsMerged(command.Location!, command.Units!, command.Into!, command.At!.Value, scene.By));
    }

    /// <summary>Serves it.</summary>
    public static void Map(IEndpointRouteBuilder lots) => lots.MapMovement<MergeUnits>("merge", Operation.MergeLot, "Put units of a lot together into one", Decide);
}
