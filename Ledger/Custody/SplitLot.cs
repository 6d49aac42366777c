using FluentValidation;
using Lotmark.Ledger.Access;
using Lotmark.Ledger.Identifiers;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Requests;

namespace Lotmark.Ledger.Custody;

/// <summary>Pallets or other logistic units were made of a lot (EPCIS unpacking, packing). The lot code stays: no new one comes from handling.</summary>
/// <param name="Location">Where.</param>
/// <param name="Unit">The unit that was broken up; null for what was loose.</param>
/// <param name="Into">The units made.</param>
/// <param name="At">When, with the offset of the place.</param>
/// <param name="By">Who recorded it.</param>
public sealed record LotSplit(string Location, string? Unit, IReadOnlyList<LotSplit.Part> Into, DateTimeOffset At, RecordedBy By) : ICorrectedWithCare
{
    /// <summary>A unit and what of the lot is in it.</summary>
    public sealed record Part(string Unit, ConfidentialNumber Quantity);

    /// <summary>Units that moved on, were broken up or emptied are what they were.</summary>
    public Decision.Refused? Forbids(Lot lot, ILotFact? replacement) =>
        Into.FirstOrDefault(p => !lot.Balances.Units.TryGetValue(p.Unit, out var unit) || unit != new Unit(Location, p.Quantity.Value)) is { } gone ? Moves.MovedOn(gone.Unit) : null;

    /// <inheritdoc />
    public Lot Apply(Lot lot, FactPlace place) => lot with
    {
        Balances = lot.Balances.Split(Location, Unit, Into.Select(p => KeyValuePair.Create(p.Unit, p.Quantity.Value))),
    };
}

/// <summary>A holder makes units of what is loose, or breaks one unit up into several.</summary>
public sealed record SplitLot : Movement
{
    /// <summary>Location (GLN or id).</summary>
    public string? Location { get; init; }

    /// <summary>Unit to break up (SSCC); absent for what is loose.</summary>
    public string? Unit { get; init; }

    /// <summary>The units to make. Of a unit that is broken up they hold all; what is loose may stay so in part.</summary>
    public IReadOnlyList<Part>? Into { get; init; }

    /// <summary>One unit to make.</summary>
    public sealed record Part
    {
        /// <summary>Its SSCC.</summary>
        public string? Unit { get; init; }

        /// <summary>What of the lot is in it, in the lot's unit.</summary>
        public decimal? Quantity { get; init; }
    }

    /// <summary>When a request is well formed.</summary>
    public sealed class Validator : MovementValidator<SplitLot>
    {
        private const int MostParts = 200;

        /// <summary>Rules against the clock.</summary>
        public Validator(TimeProvider clock) : base(clock)
        {
            RuleFor(x => x.Location).Required();
            RuleFor(x => x.Unit).Check(Rules.FormOf<Sscc>);
            RuleFor(x => x.Into).Required().Check((_, parts) =>
                parts is null ? null
                : parts.Count is 0 or > MostParts ? new("units-count", $"Name 1 to {MostParts} units.", $"应填写1至{MostParts}个物流单元。")
                : parts.Where(p => p?.Unit is not null).GroupBy(p => p.Unit).Any(g => g.Count() > 1) ? new("unit-twice", "A unit is named twice.", "物流单元重复。")
                : null);
            RuleForEach(x => x.Into).ChildRules(part =>
            {
                part.RuleFor(p => p.Unit).Required().Check(Rules.FormOf<Sscc>);
                part.RuleFor(p => p.Quantity).Required().Positive();
            });
        }
    }

    internal override IReadOnlyList<(string Field, string? Id)> Named => [("location", Location)];

    /// <summary>The rule: parts add up to the unit that they were, or fit into what is loose.</summary>
    public static Decision Decide(Lot lot, SplitLot command, Scene scene)
    {
        if ((Moves.NotTheirs(lot, command.Location!, scene) ?? Moves.BeforeEntry(lot, command.At!.Value)) is { } refused) return refused;
        if (command.Into!.FirstOrDefault(p => p.Unit != command.Unit && lot.Balances.Units.ContainsKey(p.Unit!)) is { } taken)
            return Decision.Conflict("unit-exists", $"This lot has a unit {taken.Unit} already.", $"该批次已有物流单元 {taken.Unit}。");
        foreach (var part in command.Into!)
            if (Moves.InOwnUnit(lot, part.Quantity!.Value, null, out _) is { } wrong) return wrong;

        var sum = command.Into.Sum(p => p.Quantity!.Value);
        if (command.Unit is not null)
        {
            if (Moves.Taken(lot, command.Location!, null, null, [command.Unit], out var whole) is { } notHere) return notHere;
            if (sum != whole)
                return Decision.Conflict("quantities-differ", $"The parts hold {Moves.Told(sum, lot)}; unit {command.Unit} holds {Moves.Told(whole, lot)}.",
                    $"拆分后共{Moves.Told(sum, lot)}，与物流单元 {command.Unit} 的{Moves.Told(whole, lot)}不一致。");
        }
        else if (sum > lot.Balances.Loose(command.Location!)) return Moves.Exceeds(lot, command.Location!);
        return Decision.Accept(new LotSplit(
            command.Location!, command.Unit, [.. command.Into.Select(p => new LotSplit.Part(p.Unit!, ConfidentialNumber.Seal(p.Quantity!.Value)))], command.At!.Value, scene.By));
    }

    /// <summary>Serves it.</summary>
    public static void Map(IEndpointRouteBuilder lots) => lots.MapMovement<SplitLot>("split", Operation.SplitLot, "Make pallets or other units of a lot, or break one up", Decide);
}
