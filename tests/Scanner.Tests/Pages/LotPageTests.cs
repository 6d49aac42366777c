using System.IO.Compression;
using System.Net;
using AngleSharp.Dom;
using Lotmark.Scanner.Lots;
using Lotmark.Scanner.Tests.Hosting;

namespace Lotmark.Scanner.Tests.Pages;

public sealed class LotPageTests(ScannerHost host)
{
    [Fact]
    public async Task A_scan_shows_when_and_from_where_the_food_entered()
    {
        var page = await host.Open("/" + host.Register(Samples.Shrimp).Path);

        Assert.Equal(["入境日期: 2026年11月7日", "输出国家或地区: 厄瓜多尔"], Facts(page, ".headline"));
        Assert.Equal(
            [
                "批次号: EC/VAN-0926.17 请与包装核对", "原产国（地区）: 厄瓜多尔", "入境口岸: 宁波", "进口商: 示例食品（宁波）有限公司",
                "生产日期: 2026年9月17日至19日", "保质期至: 2028年9月16日",
            ],
            Facts(page, "main > .facts"));
        Assert.Equal("冻南美白虾（带头带壳）", page.QuerySelector("h1")!.TextContent);
        Assert.Equal("Frozen whiteleg shrimp, head-on shell-on", page.QuerySelector(".second[lang=en]")!.TextContent);
    }

    [Fact]
    public async Task English_readers_get_English()
    {
        var page = await host.Open("/" + host.Register(Samples.Pork with { LotNumber = "ENGLISH" }).Path, "en-GB");

        Assert.Equal(["Entry date: 12 September 2026", "Exporting country or region: Netherlands"], Facts(page, ".headline"));
        Assert.Contains("Origin: Spain", Facts(page, "main > .facts"));
        Assert.Contains("Port of entry: Ningbo", Facts(page, "main > .facts"));
        Assert.Contains("Entered at Ningbo, by sea from the Netherlands", page.Body!.TextContent);
    }

    [Theory]
    [InlineData("HK", "中国香港", "Hong Kong, China")]
    [InlineData("MO", "中国澳门", "Macao, China")]
    [InlineData("TW", "中国台湾", "Taiwan, China")]
    [InlineData("KR", "韩国", "South Korea")]
    [InlineData("NZ", "新西兰", "New Zealand")]
    [InlineData("QQ", "QQ", "QQ")]
    [InlineData("n/a", "n/a", "n/a")]
    public async Task A_country_or_region_is_called_what_the_reader_calls_it(string code, string chinese, string english)
    {
        var link = host.Register(Samples.Shrimp with { LotNumber = $"REGION-{code.Replace('/', '-')}", ExportCountry = code });

        Assert.Equal(chinese, (await host.Open("/" + link.Path)).QuerySelector(".headline div:nth-child(2) dd")!.TextContent);
        Assert.Equal(english, (await host.Open("/" + link.Path, "en")).QuerySelector(".headline div:nth-child(2) dd")!.TextContent);
    }

    [Fact]
    public async Task Certificates_and_what_was_measured_are_told()
    {
        var link = host.Register(Samples.Shrimp with
        {
            LotNumber = "MEASURED",
            Certificates = [new("labTest", "7120", "示例检测中心", new(2026, 11, 10), null, "conformant", "https://ledger.example/file"), new("ciqCertificate", null, "宁波海关", new(2026, 11, 8), null, null, null)],
            Temperature = new(500, new(2026, 11, 10, 0, 0, 0, TimeSpan.Zero), new(2026, 11, 13, 0, 0, 0, TimeSpan.Zero), -19.3m, -15.2m,
                [new(new(2026, 11, 11, 9, 30, 0, TimeSpan.Zero), new(2026, 11, 11, 10, 30, 0, TimeSpan.Zero), -15.2m, -18m)]),
        });

        var (chinese, english) = (await host.Open("/" + link.Path), await host.Open("/" + link.Path, "en"));

        Assert.Contains("温度高于 −18 ℃，最高达 −15.2 ℃", chinese.Body!.TextContent);
        Assert.Contains("检测报告", chinese.Body.TextContent);
        Assert.Contains("Warmer than −18 °C, up to −15.2 °C", english.Body!.TextContent);
        Assert.Contains("Measured 500 times", english.Body.TextContent);
        Assert.Equal(["https://ledger.example/file"], english.QuerySelectorAll("section a[href*='file']").Select(a => a.GetAttribute("href")));
        Assert.DoesNotContain("There are no temperature readings", english.Body.TextContent);
    }

    [Fact]
    public async Task A_port_without_a_name_keeps_its_code()
    {
        var page = await host.Open("/" + host.Register(Samples.Shrimp with { LotNumber = "PORT", PortOfEntry = "CNX2Z" }).Path);

        Assert.Contains("入境口岸: CNX2Z", Facts(page, "main > .facts"));
    }

    [Theory]
    [InlineData(LotStatus.Registered, "fine", "正常")]
    [InlineData(LotStatus.Held, "held", "暂停销售")]
    [InlineData(LotStatus.Recalled, "recalled", "已召回，请勿食用")]
    [InlineData(LotStatus.Closed, "closed", "已售完")]
    [InlineData(LotStatus.Destroyed, "withdrawn", "已退出市场")]
    public async Task The_status_comes_first_in_words(LotStatus status, string style, string word)
    {
        var page = await host.Open("/" + host.Register(Samples.Shrimp with { LotNumber = $"STATUS-{status}", Status = status }).Path);

        var band = page.QuerySelector("main")!.FirstElementChild!;
        Assert.Contains(style, band.ClassList);
        Assert.Equal(word, band.QuerySelector(".word")!.TextContent);
    }

    [Fact]
    public async Task Who_bought_recalled_food_learns_whom_to_call()
    {
        var page = await host.Open("/" + host.Register(Samples.Shrimp with { LotNumber = "CALL", Status = LotStatus.Recalled }).Path, "en");

        Assert.Contains("Example Foods (Ningbo) Co., Ltd., 0574-0000-0000", page.QuerySelector(".standing")!.TextContent);
    }

    [Fact]
    public async Task Whether_food_has_expired_is_decided_by_the_day_in_China()
    {
        // The host's clock stands at 17:00 of the 23rd in China.
        var today = await host.Open("/" + host.Register(Samples.Shrimp with { LotNumber = "TODAY", ExpiryDate = new(2026, 11, 23) }).Path);
        var yesterday = await host.Open("/" + host.Register(Samples.Shrimp with { LotNumber = "YESTERDAY", ExpiryDate = new(2026, 11, 22) }).Path);

        Assert.NotNull(today.QuerySelector(".standing.fine"));
        Assert.NotNull(yesterday.QuerySelector(".standing.expired"));
    }

    [Fact]
    public async Task The_page_links_the_evidence_and_its_one_spelling()
    {
        var page = await host.Open("/" + host.Register(Samples.Pork).Path.Replace("%2B", "+", StringComparison.Ordinal));

        Assert.Equal("/api/lots/09520123451561/ES%2BPK%2826%29%2F07/evidence", page.QuerySelector(".evidence a")!.GetAttribute("href"));
        Assert.Equal("https://t.example.com/01/09520123451561/10/ES%2BPK%2826%29%2F07", page.QuerySelector("link[rel=canonical]")!.GetAttribute("href"));
    }

    [Fact]
    public async Task The_page_is_whole_in_one_answer_and_runs_no_script_but_the_one_that_checks_it()
    {
        using var response = await host.Get("/" + host.Register(Samples.Shrimp with { LotNumber = "ALONE" }).Path, ("Accept", "text/html"));
        var html = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        var page = await host.Open("/01/09520123451189/10/ALONE");

        Assert.Empty(page.QuerySelectorAll("script:not([type=module][src^='/verify/']), iframe, img:not([loading=lazy][src^='/code/'][width][height]), object, embed, link[rel=stylesheet], form, [style], [onclick]"));
        Assert.InRange(Gzipped(html), 1, 14 * 1024);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private static List<string> Facts(IDocument page, string list) =>
        [.. page.QuerySelectorAll($"{list} > div").Select(fact => $"{fact.QuerySelector("dt")!.TextContent}: {fact.QuerySelector("dd")!.TextContent}")];

    private static long Gzipped(byte[] bytes)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Optimal, leaveOpen: true)) gzip.Write(bytes);
        return target.Length;
    }
}
