using System.Globalization;
using System.Net;
using System.Xml.Linq;
using Lotmark.Scanner.Tests.Hosting;

namespace Lotmark.Scanner.Tests.Labels;

public sealed class LabelTests(ScannerHost host)
{
    [Theory]
    [InlineData("EC/VAN-0926.17")]
    [InlineData("ES+PK(26)/07")]
    [InlineData("100%")]
    [InlineData("a.svg")]
    [InlineData("!\"%&'()*+,:;<=>?_az")]
    [InlineData("WWWWWWWWWWWWWWWWWWWW")]
    public async Task A_label_reads_as_exactly_the_public_address(string lot)
    {
        var link = host.Register(Samples.Shrimp with { LotNumber = lot });

        using var response = await host.Get($"/labels/{link.Path}.png");

        Assert.Equal("image/png", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("ZBAR_QRCODE:" + link.Uri(ScannerHost.PublicUrl), await Decoder.Read(await Bytes(response)));
    }

    [Fact]
    public async Task The_drawn_label_shows_the_same_code_with_a_quiet_zone_of_four_modules()
    {
        var link = host.Register(Samples.Shrimp with { LotNumber = "DRAWN/1" });

        var label = await Label(link.Path);
        var page = await host.Open("/" + link.Path);

        var path = label.Descendants().Single(element => element.Name.LocalName == "path").Attribute("d")!.Value;
        Assert.Equal(page.QuerySelector("figure path:not(.ground)")!.GetAttribute("d"), path);
        Assert.StartsWith("M4 4h7v1H4z", path);
        var size = int.Parse(page.QuerySelector("figure svg")!.GetAttribute("viewBox")!.Split(' ')[2], CultureInfo.InvariantCulture);
        Assert.Equal("ZBAR_QRCODE:" + link.Uri(ScannerHost.PublicUrl), await Decoder.Read(Modules.OfPath(path, size).ToPbm()));
    }

    [Fact]
    public async Task The_drawn_label_says_in_words_what_it_is()
    {
        var label = await Label(host.Register(Samples.Shrimp with { LotNumber = "A&B<\"1\">" }).Path);

        Assert.Equal(
            ["扫码溯源", "Scan to trace", "虾蟹类", "Shrimp and crab", "(01) 09520123451189", "(10) A&B<\"1\">"],
            label.Elements().Where(element => element.Name.LocalName == "text").Select(text => text.Value));
    }

    [Theory]
    [InlineData("/labels/01/09520123451189/10/NOBODY-KNOWS.svg", HttpStatusCode.NotFound)]
    [InlineData("/labels/01/09520123451189/10/NOBODY-KNOWS.png", HttpStatusCode.NotFound)]
    [InlineData("/labels/01/09520123456789/10/A.png", HttpStatusCode.BadRequest)]
    [InlineData("/labels/01/09520123451189/10/NOBODY-KNOWS.bmp", HttpStatusCode.NotFound)]
    public async Task Nothing_is_printed_for_what_nobody_registered(string path, HttpStatusCode status)
    {
        using var response = await host.Get(path);

        Assert.Equal(status, response.StatusCode);
    }

    [Theory]
    [InlineData("svg")]
    [InlineData("png")]
    public async Task A_label_may_be_kept(string form)
    {
        var path = $"/labels/{host.Register(Samples.Shrimp with { LotNumber = "KEPT" }).Path}.{form}";
        using var first = await host.Get(path);

        using var again = await host.Get(path, ("If-None-Match", first.Headers.ETag!.Tag));

        Assert.True(first.Headers.CacheControl!.Public);
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
    }

    private async Task<XElement> Label(string linkPath)
    {
        using var response = await host.Get($"/labels/{linkPath}.svg");
        Assert.Equal("image/svg+xml", response.Content.Headers.ContentType!.MediaType);
        return XElement.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static async Task<byte[]> Bytes(HttpResponseMessage response) => await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
}
