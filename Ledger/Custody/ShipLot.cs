using System.Text.Json.Serialization;
using Lotmark.Ledger.Access;
using Lotmark.Ledger.Identifiers;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Requests;

namespace Lotmark.Ledger.Custody;

/// <summary>Some of a lot left one location for another (EPCIS shipping; FSMA 204 shipping, 21 CFR 1.1340).</summary>
/// <param name="Shipment">Number by which the receiver confirms it.</param>
/// <param name="From">Location it left, or <see cref="LotBalances.Port" />.</param>
/// <param name="FromPlace">That location, as anybody may know it; null for the port.</param>
/// <param name="To">Location it goes to.</param>
/// <param name="ToPlace">That location, as anybody may know it.</param>
/// <param name="ToOrganisation">Organisation that runs it.</param>
/// <param name="Quantity">In the lot's unit; not public.</param>
/// <param name="Units">SSCCs of the units shipped; null when it is loose.</param>
/// <param name="At">When it left, with the offset of the place.</param>
/// <param name="TemperatureC">Measured at the handover, °C (GB 31605).</param>
/// <param name="TemperatureOf">Of the product or of the air.</param>
/// <param name="Carrier">Who carries it.</param>
/// <param name="Reference">The document it rests on.</param>
/// <param name="ContractNo">Sales contract; not public.</param>
/// <param name="Return">Whether it goes back where it came from.</param>
/// <param name="By">Who recorded it.</param>
public sealed record LotShipped(
    string Shipment, string From, PublicPlace? FromPlace, string To, PublicPlace ToPlace, string ToOrganisation, ConfidentialNumber Quantity, IReadOnlyList<string>? Units,
    DateTimeOffset At, decimal TemperatureC, string TemperatureOf, string? Carrier, Reference Reference, Confidential? ContractNo, bool? Return, RecordedBy By) : IHandover, ICorrectedWithCare
{
    /// <inheritdoc />
    [JsonIgnore]
    public string OtherSide => ToOrganisation;

    /// <summary>What its receiver confirmed goes where it went.</summary>
    public Decision.Refused? Forbids(Lot lot, ILotFact? replacement) =>
        lot.Balances.Shipments.TryGetValue(Shipment, out var shipment) && shipment.Arrived
        && (replacement is not LotShipped other || other.Shipment != Shipment || other.To != To || other.At > shipment.ArrivedAt)
            ? Decision.Conflict("confirmed-by-receiver", $"Shipment {Shipment} was confirmed by its receiver: its number and destination stand, and it left before it arrived.",
                $"运单 {Shipment} 已由收货方确认：运单号和收货地不能更改，发货时间不能晚于收货时间。")
            : null;

    /// <inheritdoc />
    public Lot Apply(Lot lot, FactPlace place) => lot with
    {
        Balances = lot.Balances.Shipped(Shipment, new(From, By.Organisation, To, ToOrganisation, Quantity.Value, At), Units),
        LastShipment = Shipment,
        Distributed = lot.Distributed || (lot.ReleasedAt is not null && Return is not true && ToOrganisation != lot.Registrant),
        Discrepancies = lot.Discrepancies.AddRange(HandoverTemperature.Check(lot, place, From, By.Organisation, TemperatureC)),
    };
}

/// <summary>A holder hands some of a lot to another location. It is under way until the receiver confirms it.</summary>
public sealed record ShipLot : Taking
{
    /// <summary>Number of the shipment, e.g. of the despatch advice; one is given when absent.</summary>
    public string? Shipment { get; init; }

    /// <summary>Location it leaves (GLN or id); <c>port</c>, the port of entry, when absent.</summary>
    public string? From { get; init; }

    /// <summary>Location it goes to (GLN or id).</summary>
    public string? To { get; init; }

    /// <summary>Temperature at the handover, °C.</summary>
    public decimal? TemperatureC { get; init; }

    /// <summary>product or air; product when absent.</summary>
    public string? TemperatureOf { get; init; }

    /// <summary>Who carries it.</summary>
    public string? Carrier { get; init; }

    /// <summary>The document it rests on.</summary>
    public ReferenceRequest? Reference { get; init; }

    /// <summary>Number of the sales contract; kept from the public.</summary>
    public string? ContractNo { get; init; }

    /// <summary>Whether this is a return to the importer or to whom it came from: the only way for a lot that is held, recalled or expired.</summary>
    public bool? Return { get; init; }

    /// <summary>When a request is well formed.</summary>
    public sealed class Validator : TakingValidator<ShipLot>
    {
        /// <summary>Rules against the clock.</summary>
        public Validator(TimeProvider clock) : base(clock)
        {
            RuleFor(x => x.Shipment).AtMost(50);
            RuleFor(x => x.To).Required();
            SaysHowMuch();
            RuleFor(x => x.TemperatureC).HandoverTemperature();
            RuleFor(x => x.TemperatureOf).OneOf(MovementRules.TakenOf);
            RuleFor(x => x.Carrier).AtMost(100);
            RuleFor(x => x.Reference).Document();
            RuleFor(x => x.ContractNo).AtMost(50);
        }
    }

    internal override IReadOnlyList<(string Field, string? Id)> Named => [("from", LotBalances.UnlessPort(From)), ("to", To)];

    /// <summary>The rule: who has it may hand on what is there, unless the lot must stay where it is.</summary>
    public static Decision Decide(Lot lot, ShipLot command, Scene scene)
    {
        var (from, to) = (command.From ?? LotBalances.Port, scene.Places[command.To!]);
        if ((Moves.NotTheirs(lot, from, scene)
            ?? (command.Return is true ? NoReturn(lot, to, scene) : Moves.Stopped(lot, scene.Today) ?? NotOnTheMarket(lot, to))
            ?? Moves.BeforeEntry(lot, command.At!.Value)
            ?? (from == command.To ? Decision.Conflict("same-location", "It is there already: from and to are the same location.", "发货地与收货地相同。") : null)
            ?? (lot.Balances.Shipments.ContainsKey(command.Shipment!)
                ? Decision.Conflict("shipment-exists", $"This lot has a shipment {command.Shipment} already.", $"该批次已有运单 {command.Shipment}。") : null)) is { } refused) return refused;
        if (Moves.Taken(lot, from, command.Quantity, command.Uom, command.Units, out var quantity) is { } wrong) return wrong;
        return Moves.Record(lot, new LotShipped(
            command.Shipment!, from, from == LotBalances.Port ? null : scene.Places[from].Public, to.Location.Id, to.Public, to.Organisation.Id, ConfidentialNumber.Seal(quantity), command.Units,
            command.At!.Value, command.TemperatureC!.Value, command.TemperatureOf ?? "product", command.Carrier, command.Reference!.Sealed(),
            Confidential.SealIfGiven(command.ContractNo), command.Return, scene.By), from);
    }

    private static Decision.Refused? NoReturn(Lot lot, Place to, Scene scene) =>
        to.Organisation.Id == lot.Registrant
        || lot.Balances.Shipments.Values.Any(s => s.ToOrganisation == scene.Actor.Organisation && s.FromOrganisation == to.Organisation.Id)
            ? null
            : Decision.Conflict("not-a-return", "A return goes to the importer, or to an organisation that shipped some of this lot here.", "退回只能发往进口商或曾向本单位发货的单位。");

    // Until it is released a lot waits at its importer's, or in a cold store.
    private static Decision.Refused? NotOnTheMarket(Lot lot, Place to) =>
        lot.ReleasedAt is not null || to.Organisation.Id == lot.Registrant || to.Organisation.Kind == OrganisationKind.ColdStore ? null : Moves.Unreleased(lot);

    /// <summary>Serves it.</summary>
    public static void Map(IEndpointRouteBuilder lots) => lots.MapPost("/{gtin}/{number}/ship", HandleAsync)
        .OfUseCase<ShipLot>(Operation.ShipLot, "Ship some of a lot to another location");

    private static async Task<IResult> HandleAsync(
        LotKey lot, Valid<ShipLot> request, Actor actor, CustodyDesk desk, HttpContext context, CancellationToken cancel)
    {
        // Given once: the rule may be asked again.
        var command = request.Value with { Shipment = request.Value.Shipment is { Length: > 0 } number ? number : $"S-{Guid.CreateVersion7():N}"[..18] };
        return await desk.TakeAsync(lot, actor.To(Operation.ShipLot), request, (current, scene) => Decide(current, command, scene), context, cancel,
            (current, answer) => answer with { Shipment = current.LastShipment });
    }
}
