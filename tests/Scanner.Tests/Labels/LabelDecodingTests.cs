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
    public async Task Every_form_is_read_however_it_is_held_and_badly_as_it_is_seen() =>
        await EveryFormIsReadAsync(async pictures => [.. (await Decoder.Read(pictures, Changes)).Select(row => row.Select(text => text.Replace("ZBAR_QRCODE:", "", StringComparison.Ordinal)).ToArray())]);

    [Fact]
    public async Task Every_form_is_read_so_by_zbarimg_as_well()
    {
        Assert.SkipUnless(OnPath("zbarimg"), "zbarimg is not on the PATH: apt-get install zbar-tools");
        await EveryFormIsReadAsync(pictures => Decoder.ReadWithZbarimg(pictures, Changes));
    }

    private async Task EveryFormIsReadAsync(Func<List<byte[]>, Task<string[][]>> decode)
    {
        DigitalLink[] lots = [host.Register(Samples.Shrimp), host.Register(Samples.Shrimp with { LotNumber = "\"<&>'/%+?!=(),;:*/0O" })];
        var labels = (from form in PrintedLabels.Forms from size in PrintedLabels.Sizes from lot in lots select (form, size, lot)).ToList();
        List<byte[]> pictures = [];
        foreach (var (form, size, lot) in labels) pictures.Add(await host.Picture(lot, form, size));

        var read = await decode(pictures);

        var table = labels.Zip(read).SelectMany(row => Changes.Zip(row.Second, (change, text) =>
            (row.First.form, row.First.size, row.First.lot, change, decoded: text == row.First.lot.Uri(ScannerHost.PublicUrl)))).ToList();
        output.WriteLine($"{"form",-12}{"size",-8}{"lot",-22}{string.Join("  ", Changes)}");
        foreach (var row in table.GroupBy(cell => (cell.form, cell.size, cell.lot)))
            output.WriteLine($"{row.Key.form,-12}{row.Key.size,-8}{row.Key.lot.LotNumber,-22}{string.Join("  ", row.Select(cell => (cell.decoded ? "yes" : "NO").PadRight(cell.change.Length)))}");
        output.WriteLine($"{table.Count(cell => cell.decoded)} of {table.Count} decoded");
        Assert.DoesNotContain(table, cell => !cell.decoded);
    }

    private static bool OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

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
