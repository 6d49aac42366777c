using System.Net;
using System.Text.Json.Nodes;
using Lotmark.Scanner.Lots;
using Lotmark.Scanner.Serials;
using Lotmark.Scanner.Tests.Hosting;

namespace Lotmark.Scanner.Tests.Serials;

public sealed class ItemPageTests(ScannerHost host)
{
    private static readonly ItemScans Many = new(
        new(2026, 11, 12, 6, 3, 0, TimeSpan.Zero), [new(new(2026, 11, 12), 3), new(new(2026, 11, 13), 10), new(new(2026, 11, 14), 9)]);

    [Fact]
    public async Task The_first_scan_is_said_to_be_the_first_and_the_second_tells_of_it()
    {
        var path = host.Items.Issue(host.Register(Samples.Shrimp with { LotNumber = "ITEM-1" }), "C4X7");

        var first = await host.Open(path, "en");
        var second = await host.Open(path, "en");
        var third = await host.Open(path);

        Assert.Contains("This is the first time it is scanned.", first.QuerySelector(".item")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("First scanned on 23 November 2026, 17:00 (China time), scanned 2 times.", second.QuerySelector(".item")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("首次扫描：2026年11月23日 17:00（北京时间），共扫描 3 次。", third.QuerySelector(".item")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("C4X7", first.QuerySelector(".item .lot")!.TextContent);
    }

    [Fact]
    public async Task The_rest_of_the_page_is_the_lot_s_own()
    {
        var link = host.Register(Samples.Shrimp with { LotNumber = "ITEM-2" });
        var item = await host.Open(host.Items.Issue(link, "SAME"));
        var lot = await host.Open("/" + link.Path);

        Assert.Null(lot.QuerySelector(".item"));
        Assert.True(item.QuerySelector(".standing")!.NextElementSibling!.ClassList.Contains("item"));
        item.QuerySelector(".item")!.Remove();
        Assert.Equal(Text(lot), Text(item));

        static string Text(AngleSharp.Dom.IDocument page) => string.Join(' ', page.QuerySelector("main")!.TextContent.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task A_code_that_was_not_issued_is_said_loudly_and_the_lot_s_recall_stays_first()
    {
        var fine = host.Register(Samples.Shrimp with { LotNumber = "ITEM-3" });
        var recalled = host.Register(Samples.Shrimp with { LotNumber = "ITEM-4", Status = LotStatus.Recalled });
        host.Items.Issue(fine, "REAL");

        var made = await host.Open($"/{fine.Path}/21/MADE-UP", "en");
        var stopped = await host.Open($"/{recalled.Path}/21/MADE-UP", "en");

        var item = made.QuerySelector(".item .standing.withdrawn")!;
        Assert.Contains("was not issued for this lot", item.TextContent, StringComparison.Ordinal);
        Assert.Contains("do not rely on it", item.TextContent, StringComparison.Ordinal);
        Assert.Contains("MADE-UP", item.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("REAL", made.DocumentElement.OuterHtml, StringComparison.Ordinal);
        Assert.True(stopped.QuerySelector(".standing")!.ClassList.Contains("recalled"));
        Assert.Contains("不是为本批次发放", (await host.Open($"/{fine.Path}/21/MADE-UP")).QuerySelector(".item")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_that_is_scanned_too_often_warns_in_every_language()
    {
        var path = host.Items.Issue(host.Register(Samples.Shrimp with { LotNumber = "ITEM-5" }), "OFTEN", Many);

        var (english, chinese) = (await host.Open(path, "en"), await host.Open(path));

        Assert.Contains("may be a copy", english.QuerySelector(".item .standing")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("scanned 23 times", english.QuerySelector(".item")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("複製のおそれ", (await host.Open(path, "ja")).QuerySelector(".item .standing")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("복제되었을", (await host.Open(path, "ko")).QuerySelector(".item .standing")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("可能是复制的", chinese.QuerySelector(".item .standing")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "Accept: application/json")]
    [InlineData("GET", "Accept: application/ld+json")]
    [InlineData("GET", "Accept: application/linkset+json")]
    [InlineData("GET", "Accept: */*")]
    [InlineData("GET", "Accept: text/html", "Sec-Purpose: prefetch")]
    [InlineData("GET", "Accept: text/html", "Sec-Purpose: prefetch;prerender")]
    [InlineData("GET", "Accept: text/html", "Purpose: prefetch")]
    [InlineData("GET", "Accept: text/html", "X-Purpose: preview")]
    [InlineData("GET", "Accept: text/html", "Sec-Fetch-Dest: iframe")]
    [InlineData("GET", "Accept: text/html", "Sec-Fetch-Site: same-origin")]
    [InlineData("HEAD", "Accept: text/html")]
    [InlineData("OPTIONS", "Accept: text/html")]
    public async Task What_is_no_person_s_look_does_not_count(string method, params string[] headers)
    {
        var link = host.Register(Samples.Shrimp with { LotNumber = "ITEM-6" });
        var serial = Guid.NewGuid().ToString("N")[..20];
        var path = host.Items.Issue(link, serial);
        using var request = new HttpRequestMessage(new(method), host.AsSpelled(path));
        foreach (var header in headers) request.Headers.TryAddWithoutValidation(header.Split(": ")[0], header.Split(": ")[1]);

        using var answer = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.True(answer.IsSuccessStatusCode);
        Assert.Equal(0, host.Items.ScansOf(link, serial));
    }

    [Fact]
    public async Task A_look_counts_a_change_of_language_does_not_and_no_cache_may_keep_the_page()
    {
        var link = host.Register(Samples.Shrimp with { LotNumber = "ITEM-7" });
        var path = host.Items.Issue(link, "ONE");

        using var page = await host.Get(path, ("Accept", "text/html,application/xhtml+xml,*/*;q=0.8"), ("Sec-Fetch-Dest", "document"), ("Sec-Fetch-Site", "none"));
        using var switched = await host.Get(path + "?lang=en", ("Accept", "text/html"));
        using var again = await host.Get(path, ("Accept", "text/html"), ("If-None-Match", page.Headers.ETag!.ToString()));

        Assert.Equal(2, host.Items.ScansOf(link, "ONE"));
        Assert.True(page.Headers.CacheControl is { Private: true, MustRevalidate: true });
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (switched.StatusCode, again.StatusCode));
    }

    [Fact]
    public async Task A_program_reads_what_is_known_of_the_code()
    {
        var link = host.Register(Samples.Shrimp with { LotNumber = "ITEM-8" });
        var often = host.Items.Issue(link, "OFTEN", Many);

        Assert.Equal("""{"known":true,"firstScannedAt":"2026-11-12T06:03:00+00:00","scans":22,"looksCopied":true}""", await SerialAsync(often));
        Assert.Equal("""{"known":true,"firstScannedAt":null,"scans":0,"looksCopied":false}""", await SerialAsync(host.Items.Issue(link, "NEVER")));
        Assert.Equal("""{"known":false,"firstScannedAt":null,"scans":0,"looksCopied":false}""", await SerialAsync($"/{link.Path}/21/NOWHERE"));
        Assert.Null(await SerialAsync("/" + link.Path));
    }

    [Theory]
    [InlineData("%22%3E%3Cscript%3E")]
    [InlineData("%27%3B%2F..%2F")]
    [InlineData("%25%32%46")]
    public async Task A_hostile_serial_number_stays_text(string serial)
    {
        var link = host.Register(Samples.Shrimp with { LotNumber = "ITEM-9" });

        var page = await host.Open($"/{link.Path}/21/{serial}");

        Assert.Equal(Uri.UnescapeDataString(serial), page.QuerySelector(".item .lot")!.TextContent);
        Assert.Empty(page.QuerySelectorAll("script:not([type=module][src^='/verify/']), img:not([src^='/code/01/'][alt='本批次的溯源码'])"));
    }

    [Theory]
    [InlineData("%00")]
    [InlineData("%0D%0AX:1")]
    [InlineData("%E2%80%AE")]
    [InlineData("a%20b")]
    [InlineData("123456789012345678901")]
    [InlineData("%2E%2E")]
    public async Task A_serial_number_that_can_not_be_is_refused(string serial)
    {
        var link = host.Register(Samples.Shrimp with { LotNumber = "ITEM-10" });

        using var answer = await host.Get($"/{link.Path}/21/{serial}", ("Accept", "text/html"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    private async Task<string?> SerialAsync(string path)
    {
        using var answer = await host.Get(path, ("Accept", "application/json"));
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["serial"]?.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }
}
