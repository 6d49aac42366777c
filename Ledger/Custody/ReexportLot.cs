using Lotmark.Ledger.Access;
using Lotmark.Ledger.Identifiers;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Requests;

namespace Lotmark.Ledger.Custody;

/// <summary>Some of a lot left the country again (退运; EPCIS shipping, returned).</summary>
/// <param name="Location">Where it was, or <see cref="LotBalances.Port" />.</param>
/// <param name="Place">That location, as anybody may know it; null for the port.</param>
/// <param name="Quantity">In the lot's unit; not public.</param>
/// <param name="Units">SSCCs of units that left whole; null for what was loose.</param>
/// <param name="At">When, with the offset of the place.</param>
/// <param name="DestinationCountry">Where it goes.</param>
/// <param name="Reason">Why.</param>
/// <param name="Reference">The document it rests on.</param>
/// <param name="By">Who recorded it.</param>
public sealed record LotReexported(
    string Location, PublicPlace? Place, ConfidentialNumber Quantity, IReadOnlyList<string>? Units, DateTimeOffset At, CountryCode DestinationCountry, string Reason,
    Reference Reference, RecordedBy By) : ILotFact
{
    /// <inheritdoc />
    public Lot Apply(Lot lot, FactPlace place) => lot with { Balances = lot.Balances.ReturnedFrom(Location, Quantity.Value, Units) };
}

/// <summary>A holder sends some of a lot out of the country.</summary>
public sealed record ReexportLot : Taking
{
    /// <summary>Location (GLN or id); <c>port</c>, the port of entry, when absent.</summary>
    public string? Location { get; init; }

    /// <summary>Where it goes (ISO 3166-1 alpha-2).</summary>
    public string? DestinationCountry { get; init; }

    /// <summary>Why; stands in the public log.</summary>
    public string? Reason { get; init; }

    /// <summary>The document it rests on, such as the export declaration.</summary>
    public ReferenceRequest? Reference { get; init; }

    /// <summary>When a request is well formed.</summary>
    public sealed class Validator : TakingValidator<ReexportLot>
    {
        /// <summary>Rules against the clock.</summary>
        public Validator(TimeProvider clock) : base(clock)
        {
            SaysHowMuch();
            RuleFor(x => x.DestinationCountry).Required().Check(Rules.FormOf<CountryCode>).Check((_, country) => country == "CN"
                ? new("not-abroad", "A re-export leaves the importing country.", "退运目的地应在境外。") : null);
            RuleFor(x => x.Reason).Required().AtMost(300);
            RuleFor(x => x.Reference).Document();
        }
    }

    internal override IReadOnlyList<(string Field, string? Id)> Named => [("location", LotBalances.UnlessPort(Location))];

    /// <summary>The rule: who has it may send what is there back abroad.</summary>
    public static Decision Decide(Lot lot, ReexportLot command, Scene scene)
    {
        var location = command.Location ?? LotBalances.Port;
        if ((Moves.NotTheirs(lot, location, scene) ?? Moves.BeforeEntry(lot, command.At!.Value)) is { } refused) return refused;
        return Moves.Taken(lot, location, command.Quantity, command.Uom, command.Units, out var quantity) is { } wrong ? wrong : Moves.Record(lot, new LotReexported(
            location, location == LotBalances.Port ? null : scene.Places[location].Public, ConfidentialNumber.Seal(quantity), command.Units, command.At!.Value,
            Identifier.Parse<CountryCode>(command.DestinationCountry), command.Reason!, command.Reference!.Sealed(), scene.By), location);
    }

    /// <summary>Serves it.</summary>
    public static void Map(IEndpointRouteBuilder lots) => lots.MapMovement<ReexportLot>("reexport", Operation.ReexportLot, "Record that some of a lot left the country again", Decide);
}
