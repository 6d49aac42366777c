using Lotmark.Ledger.Custody;
using Lotmark.Ledger.Identifiers;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Tables;

namespace Lotmark.Ledger.Interchange.Exports;

/// <summary>The electronic sortable spreadsheet of FSMA 204 (21 CFR 1.1455): a row for each critical tracking event of a lot, for a transformation one for each of its inputs.</summary>
internal static class Fsma204
{
    private const string Harvest = "As declared at registration; empty where it was not.";

    private static readonly IReadOnlyList<Column<Row>> Columns =
    [
        Text("CTE", "Critical tracking event: receiving, shipping or transformation. First land-based receiving is not recorded in this ledger: lots enter it when they are imported, so no row says so.", r => r.Event),
        Text("Traceability Lot Code", "Lot number as printed on the pack; together with the GTIN it names the lot. Of a transformation that of the lot made.", r => r.Lot.Number.Value),
        Text("Product Description", "Product name, brand, species, pack size and pack style. Empty for a lot that who asked is no party to.", r => r.About is { } about ? EnglishWords.Product(about) : null),
        Text("GTIN", "Global Trade Item Number, 14 digits.", r => r.Lot.Gtin.Value),
        Column<Row>.Number("Quantity", "How much was received, shipped or made.", r => r.Quantity),
        Text("Unit of Measure", "Unit of the quantity.", r => r.About is { } about ? EnglishWords.Unit(about.Uom) : null),
        Column<Row>.Day("Event Date", "Day at the place of the event.", r => r.Day),
        .. Location("Location", "the place where the event happened", "", r => r.Here),
        .. Location("Previous Source", "the immediate previous source", " Receiving only. Of what was taken in at the port of entry it is the exporter abroad, of whom only name and country are recorded.", r => r.From),
        .. Location("Subsequent Recipient", "the place that it was shipped to", " Shipping only. Of what left the country again only the country is recorded.", r => r.To),
        .. Location("TLC Source", "the place where the traceability lot code was assigned", " Of an imported lot it is the manufacturer abroad, of whom only name and country are recorded; of a repacked lot the place where it was made.", r => r.Source),
        Text("TLC Source Reference", "Address of the lot's own record (GS1 Digital Link), which leads to the source of its code.", r => r.SourceReference),
        Text("Input TLC", "Lot number of what was used. Transformation only: a row for each input.", r => r.Input?.Lot.Number.Value),
        Text("Input GTIN", "GTIN of what was used.", r => r.Input?.Lot.Gtin.Value),
        Text("Input Product Description", "Product name, brand, species, pack size and pack style of what was used.", r => r.Input?.About is { } about ? EnglishWords.Product(about) : null),
        Column<Row>.Number("Input Quantity", "How much of it was used.", r => r.Input?.Quantity),
        Text("Input Unit of Measure", "Unit of that quantity.", r => r.Input?.About is { } about ? EnglishWords.Unit(about.Uom) : null),
        Column<Row>.Day("Harvest Date From", $"First day of harvest or catch. {Harvest}", r => r.About?.HarvestDate),
        Column<Row>.Day("Harvest Date To", $"Last day of harvest or catch; the first where there was one alone. {Harvest}", r => r.About?.HarvestDateTo ?? r.About?.HarvestDate),
        Text("Harvest Location (FAO area)", "FAO major fishing area. Not recorded in this ledger: always empty.", _ => null),
        Column<Row>.Day("Landing Date", "Day of first land-based receiving. Not recorded in this ledger: always empty.", _ => null),
        Text("Reference Document Type", "Kind of document that the event rests on.", r => EnglishWords.Document(r.Reference.Type)),
        Text("Reference Document Number", "Number of that document.", r => r.Reference.Number.Value),
        Text("Event ID", "Names the event in this ledger: the lot and the number of the event within it.", r => r.Told.Event),
        Text("Corrected By", "Names the event that corrects this one. A row with something here does not count any more: what counts stands in the row with that Event ID, or nowhere where the event is declared not to have happened.", r => r.Told.CorrectedBy),
    ];

    /// <summary>The export.</summary>
    public static readonly Export Export = Export.Of("fsma204", WorkbookWords.English, Columns, Rows);

    private static IEnumerable<Row> Rows(LotHistory history, ExportScene scene)
    {
        var lot = history.Lot!;
        var about = lot.Description;
        // What was made here was given its code here; all others brought theirs along.
        var source = history.Facts[0].Fact is LotRepacked begun ? Site.Of(begun.Location, scene) : Site.Abroad(about.OverseasManufacturer.Name, about.OriginCountry);
        var shipments = new Dictionary<string, LotShipped>();
        foreach (var (_, fact) in history.InForce())
            if (fact is LotShipped sent) shipments[sent.Shipment] = sent;

        foreach (var told in ToldFact.Of(history, scene.Permit.Actor))
            switch (told.Fact)
            {
                case LotReceived received:
                    yield return Of(told, "receiving", received.At, received.Quantity.Value, received.Reference) with
                    {
                        Here = Site.Of(received.Location, scene),
                        From = received.Shipment is null ? Site.Abroad(about.Exporter.Name, about.ExportCountry)
                            : shipments.TryGetValue(received.Shipment, out var shipment) ? Site.Of(shipment.From, about, scene) : null,
                    };
                    break;
                case LotShipped shipped:
                    yield return Of(told, "shipping", shipped.At, shipped.Quantity.Value, shipped.Reference) with { Here = Site.Of(shipped.From, about, scene), To = Site.Of(shipped.To, scene) };
                    break;
                case LotReexported returned:
                    yield return Of(told, "shipping", returned.At, returned.Quantity.Value, returned.Reference) with
                    {
                        Here = Site.Of(returned.Location, about, scene),
                        To = Site.Abroad(null, returned.DestinationCountry),
                    };
                    break;
                case LotRepacked made:
                    foreach (var used in made.From)
                        yield return Of(told, "transformation", made.At, about.Quantity, made.Reference) with
                        {
                            Here = source,
                            Input = new(LotKey.FromPath(used.Lot), scene.About(used.Lot), used.Quantity.Value),
                        };
                    break;
                case LotUsed used:
                    foreach (var into in used.Into.Where(into => !TellsItself(into, scene)))
                        yield return new(told, "transformation", LotKey.FromPath(into), scene.About(into), DayOf(used.At), scene.About(into)?.Quantity, used.Reference)
                        {
                            Here = Site.Of(used.Location, scene),
                            Source = Site.Of(used.Location, scene),
                            SourceReference = Reference(into, scene),
                            Input = new(LotKey.FromPath(history.Id), about, used.Quantity.Value),
                        };
                    break;
            }

        Row Of(ToldFact told, string name, DateTimeOffset at, decimal quantity, Reference reference) =>
            new(told, name, LotKey.FromPath(history.Id), about, DayOf(at), quantity, reference) { Source = source, SourceReference = Reference(history.Id, scene) };
    }

    // A transformation is told once: by the lot that was made, where that one is given out as well and may be read.
    private static bool TellsItself(string made, ExportScene scene) =>
        scene.Exported.Contains(made) && scene.Bound.GetValueOrDefault(made) is { Lot: { } lot } history && lot.IsOpenTo(scene.Permit) && history.MayReadInFull(1, scene.Permit.Actor);

    private static string Reference(string lot, ExportScene scene) => scene.Address.Of($"/{lot}?linkType=gs1:traceability");

    private static DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(at.DateTime);

    private static Column<Row> Text(string title, string meaning, Func<Row, string?> value) => Column<Row>.Text(title, meaning, value);

    private static IEnumerable<Column<Row>> Location(string title, string whose, string more, Func<Row, Site?> site) => Site.Columns.Select(part => new Column<Row>(
        part.Head with { Title = $"{title} {part.Head.Title}", Meaning = $"{part.Head.Meaning} of {whose}.{more} Empty where it is not recorded." }, row => site(row) is { } known ? part.Value(known) : default));

    private sealed record Row(ToldFact Told, string Event, LotKey Lot, LotDescription? About, DateOnly Day, decimal? Quantity, Reference Reference)
    {
        public Site? Here { get; init; }

        public Site? From { get; init; }

        public Site? To { get; init; }

        public Site? Source { get; init; }

        public string? SourceReference { get; init; }

        public Used? Input { get; init; }
    }

    private sealed record Used(LotKey Lot, LotDescription? About, decimal Quantity);
}
