using System.Net;
using CsCheck;
using Lotmark.Scanner.DigitalLinks;
using Lotmark.Scanner.Lots;
using Lotmark.Scanner.Tests.Hosting;

namespace Lotmark.Scanner.Tests.Scan;

/// <summary>What a code says, through the page that is asked with it.</summary>
public sealed class ScannedCodeTests(ScannerHost host)
{
    private const string Lot = "/01/09520123451189/10/EC%2FVAN-0926.17";
    private const char Separator = '\u001d';

    private static readonly Gen<DigitalLink> Links =
        from digits in Gen.Char['0', '9'].Array[13]
        from lot in Gen.String[Gen.Char[CharacterSet82.Characters], 1, 20]
        where lot is not ("." or "..")
        select new DigitalLink(new string(digits) + CheckDigit.Of(digits), lot);

    [Theory]
    // addresses
    [InlineData("https://t.example.com/01/09520123451189/10/EC%2FVAN-0926.17")]
    [InlineData("HTTPS://T.EXAMPLE.COM/01/09520123451189/10/EC%2fVAN%2D0926.17")]
    [InlineData("http://t.example.com/01/09520123451189/10/EC%2FVAN-0926.17")]
    [InlineData("  https://t.example.com/01/09520123451189/10/EC%2FVAN-0926.17\r\n")]
    [InlineData("https://t.example.com/01/09520123451189/10/EC%2FVAN-0926.17/?17=280916#top")]
    [InlineData("https://t.example.com/shop/01/09520123451189/10/EC%2FVAN-0926.17")]
    [InlineData("https://t.example.com/01/09520123451189/22/2A/10/EC%2FVAN-0926.17")]
    [InlineData("t.example.com/01/09520123451189/10/EC%2FVAN-0926.17")]
    [InlineData("//t.example.com/01/09520123451189/10/EC%2FVAN-0926.17")]
    [InlineData("/01/09520123451189/10/EC%2FVAN-0926.17")]
    [InlineData("01/09520123451189/10/EC%2FVAN-0926.17")]
    // element strings
    [InlineData("(01)09520123451189(10)EC/VAN-0926.17")]
    [InlineData("(01) 09520123451189 (10) EC/VAN-0926.17 (17) 280916")]
    [InlineData("(10)EC/VAN-0926.17(01)09520123451189")]
    [InlineData("（01）０９５２０１２３４５１１８９（10）EC／VAN-0926.17")]
    [InlineData("010952012345118910EC/VAN-0926.17")]
    [InlineData("0109520123451189\u001d10EC/VAN-0926.17")]
    [InlineData("]Q3010952012345118910EC/VAN-0926.17\u001d3103024000")]
    [InlineData("]d2\u001d17280916010952012345118910EC/VAN-0926.17")]
    [InlineData("]C110EC/VAN-0926.17\u001d0109520123451189")]
    [InlineData("010952012345118917280916392249\u241d10EC/VAN-0926.17")]
    public async Task A_code_of_a_lot_leads_to_the_lots_page_here(string code)
    {
        using var answer = await Ask(code);

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Equal(Lot, answer.Headers.Location!.OriginalString);
    }

    [Theory]
    [InlineData("https://t.example.com/01/09520123451189/10/EC%2FVAN-0926.17/21/0001", "0001")]
    [InlineData("https://t.example.com/01/09520123451189/22/2A/10/EC%2FVAN-0926.17/21/A%2fB", "A%2FB")]
    [InlineData("(01)09520123451189(10)EC/VAN-0926.17(21)A/B", "A%2FB")]
    [InlineData("]Q3010952012345118910EC/VAN-0926.17\u001d310302400021SERIAL", "SERIAL")]
    public async Task A_code_of_one_item_leads_to_the_items_page_here(string code, string serial)
    {
        using var answer = await Ask(code);

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Equal($"{Lot}/21/{serial}", answer.Headers.Location!.OriginalString);
    }

    [Theory]
    [InlineData("(01)09520123451189(10)A(B)", "A(B)")]
    [InlineData("(01)09520123451189(10)A(1)", "A(1)")]
    [InlineData(@"(01)09520123451189(10)A\(10)", "A(10)")]
    [InlineData("(01)09520123451189(10)a b", null)]
    public async Task Brackets_in_a_lot_number_are_a_part_of_it_unless_they_name_an_element(string code, string? lot)
    {
        using var answer = await Ask(code);

        Assert.Equal(lot is null ? null : "/" + new DigitalLink("09520123451189", lot).Path, answer.Headers.Location?.OriginalString);
    }

    [Fact]
    public Task Every_lot_is_read_back_from_each_of_its_forms() => Links.SampleAsync(async link =>
    {
        foreach (var code in (string[])
        [
            link.Uri(ScannerHost.PublicUrl), link.Path, $"]Q301{link.Gtin}10{link.LotNumber}", $"01{link.Gtin}10{link.LotNumber}{Separator}17280916",
            $"(01){link.Gtin}(10){link.LotNumber.Replace("(", @"\(", StringComparison.Ordinal)}(17)280916",
        ])
        {
            using var answer = await Ask(code);
            Assert.Equal($"/{link.Path}", answer.Headers.Location?.OriginalString);
        }
    }, iter: 60);

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("javascript://t.example.com/01/09520123451189/10/A")]
    [InlineData("data:text/html,/01/09520123451189/10/A")]
    [InlineData("ftp://t.example.com/01/09520123451189/10/A")]
    [InlineData("https://evil.example/?next=/01/09520123451189/10/A")]
    [InlineData("https://evil.example/#/01/09520123451189/10/A")]
    [InlineData("https://evil.example/")]
    [InlineData("https:///01/09520123451189/10/A")]
    [InlineData("https://t.example.com/api/lots")]
    [InlineData("https://t.example.com\\01\\09520123451189\\10\\A")]
    [InlineData("/\\evil.example")]
    [InlineData("https://t.example.com/01/09520123451189/10/A/../../..")]
    [InlineData("(00)106141412345678908")]
    [InlineData("(01)09520123451189(10)A(10)B")]
    [InlineData("(01)09520123451189(10)A trailing (")]
    [InlineData("WIFI:S:shop;T:WPA;P:secret;;")]
    [InlineData("]Q3")]
    [InlineData("你好")]
    [InlineData("<script>alert(1)</script>")]
    public async Task Whatever_else_a_code_says_is_shown_as_text_and_leads_nowhere(string code)
    {
        using var answer = await Ask(code);
        var page = await host.Open(Path(code), "en");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Null(answer.Headers.Location);
        Assert.NotEmpty(page.QuerySelector("#code-wrong")!.TextContent);
        Assert.Equal(code, page.QuerySelector(".standing .lot")!.TextContent);
        Assert.DoesNotContain(page.QuerySelectorAll("main a"), link => link.GetAttribute("href") != "/");
    }

    [Fact]
    public Task No_text_leads_to_another_host() => Gen.OneOf(
        Gen.String,
        Gen.Select(Gen.OneOf<string>("/", "//", "\\", "https://", "http:", "(01)", "01", "]Q3", ""), Gen.OneOf<string>("evil.example", "t.example.com", "@evil.example", "09520123451189", "%2f%2fevil.example"),
            Gen.OneOf<string>("/01/09520123451189/10/", "/01/09520123451189/", "(10)", "10", "/"), Gen.String[0, 8], (a, b, c, d) => a + b + c + d)).SampleAsync(async code =>
    {
        using var answer = await Ask(code);
        Assert.InRange((int)answer.StatusCode, 200, 400);
        if (answer.Headers.Location is { } location) Assert.Matches("^/01/[0-9]{14}/10/[A-Za-z0-9._~%-]+$", location.OriginalString);
    }, iter: 300);

    [Theory]
    [InlineData("https://evil.example/01/09520123451189/10/EC%2FVAN-0926.17", "evil.example")]
    [InlineData("https://t.example.com@evil.example/01/09520123451189/10/EC%2FVAN-0926.17", "evil.example")]
    [InlineData("https://t.example.com:8443/01/09520123451189/10/EC%2FVAN-0926.17", "t.example.com:8443")]
    [InlineData("https://t.exаmple.com/01/09520123451189/10/EC%2FVAN-0926.17", "t.xn--exmple-4nf.com")] // a Cyrillic letter
    [InlineData("id.gs1.org/01/09520123451189/10/EC%2FVAN-0926.17", "id.gs1.org")]
    public async Task A_lot_at_another_site_is_looked_up_here_and_the_site_is_named(string code, string site)
    {
        host.Register(Samples.Shrimp);

        using var answer = await Ask(code);
        var page = await host.Open(Path(code), "en");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var said = page.QuerySelector(".answer")!;
        Assert.Contains($"another site, {site}.", said.TextContent);
        Assert.Contains("This lot is registered here: No warning.", said.TextContent);
        Assert.Contains("Frozen whiteleg shrimp", said.TextContent);
        Assert.Equal([Lot], page.QuerySelectorAll("main a").Select(link => link.GetAttribute("href")));
    }

    [Fact]
    public async Task A_lot_at_another_site_that_is_recalled_is_said_to_be()
    {
        host.Register(Samples.Shrimp with { LotNumber = "RECALLED-1", Status = LotStatus.Recalled });

        Assert.Contains("Recalled. Do not eat", (await host.Open(Path("https://evil.example/01/09520123451189/10/RECALLED-1"), "en")).QuerySelector(".answer")!.TextContent);
    }

    [Fact]
    public async Task A_lot_at_another_site_that_is_not_registered_here_is_said_to_be_unknown() =>
        Assert.Contains("没有在本站登记", (await host.Open(Path("https://evil.example/01/09520123451189/10/NOBODY-KNOWS"))).QuerySelector(".answer")!.TextContent);

    [Theory]
    [InlineData("https://t.example.com/01/09520123451188/10/A", "check digit")]
    [InlineData("https://t.example.com/01/09520123451189/10/A%20B", "not allowed")]
    [InlineData("https://t.example.com/01/09520123451189/10/%zz", "percent")]
    [InlineData("(01)09520123451188(10)A", "check digit")]
    [InlineData("(01)0952012345118(10)A", "14 digits")]
    [InlineData("(01)09520123451189(10)", "missing")]
    [InlineData("(01)09520123451189(10)123456789012345678901", "20 characters")]
    [InlineData("", "Nothing")]
    [InlineData("   ", "Nothing")]
    public async Task A_mistake_in_a_code_is_named(string code, string reason)
    {
        using var answer = await Ask(code);
        var page = await host.Open(Path(code), "en");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(reason, page.QuerySelector("#code-wrong")!.TextContent);
    }

    [Theory]
    [InlineData("https://t.example.com/01/09520123451189")]
    [InlineData("https://t.example.com/01/09520123451189/")]
    [InlineData("(01)09520123451189(17)280916")]
    [InlineData("0109520123451189")]
    [InlineData("9520123451189")]
    public async Task A_code_of_a_product_asks_for_the_lot_number_alone(string code)
    {
        var page = await host.Open(Path(code), "en");

        Assert.Equal("09520123451189", page.QuerySelector("#gtin")!.GetAttribute("value"));
        Assert.Contains("not the lot", page.QuerySelector("#lotNumber-wrong")!.TextContent);
        Assert.True(page.QuerySelector("#lotNumber")!.HasAttribute("autofocus"));
    }

    [Fact]
    public async Task A_code_without_end_is_refused()
    {
        using var answer = await Ask("https://t.example.com/01/09520123451189/10/A?" + new string('x', 2000));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    private Task<HttpResponseMessage> Ask(string code) => host.Get(Path(code), ("Accept", "text/html"));

    private static string Path(string code) => $"/scan?code={Escape(code)}";

    // A lone surrogate can't be spelled in an address.
    private static string Escape(string code) => Uri.EscapeDataString(string.Concat(code.EnumerateRunes().Select(rune => rune.ToString())));
}
