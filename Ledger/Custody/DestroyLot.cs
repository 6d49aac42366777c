using Lotmark.Ledger.Access;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Requests;

namespace Lotmark.Ledger.Custody;

/// <summary>Some of a lot was destroyed (EPCIS destroying).</summary>
/// <param name="Location">Where it was, or <see cref="LotBalances.Port" />.</param>
/// <param name="Place">That location, as anybody may know it; null for the port.</param>
/// <param name="Quantity">In the lot's unit; not public.</param>
/// <param name="Units">SSCCs of units destroyed whole; null for what was loose.</param>
/// <param name="At">When, with the offset of the place.</param>
/// <param name="Reason">Why.</param>
/// <param name="Method">How: incineration, rendering, landfill …</param>
/// <param name="Reference">The document it rests on.</param>
/// <param name="By">Who recorded it.</param>
public sealed record LotDestroyed(
    string Location, PublicPlace? Place, ConfidentialNumber Quantity, IReadOnlyList<string>? Units, DateTimeOffset At, string Reason, string Method,
    Reference Reference, RecordedBy By) : ILotFact
{
    /// <inheritdoc />
    public Lot Apply(Lot lot, FactPlace place) => lot with { Balances = lot.Balances.DestroyedAt(Location, Quantity.Value, Units) };
}

/// <summary>A holder destroyed some of a lot. The one way out, beside a return, for lots that are held, recalled or expired.</summary>
public sealed record DestroyLot : Taking
{
    /// <summary>Location (GLN or id); <c>port</c>, the port of entry, when absent.</summary>
    public string? Location { get; init; }

    /// <summary>Why; stands in the public log.</summary>
    public string? Reason { get; init; }

    /// <summary>How; stands in the public log.</summary>
    public string? Method { get; init; }

    /// <summary>The document it rests on, such as a certificate of destruction.</summary>
    public ReferenceRequest? Reference { get; init; }

    /// <summary>When a request is well formed.</summary>
    public sealed class Validator : TakingValidator<DestroyLot>
    {
        /// <summary>Rules against the clock.</summary>
        public Validator(TimeProvider clock) : base(clock)
        {
            SaysHowMuch();
            RuleFor(x => x.Reason).Required().AtMost(300);
            RuleFor(x => x.Method).Required().AtMost(100);
            RuleFor(x => x.Reference).Document();
        }
    }

    internal override IReadOnlyList<(string Field, string? Id)> Named => [("location", LotBalances.UnlessPort(Location))];

    /// <summary>The rule: who has it may destroy what is there.</summary>
    public static Decision Decide(Lot lot, DestroyLot command, Scene scene)
    {
        var location = command.Location ?? LotBalances.Port;
        if ((Moves.NotTheirs(lot, location, scene) ?? Moves.BeforeEntry(lot, command.At!.Value)) is { } refused) return refused;
        return Moves.Taken(lot, location, command.Quantity, command.Uom, command.Units, out var quantity) is { } wrong ? wrong : Moves.Record(lot, new LotDestroyed(
            location, location == LotBalances.Port ? null : scene.Places[location].Public, ConfidentialNumber.Seal(quantity), command.Units, command.At!.Value,
            command.Reason!, command.Method!, command.Reference!.Sealed(), scene.By), location);
    }

    /// <summary>Serves it.</summary>
    public static void Map(IEndpointRouteBuilder lots) => lots.MapMovement<DestroyLot>("destroy", Operation.DestroyLot, "Record that some of a lot was destroyed", Decide);
}
