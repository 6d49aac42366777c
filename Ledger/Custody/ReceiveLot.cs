using Lotmark.Ledger.Access;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Requests;

namespace Lotmark.Ledger.Custody;

/// <summary>Some of a lot arrived (EPCIS receiving; FSMA 204 receiving, 21 CFR 1.1345). What was counted stands beside what was shipped.</summary>
/// <param name="Shipment">The shipment it came with; null for what is taken in from the port.</param>
/// <param name="Location">Where it arrived.</param>
/// <param name="Place">That location, as anybody may know it.</param>
/// <param name="Quantity">As counted, in the lot's unit; not public.</param>
/// <param name="At">When, with the offset of the place.</param>
/// <param name="TemperatureC">Measured at the handover, °C (GB 31605).</param>
/// <param name="TemperatureOf">Of the product or of the air.</param>
/// <param name="Reference">The document it rests on.</param>
/// <param name="Note">What else was noticed; not public.</param>
/// <param name="By">Who recorded it.</param>
public sealed record LotReceived(
    string? Shipment, string Location, PublicPlace Place, ConfidentialNumber Quantity, DateTimeOffset At, decimal TemperatureC, string TemperatureOf,
    Reference Reference, Confidential? Note, RecordedBy By) : ILotFact
{
    /// <inheritdoc />
    public Lot Apply(Lot lot, FactPlace place)
    {
        var shipped = Shipment is null || !lot.Balances.Shipments.TryGetValue(Shipment, out var shipment) ? null : shipment;
        return lot with
        {
            Balances = Shipment is null ? lot.Balances.TakenIn(Location, By.Organisation, Quantity.Value) : lot.Balances.Arrived(Shipment, Location, Quantity.Value, At),
            FirstStation = lot.FirstStation ?? Location,
            Discrepancies = lot.Discrepancies
                .AddRange(shipped is null || shipped.Quantity == Quantity.Value ? [] : [new(place.Version, "quantity", Location, By.Organisation, shipped.Quantity, Quantity.Value)])
                .AddRange(HandoverTemperature.Check(lot, place, Location, By.Organisation, TemperatureC)),
        };
    }
}

/// <summary>A receiver confirms a shipment with what it counted and measured; or the importer takes some of the lot in from the port.</summary>
public sealed record ReceiveLot : Movement
{
    /// <summary>Number of the shipment; absent when the importer takes the goods in from the port itself.</summary>
    public string? Shipment { get; init; }

    /// <summary>Location where it arrived (GLN or id).</summary>
    public string? Location { get; init; }

    /// <summary>How much, as counted.</summary>
    public decimal? Quantity { get; init; }

    /// <summary>Unit of the quantity (UN/ECE Recommendation 20); the lot's own when absent.</summary>
    public string? Uom { get; init; }

    /// <summary>Temperature at the handover, °C.</summary>
    public decimal? TemperatureC { get; init; }

    /// <summary>product or air; product when absent.</summary>
    public string? TemperatureOf { get; init; }

    /// <summary>The document it rests on.</summary>
    public ReferenceRequest? Reference { get; init; }

    /// <summary>What else was noticed, e.g. crushed cartons; kept from the public.</summary>
    public string? Note { get; init; }

    /// <summary>When a request is well formed.</summary>
    public sealed class Validator : MovementValidator<ReceiveLot>
    {
        /// <summary>Rules against the clock.</summary>
        public Validator(TimeProvider clock) : base(clock)
        {
            RuleFor(x => x.Shipment).AtMost(50);
            RuleFor(x => x.Location).Required();
            RuleFor(x => x.Quantity).Required().Check((_, quantity) => quantity < 0
                ? new("negative", "A count can't be less than 0.", "数量不能小于0。") : null);
            RuleFor(x => x.Uom).OneOf(LotCodes.Units);
            RuleFor(x => x.TemperatureC).HandoverTemperature();
            RuleFor(x => x.TemperatureOf).OneOf(MovementRules.TakenOf);
            RuleFor(x => x.Reference).Document();
            RuleFor(x => x.Note).AtMost(500);
        }
    }

    internal override IReadOnlyList<(string Field, string? Id)> Named => [("location", Location)];

    /// <summary>The rule: a shipment is confirmed once, by whom it was sent to. Goods under a hold may arrive; nothing moves on its own.</summary>
    public static Decision Decide(Lot lot, ReceiveLot command, Scene scene)
    {
        if ((Moves.NotTheirs(lot, command.Location!, scene)
            ?? Moves.BeforeEntry(lot, command.At!.Value)
            ?? (command.Shipment is { } number ? NotForThem(lot, number, command.At.Value, scene) : Moves.NotTheirs(lot, LotBalances.Port, scene))) is { } refused) return refused;
        if (Moves.InOwnUnit(lot, command.Quantity!.Value, command.Uom, out var quantity) is { } wrong) return wrong;
        if (command.Shipment is null && quantity == 0) return Decision.Conflict("nothing-received", "Taking in nothing is no event.", "收货数量为0，无需登记。");
        return Moves.Record(lot, new LotReceived(
            command.Shipment, command.Location!, scene.Places[command.Location!].Public, ConfidentialNumber.Seal(quantity), command.At!.Value, command.TemperatureC!.Value,
            command.TemperatureOf ?? "product", command.Reference!.Sealed(), Confidential.SealIfGiven(command.Note), scene.By), LotBalances.Port);
    }

    private static Decision.Refused? NotForThem(Lot lot, string number, DateTimeOffset at, Scene scene) =>
        !lot.Balances.Shipments.TryGetValue(number, out var shipment) || shipment.ToOrganisation != scene.Actor.Organisation
            ? Decision.Conflict("shipment-unknown", $"No shipment {number} of this lot is on its way to this organisation.", $"没有发往本单位的运单 {number}。")
        : shipment.Arrived
            ? Decision.Conflict("shipment-confirmed", $"Shipment {number} was confirmed already. To change what was recorded, record a correction.", $"运单 {number} 已确认收货。如需更改，请提交更正。")
        : at < shipment.ShippedAt
            ? Decision.Conflict("before-shipping", $"Shipment {number} left later than that.", $"收货时间早于运单 {number} 的发货时间。")
        : null;

    /// <summary>Serves it.</summary>
    public static void Map(IEndpointRouteBuilder lots) => lots.MapMovement<ReceiveLot>("receive", Operation.ReceiveLot, "Confirm a shipment, or take a lot in from the port", Decide);
}
