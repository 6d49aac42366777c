using Lotmark.Ledger.Access;
using Lotmark.Ledger.Custody;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Tables;

namespace Lotmark.Ledger.Interchange.Exports;

/// <summary>
/// The record of imports and sales that an importer keeps by the Food Safety Law of China, article 98: a row for each delivery of an imported lot to a
/// buyer, and one for a lot of which nothing was delivered yet. Cold stores keep it for the importer: what they hand on is the importer's delivery.
/// </summary>
internal static class ChinaImportRecords
{
    private static readonly IReadOnlyList<Column<Row>> Columns =
    [
        Text("食品名称", "产品名称。", r => r.About.ProductName.Zh ?? r.About.ProductName.En),
        Text("规格", "包装规格及包装形式。", r => $"{r.About.PackSize} {r.About.PackStyle}"),
        Column<Row>.Number("进口数量", "该批次进口的数量。", r => r.About.Quantity),
        Text("计量单位", "进口数量和交货数量的单位；按件计量的为“件”。", r => Unit(r.About.Uom)),
        Column<Row>.Number("件数", "该批次进口的件数。", r => r.About.PackageCount),
        Column<Row>.Number("净重（千克）", "该批次进口的净重。", r => r.About.NetWeightKg),
        Column<Row>.Day("生产日期", "生产日期；连续生产多日的为首日。", r => r.About.ProductionDate),
        Column<Row>.Day("生产日期止", "连续生产多日的末日；仅一日的为空。", r => r.About.ProductionDateTo),
        Text("生产批号", "包装上的生产批次号。", r => r.About.LotNumber.Value),
        Text("商品条码", "GTIN，14位。", r => r.About.Gtin.Value),
        Column<Row>.Day("保质期至", "保质期最后一日。", r => r.LastDay),
        Column<Row>.Number("保质期（天）", "登记时以天数填写的保质期；以日期填写的为空。", r => r.About.ShelfLifeDays),
        Column<Row>.Day("入境日期", "入境日期。", r => r.About.EntryDate),
        Text("进口商名称", "进口商。", r => r.About.Importer.Name.Zh ?? r.About.Importer.Name.En),
        Text("进口商统一社会信用代码", "18位。", r => r.About.Importer.Uscc.Value),
        Text("境外出口商名称", "境外出口商。", r => r.About.Exporter.Name),
        Text("境外出口商地址", "本账本未记录，始终为空；输出国家（地区）见下一列。", _ => null),
        Text("输出国家（地区）", "ISO 3166-1 两位代码。", r => r.About.ExportCountry.Value),
        Text("境外出口商联系方式", "本账本未记录，始终为空。", _ => null),
        Text("购货者名称", "已交货的，为收货单位；尚未交货的，为登记时申报的购货者，未申报或无权查看的为空。", r => r.Buyer),
        Text("购货者地址", "收货单位的登记地址；未登记的，为收货地点的地址。尚未交货或无权查看的为空。", r => r.BuyerAddress),
        Text("购货者联系方式", "收货地点的电话。尚未交货或无权查看的为空。", r => r.BuyerContact),
        Column<Row>.Number("交货数量", "向该购货者发出的数量。尚未交货或无权查看的为空。", r => r.Delivery?.Quantity.Value),
        Column<Row>.Day("交货日期", "收货方确认收货的日期；尚未确认的，为发货日期。尚未交货或无权查看的为空。", r => r.DeliveredOn),
        Text("记录编号", "本账本中记录该次交货的事件；尚未交货或无权查看的为空。更正过的事件按更正后的内容列出。", r => r.Event),
    ];

    /// <summary>The export.</summary>
    public static readonly Export Export = Export.Of("cn-import-records", WorkbookWords.Chinese, Columns, Rows);

    private static IEnumerable<Row> Rows(LotHistory history, ExportScene scene)
    {
        // What was repacked here was imported under another number.
        if (history.Facts[0].Fact is LotRepacked) yield break;
        var (lot, deliveries, told) = (history.Lot!, DeliveriesOf(history, scene), false);
        foreach (var fact in ToldFact.InForce(history, scene.Permit.Actor))
        {
            if (fact.Fact is not LotShipped shipped || !deliveries.Contains(shipped.Shipment)) continue;
            told = true;
            var buyer = scene.Organisations.GetValueOrDefault(shipped.ToOrganisation);
            var place = scene.Locations.GetValueOrDefault(shipped.To);
            yield return new(lot.Description, lot.LastDay)
            {
                Delivery = shipped,
                Event = fact.Event,
                Buyer = buyer?.Name.Zh ?? buyer?.Name.En ?? shipped.ToOrganisation,
                BuyerAddress = buyer?.Address ?? AddressOf(place),
                BuyerContact = place?.Phone,
                DeliveredOn = DateOnly.FromDateTime((lot.Balances.Shipments.TryGetValue(shipped.Shipment, out var shipment) ? shipment.ArrivedAt ?? shipped.At : shipped.At).DateTime),
            };
        }
        if (!told) yield return new(lot.Description, lot.LastDay) { Buyer = lot.MayBeReadInFullBy(scene.Permit.Actor) ? lot.Description.Buyers?.Value : null };
    }

    // The shipments by which it left the hands of its importer, or of cold stores that had it from there, for somebody who does more than keep it.
    private static HashSet<string> DeliveriesOf(LotHistory history, ExportScene scene)
    {
        var registrant = history.Lot!.Registrant;
        var (keeping, deliveries) = (new HashSet<string> { registrant }, new HashSet<string>());
        foreach (var (_, fact) in history.InForce())
        {
            if (fact is not LotShipped shipped || shipped.ToOrganisation == registrant) continue;
            var (fromImporter, to) = (keeping.Contains(shipped.By.Organisation), shipped.ToOrganisation);
            if (scene.Organisations.GetValueOrDefault(to)?.Kind is not OrganisationKind.ColdStore)
            {
                if (fromImporter) deliveries.Add(shipped.Shipment);
            }
            else if (fromImporter)
            {
                keeping.Add(to);
            }
            else
            {
                keeping.Remove(to); // it keeps it for a buyer now
            }
        }
        return deliveries;
    }

    private static string? AddressOf(Location? place) => place is null ? null
        : string.Concat(place.Region, place.City, place.StreetAddress is null ? "" : $" {place.StreetAddress}", place.PostalCode is null ? "" : $" {place.PostalCode}");

    private static string Unit(string? uom) => uom switch
    {
        "KGM" => "千克",
        "GRM" => "克",
        "LBR" => "磅",
        "TNE" => "吨",
        null => "件",
        _ => uom,
    };

    private static Column<Row> Text(string title, string meaning, Func<Row, string?> value) => Column<Row>.Text(title, meaning, value);

    private sealed record Row(LotDescription About, DateOnly? LastDay)
    {
        public LotShipped? Delivery { get; init; }

        public string? Event { get; init; }

        public string? Buyer { get; init; }

        public string? BuyerAddress { get; init; }

        public string? BuyerContact { get; init; }

        public DateOnly? DeliveredOn { get; init; }
    }
}
