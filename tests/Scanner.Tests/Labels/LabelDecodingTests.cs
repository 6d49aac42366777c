using Lotmark.Scanner.DigitalLinks;
using Lotmark.Scanner.Tests.Hosting;

namespace Lotmark.Scanner.Tests.Labels;

public sealed class LabelDecodingTests(ScannerHost host, ITestOutputHelper output)
{
    private static readonly string[] Changes =
    [
        Decoder.AsPrinted, "blurred", "turned by 5°", "turned by 45°", "turned by 90°", "turned by 180°", "half as large", "blurred, turned, smaller",
    ];

    [Fact]
    public async Task Every_form_is_read_however_it_is_held_and_badly_as_it_is_seen()
    {
        DigitalLink[] lots = [host.Register(Samples.Shrimp), host.Register(Samples.Shrimp with { LotNumber = "\"<&>'/%+?!=(),;:*/0O" })];
        var labels = (from form in PrintedLabels.Forms from size in PrintedLabels.Sizes from lot in lots select (form, size, lot)).ToList();
        List<byte[]> pictures = [];
        foreach (var (form, size, lot) in labels) pictures.Add(await host.Picture(lot, form, size));

        var read = await Decoder.Read(pictures, Changes);

        var table = labels.Zip(read).SelectMany(row => Changes.Zip(row.Second, (change, text) =>
            (row.First.form, row.First.size, row.First.lot, change, decoded: text == "ZBAR_QRCODE:" + row.First.lot.Uri(ScannerHost.PublicUrl)))).ToList();
        output.WriteLine($"{"form",-12}{"size",-8}{"lot",-22}{string.Join("  ", Changes)}");
        foreach (var row in table.GroupBy(cell => (cell.form, cell.size, cell.lot)))
            output.WriteLine($"{row.Key.form,-12}{row.Key.size,-8}{row.Key.lot.LotNumber,-22}{string.Join("  ", row.Select(cell => (cell.decoded ? "yes" : "NO").PadRight(cell.change.Length)))}");
        Assert.DoesNotContain(table, cell => !cell.decoded);
    }

    [Fact]
    public async Task Every_character_of_a_lot_number_comes_through_in_every_form()
    {
        var lots = CharacterSet82.Characters.Chunk(DigitalLink.LongestLotNumber).Select(part => host.Register(Samples.Shrimp with { LotNumber = new(part) })).ToList();
        var labels = (from form in PrintedLabels.Forms from size in PrintedLabels.Sizes from lot in lots select (form, size, lot)).ToList();
        List<byte[]> pictures = [];
        foreach (var (form, size, lot) in labels) pictures.Add(await host.Picture(lot, form, size));

        var read = await Decoder.Read(pictures, [Decoder.AsPrinted]);

        Assert.All(labels.Zip(read), label => Assert.Equal("ZBAR_QRCODE:" + label.First.lot.Uri(ScannerHost.PublicUrl), label.Second.Single()));
    }
}
