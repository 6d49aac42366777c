using Lotmark.Scanner.Tests.Hosting;

namespace Lotmark.Scanner.Tests.Pages;

public sealed class HostileValuesTests(ScannerHost host)
{
    // Their own product: other tests look at the name of the usual one.
    private const string Gtin = "09520123458881";

    private const string Attack = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>";

    [Fact]
    public async Task Markup_in_any_text_of_a_lot_stays_text()
    {
        var page = await host.Open("/" + host.Register(Samples.Shrimp with
        {
            Gtin = Gtin,
            LotNumber = "\"><script>",
            ProductName = new(Attack, Attack + "2"),
            Brand = Attack,
            Species = Attack,
            Category = Attack,
            PackSize = Attack,
            PackStyle = Attack,
            ExportCountry = Attack,
            OriginCountry = Attack,
            PortOfEntry = Attack,
            TransportMode = Attack,
            Importer = new(new(Attack, Attack), Attack, Attack),
            Manufacturer = new(Attack, Attack),
            Exporter = Attack,
            DeclarationLastFour = Attack,
            CertificateLastFour = Attack,
            Proof = Samples.Final with { Contract = Attack, Transaction = Attack },
        }).Path);

        Assert.Empty(page.QuerySelectorAll("script:not([type=module][src^='/verify/']), img:not([src^='/code/01/'][alt='本批次的溯源码']), [onerror]"));
        Assert.Equal(Attack, page.QuerySelector("h1")!.TextContent);
        Assert.Equal("\"><script>", page.QuerySelector(".lot")!.TextContent);
    }

    [Theory]
    [InlineData("/01/09520123456788/10/%22%3E%3Cscript%3E")]
    [InlineData("/01/%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E/10/A")]
    [InlineData("/01/09520123456788/10/%5C%22%3E%3Cimg%20src=x%3E")]
    [InlineData("/01/09520123456788/10/A?lang=%22%3E%3Cscript%3E&%3Cscript%3E=%22onload%3D1&q=%27%22")]
    public async Task Markup_in_an_address_stays_text(string path)
    {
        var page = await host.Open(path);

        Assert.Empty(page.QuerySelectorAll("script, img"));
        Assert.All(page.QuerySelectorAll("nav a"), link => Assert.StartsWith("?", link.GetAttribute("href")));
    }

    [Fact]
    public async Task A_name_of_150_characters_and_one_of_two_are_shown_whole()
    {
        var name = string.Concat(Enumerable.Repeat("冻南美白虾带头带壳去肠线单冻盒装", 10))[..150];

        var large = await host.Open("/" + host.Register(Samples.Shrimp with { Gtin = Gtin, LotNumber = "NAME-150", ProductName = new(name, null) }).Path);
        var small = await host.Open("/" + host.Register(Samples.Shrimp with { Gtin = Gtin, LotNumber = "NAME-2", ProductName = new(null, "Ox") }).Path);

        Assert.Equal(name, large.QuerySelector("h1.long")!.TextContent);
        Assert.Equal("Ox", small.QuerySelector("h1:not(.long)")!.TextContent);
        Assert.Null(small.QuerySelector(".second"));
    }

    [Fact]
    public async Task A_query_of_any_length_is_not_echoed_for_ever()
    {
        var page = await host.Open("/01/09520123456788/10/A?x=" + new string('y', 6000));

        Assert.Equal("?lang=en", page.QuerySelector("nav a[lang=en]")!.GetAttribute("href"));
    }
}
