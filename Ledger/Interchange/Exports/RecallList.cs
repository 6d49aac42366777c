using Lotmark.Ledger.Access;
using Lotmark.Ledger.Identifiers;
using Lotmark.Ledger.Inspection.Desk;
using Lotmark.Ledger.Inspection.Recalls;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Tables;

namespace Lotmark.Ledger.Interchange.Exports;

/// <summary>The recall list of an order: every place that one of its lots reached, how much of it is where, whom to call there, and what became of it.</summary>
internal static class RecallList
{
    /// <summary>A place that a lot reached.</summary>
    /// <param name="Place">What the order knows of it.</param>
    /// <param name="Location">The registered place; null for the port of entry.</param>
    /// <param name="Notice">What its holder was told; null when it was told nothing.</param>
    public sealed record Row(RecallView.Place Place, Location? Location, RecallNotice? Notice);

    /// <summary>The rows of an order.</summary>
    public static IEnumerable<Row> Rows(RecallView view, IReadOnlyDictionary<string, Location> locations)
    {
        var notices = view.Notices.ToDictionary(n => n.Organisation);
        return view.Places.Select(p => new Row(p, locations.GetValueOrDefault(p.Location), notices.GetValueOrDefault(p.Organisation)));
    }

    /// <summary>Its columns, in a language.</summary>
    public static IReadOnlyList<Column<Row>> Columns(DeskSetting say, IReadOnlyDictionary<string, Location> locations)
    {
        return
        [
            Text("Lot number", "批次号", "As printed on the pack.", "包装上的批次号。", r => LotKey.FromPath(r.Place.Lot).Number.Value),
            Text("GTIN", "GTIN", "Global Trade Item Number, 14 digits.", "商品条码，14位。", r => LotKey.FromPath(r.Place.Lot).Gtin.Value),
            Text("Product", "产品", "Name of the product.", "产品名称。", r => say.Name(r.Place.Product.Zh, r.Place.Product.En)),
            Text("Place", "地点", "Every place that the lot reached, or is on its way to.", "该批次到达或正在运往的地点。", r => r.Place.Location == LotBalances.Port ? say["Port of entry", "入境口岸"] : r.Place.Name is { } name ? say.Name(name.Zh, name.En) : r.Place.Location),
            Text("Place GLN or id", "地点GLN或编号", "By which it is registered; empty for the port of entry.", "登记的编号；入境口岸为空。", r => r.Location?.Id),
            Text("Address", "地址", "Street address, or latitude and longitude.", "街道地址或经纬度。", r => r.Location is { } at ? Site.AddressOf(at) : null),
            Text("City", "城市", "City.", "城市。", r => r.Location?.City),
            Text("Region", "省（州）", "Province, state or region.", "省、州或地区。", r => r.Location?.Region),
            Text("Postal code", "邮政编码", "Postal code.", "邮政编码。", r => r.Location?.PostalCode),
            Text("Country", "国家（地区）", "ISO 3166-1 alpha-2.", "ISO 3166-1 两位代码。", r => r.Location?.Country),
            Text("Holder", "持有单位", "Who holds it there.", "在该地点持有的单位。", r => r.Place.OrganisationName is { } name ? say.Name(name.Zh, name.En) : r.Place.Organisation),
            Text("Contact", "联系电话", "Phone number of the place.", "该地点的电话。", r => r.Place.Phone),
            Number("Received", "收到", "Came there.", "该地点收到的数量。", r => r.Place.Received),
            Number("Left", "余量", "Is there, or on its way there.", "在该地点或正在运往该地点的数量。", r => r.Place.Left),
            Number("Sold", "已售", "Was sold to consumers.", "已售给消费者的数量。", r => r.Place.Sold),
            Number("Destroyed", "已销毁", "Was destroyed.", "已销毁的数量。", r => r.Place.Destroyed),
            Number("Re-exported", "已退运", "Was sent back out of the country.", "已退运出境的数量。", r => r.Place.Returned),
            Text("Unit", "单位", "Unit of these quantities.", "上述数量的单位。", r => Words.Unit(r.Place.Uom, say)),
            Number("Left, kg", "余量（千克）", "What is left, in kilograms.", "余量的重量。", r => r.Place.LeftKg),
            Column<Row>.Instant(say["Notified at (UTC)", "通知时间（UTC）"], say["Since when the order stands in the holder's list; empty while it is only proposed.", "持有单位收到指令的时间；指令未执行时为空。"], r => r.Notice?.NotifiedAt),
            Column<Row>.Instant(say["Acknowledged at (UTC)", "确认时间（UTC）"], say["When the holder confirmed that it knows; empty while it did not.", "持有单位确认知悉的时间；未确认的为空。"], r => r.Notice?.AcknowledgedAt),
            Text("Holder said", "单位说明", "What it said with that.", "确认时的说明。", r => r.Notice?.Note),
            Text("Disposed how", "处置方式", "What was done with it there: how much was destroyed by which method, sent out of the country or sent back, and when. Empty while nothing was.", "该地点的处置：销毁（方式）、退运或退回的数量和日期；尚无处置的为空。", r => string.Join("; ", r.Place.Disposed.Select(d => RecallWords.Disposal(d, r.Place.Uom, id => locations.GetValueOrDefault(id)?.Name, say)))),
        ];

        Column<Row> Text(string en, string zh, string meaning, string meaningZh, Func<Row, string?> value) => Column<Row>.Text(say[en, zh], say[meaning, meaningZh], value);

        Column<Row> Number(string en, string zh, string meaning, string meaningZh, Func<Row, decimal?> value) => Column<Row>.Number(say[en, zh], say[meaning, meaningZh], value);
    }

    /// <summary>The places that an order names.</summary>
    public static IEnumerable<string> Named(RecallView view) =>
        view.Places.Select(p => p.Location).Concat(view.Places.SelectMany(p => p.Disposed).Where(d => d.Kind == DisposalKind.SentBack).Select(d => d.How)).Where(l => l != LotBalances.Port);
}
