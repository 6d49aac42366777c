using Lotmark.Ledger.Custody;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Tables;

namespace Lotmark.Ledger.Interchange.Exports;

/// <summary>What accompanies food of animal origin by Implementing Regulation (EU) No 931/2011, article 3: a row for each consignment, which is a shipment of a lot.</summary>
internal static class Eu931
{
    private const string NotOfAnimals = "fruitVeg";
    private const string Owners = "Whose goods these are is not recorded in this ledger: always empty.";

    private static readonly IReadOnlyList<Column<Row>> Columns =
    [
        Column<Row>.Text("Food Description", "Product name, brand, species, pack size and pack style. Consignments of fruit and vegetables are left out: the Regulation is about food of animal origin.", r => EnglishWords.Product(r.About)),
        Column<Row>.Number("Quantity", "How much was dispatched.", r => r.Shipment.Quantity.Value),
        Column<Row>.Text("Unit of Measure", "Unit of the quantity.", r => EnglishWords.Unit(r.About.Uom)),
        Column<Row>.Text("Dispatching Operator Name", "Food business operator from which it was dispatched.", r => r.FromName),
        Column<Row>.Text("Dispatching Operator Address", "Address of the place that it left; from the port of entry the operator's registered address, empty where none is recorded.", r => r.FromAddress),
        Column<Row>.Text("Consignor (Owner) Name", $"Owner, where it is another than the dispatching operator. {Owners}", _ => null),
        Column<Row>.Text("Consignor (Owner) Address", $"Address of that owner. {Owners}", _ => null),
        Column<Row>.Text("Receiving Operator Name", "Food business operator to which it was dispatched.", r => r.ToName),
        Column<Row>.Text("Receiving Operator Address", "Address of the place that it went to.", r => r.ToAddress),
        Column<Row>.Text("Consignee (Owner) Name", $"Owner, where it is another than the receiving operator. {Owners}", _ => null),
        Column<Row>.Text("Consignee (Owner) Address", $"Address of that owner. {Owners}", _ => null),
        Column<Row>.Text("Lot Reference", "Lot number as printed on the pack.", r => r.About.LotNumber.Value),
        Column<Row>.Text("GTIN", "Global Trade Item Number, 14 digits.", r => r.About.Gtin.Value),
        Column<Row>.Text("Consignment Reference", "Number of the shipment, by which its receiver confirmed it.", r => r.Shipment.Shipment),
        Column<Row>.Day("Dispatch Date", "Day on which it left, at the place that it left.", r => DateOnly.FromDateTime(r.Shipment.At.DateTime)),
        Column<Row>.Text("Event ID", "Names the event in this ledger that tells it so: the lot and the number of the event within it. What was corrected stands here as it was corrected.", r => r.Event),
    ];

    /// <summary>The export.</summary>
    public static readonly Export Export = Export.Of("eu931", WorkbookWords.English, Columns, Rows);

    private static IEnumerable<Row> Rows(LotHistory history, ExportScene scene)
    {
        var about = history.Lot!.Description;
        if (about.Category == NotOfAnimals) yield break;
        foreach (var told in ToldFact.InForce(history, scene.Permit.Actor))
            if (told.Fact is LotShipped shipped)
                yield return new(about, shipped, told.Event)
                {
                    FromName = scene.NameOf(shipped.By.Organisation),
                    FromAddress = shipped.From == LotBalances.Port ? scene.Organisations.GetValueOrDefault(shipped.By.Organisation)?.Address : Site.Of(shipped.From, scene).FullAddress,
                    ToName = scene.NameOf(shipped.ToOrganisation),
                    ToAddress = Site.Of(shipped.To, scene).FullAddress,
                };
    }

    private sealed record Row(LotDescription About, LotShipped Shipment, string Event)
    {
        public required string FromName { get; init; }

        public required string? FromAddress { get; init; }

        public required string ToName { get; init; }

        public required string ToAddress { get; init; }
    }
}
