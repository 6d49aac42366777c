using System.Net;
using System.Text.Json;
using Lotmark.Scanner.Tests.Hosting;

namespace Lotmark.Scanner.Tests.Scan;

public sealed class ScanPageTests(ScannerHost host)
{
    [Theory]
    [InlineData("gtin=09520123451189&lotNumber=A%2F1")]
    [InlineData("gtin=9520123451189&lotNumber=A%2F1")]
    [InlineData("gtin=952-0123+45118+9&lotNumber=+A%2F1+")]
    [InlineData("gtin=%EF%BC%90%EF%BC%99%EF%BC%95%EF%BC%92%EF%BC%90%EF%BC%91%EF%BC%92%EF%BC%93%EF%BC%94%EF%BC%95%EF%BC%91%EF%BC%91%EF%BC%98%EF%BC%99&lotNumber=A%EF%BC%8F1")]
    public async Task Two_numbers_lead_to_the_lots_page(string query)
    {
        using var answer = await host.Get("/scan?" + query, ("Accept", "text/html"));

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Equal("/01/09520123451189/10/A%2F1", answer.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task The_language_that_was_chosen_goes_along()
    {
        using var answer = await host.Get("/scan?lang=en&gtin=09520123451189&lotNumber=A&utm=x", ("Accept", "text/html"));

        Assert.Equal("/01/09520123451189/10/A?lang=en", answer.Headers.Location!.OriginalString);
    }

    [Theory]
    [InlineData("gtin=&lotNumber=", "gtin", "缺少商品条码。", "The product number is missing.")]
    [InlineData("gtin=&lotNumber=", "lotNumber", "缺少批次号。", "The lot number is missing.")]
    [InlineData("gtin=123&lotNumber=A", "gtin", "商品条码应为 8、12、13 或 14 位数字，不能有其他字符。", "The product number must have 8, 12, 13 or 14 digits and nothing else.")]
    [InlineData("gtin=0952012345118X&lotNumber=A", "gtin", "商品条码应为 8、12、13 或 14 位数字，不能有其他字符。", "The product number must have 8, 12, 13 or 14 digits and nothing else.")]
    [InlineData("gtin=09520123451188&lotNumber=A", "gtin", "商品条码的校验位不对，其中有数字错了。", "The check digit of the product number does not fit: one of its digits is wrong.")]
    [InlineData("gtin=09520123451189", "lotNumber", "缺少批次号。", "The lot number is missing.")]
    [InlineData("gtin=09520123451189&lotNumber=A+B", "lotNumber", "批次号中有不允许使用的字符。", "The lot number has a character that is not allowed in it.")]
    [InlineData("gtin=09520123451188&lotNumber=..", "lotNumber", "批次号不能是“.”或“..”，网址无法承载。", "The lot number cannot be “.” or “..”, which no web address can carry.")]
    public async Task A_mistake_stands_at_its_field_in_both_languages(string query, string field, string chinese, string english)
    {
        using var answer = await host.Get("/scan?" + query, ("Accept", "text/html"));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);

        foreach (var (language, text) in new[] { ("zh-CN", chinese), ("en", english) })
        {
            var page = await host.Open("/scan?" + query, language);
            var input = page.QuerySelector($"#{field}")!;
            Assert.Equal(text, page.QuerySelector($"#{field}-wrong")!.TextContent);
            Assert.Equal("true", input.GetAttribute("aria-invalid"));
            Assert.Contains($"{field}-wrong", input.GetAttribute("aria-describedby"));
            Assert.Single(page.QuerySelectorAll("[autofocus]"));
            Assert.Contains(text, page.QuerySelector(".standing")!.TextContent);
        }
    }

    [Fact]
    public async Task What_was_typed_stands_there_again_and_stays_text()
    {
        var page = await host.Open("/scan?gtin=%22%3E%3Cscript%3E&lotNumber=%3Cb%3E", "en");

        Assert.Equal("\"><script>", page.QuerySelector("#gtin")!.GetAttribute("value"));
        Assert.Equal("<b>", page.QuerySelector("#lotNumber")!.GetAttribute("value"));
        Assert.Single(page.QuerySelectorAll("script"));
    }

    [Fact]
    public async Task The_empty_page_has_no_mistakes_and_a_label_for_each_field()
    {
        foreach (var language in (string[])["zh-CN", "en"])
        {
            using var answer = await host.Get("/scan", ("Accept", "text/html"), ("Accept-Language", language));
            var page = await host.Open("/scan", language);

            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal(language, Assert.Single(answer.Content.Headers.ContentLanguage));
            Assert.Empty(page.QuerySelectorAll(".wrong, .standing, [aria-invalid], [autofocus]"));
            foreach (var input in page.QuerySelectorAll("input:not([type=hidden]):not([type=file]), select")) Assert.NotNull(page.QuerySelector($"label[for={input.Id}]"));
            Assert.All(page.QuerySelector("#scan")!.Attributes.Where(a => a.Name.StartsWith("data-", StringComparison.Ordinal)), a => Assert.NotEmpty(a.Value));
        }
    }

    [Fact]
    public async Task The_front_page_links_to_it()
    {
        Assert.NotNull((await host.Open("/", "zh-CN")).QuerySelector("main a[href='/scan?lang=zh']"));
        Assert.NotNull((await host.Open("/", "en")).QuerySelector("main a[href='/scan?lang=en']"));
    }

    [Fact]
    public async Task Only_this_page_may_use_the_camera_and_run_its_own_modules()
    {
        using var scan = await host.Get("/scan", ("Accept", "text/html"));
        using var home = await host.Get("/", ("Accept", "text/html"));
        using var lot = await host.Get("/" + host.Register(Samples.Shrimp).Path, ("Accept", "text/html"));
        using var refused = await host.Get("/scan?code=x", ("Accept", "text/html"));

        foreach (var answer in (HttpResponseMessage[])[scan, refused])
        {
            Assert.Equal("camera=(self), microphone=(), geolocation=()", Header(answer, "Permissions-Policy"));
            var policy = Header(answer, "Content-Security-Policy").Split("; ");
            Assert.Equal("default-src 'none'", policy[0]);
            Assert.Equal(
                ["base-uri 'none'", "connect-src 'self'", "default-src 'none'", "form-action 'self'", "frame-ancestors 'none'", "img-src data:", "script-src 'self'"],
                policy.Where(rule => !rule.StartsWith("style-src", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
            Assert.Matches("^style-src 'self' 'sha256-[^']+'$", policy.Single(rule => rule.StartsWith("style-src", StringComparison.Ordinal)));
        }
        foreach (var answer in (HttpResponseMessage[])[home, lot])
        {
            Assert.Equal("camera=(), microphone=(), geolocation=()", Header(answer, "Permissions-Policy"));
            Assert.Contains("form-action 'none'", Header(answer, "Content-Security-Policy"));
        }
    }

    [Fact]
    public async Task A_program_is_told_the_lot_the_other_site_or_the_field()
    {
        using var found = await host.Get("/scan?lang=en&code=(01)09520123451189(10)A%2F1", ("Accept", "application/json"));
        using var elsewhere = await host.Get("/scan?lang=en&code=https://evil.example/01/09520123451189/10/A%252F1", ("Accept", "application/json"));
        using var refused = await host.Get("/scan?lang=en&code=x", ("Accept", "application/json"));
        using var nothing = await host.Get("/scan", ("Accept", "application/json"));

        var lot = await Json(found);
        Assert.Equal(("09520123451189", "A/1", "/01/09520123451189/10/A%2F1?lang=en"), (Text(lot, "gtin"), Text(lot, "lotNumber"), Text(lot, "page")));
        Assert.False(lot.TryGetProperty("site", out _));
        Assert.Equal("evil.example", Text(await Json(elsewhere), "site"));
        foreach (var answer in (HttpResponseMessage[])[refused, nothing])
        {
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
            Assert.NotEmpty((await Json(answer)).GetProperty("errors").GetProperty("code")[0].GetString()!);
        }
    }

    [Theory]
    [InlineData("scan.js", "text/javascript")]
    [InlineData("scan.css", "text/css")]
    [InlineData("qr/decode.js", "text/javascript")]
    [InlineData("qr/index.js", "text/javascript")]
    public async Task Its_files_come_once_and_are_then_only_asked_after(string file, string type)
    {
        using var first = await host.Get($"/scan/{file}");
        using var again = await host.Get($"/scan/{file}", ("If-None-Match", first.Headers.ETag!.ToString()));

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(type, first.Content.Headers.ContentType!.MediaType);
        Assert.Equal("nosniff", Header(first, "X-Content-Type-Options"));
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
    }

    [Fact]
    public async Task The_decoder_is_small_enough_for_a_phone_and_brings_its_licence()
    {
        var size = 0L;
        foreach (var file in (string[])["qr/decode.js", "qr/index.js"])
        {
            using var packed = await host.Get($"/scan/{file}", ("Accept-Encoding", "br"));
            using var plain = await host.Get($"/scan/{file}");
            size += packed.Content.Headers.ContentLength!.Value;
            var text = await plain.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.StartsWith("/*!", text, StringComparison.Ordinal);
            Assert.Contains("Permission is hereby granted", text);
        }
        TestContext.Current.TestOutputHelper!.WriteLine($"{size} bytes, packed");
        Assert.InRange(size, 1, 60_000);
    }

    private static string Header(HttpResponseMessage answer, string name) => string.Join(", ", answer.Headers.GetValues(name));

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();

    private static async Task<JsonElement> Json(HttpResponseMessage answer) =>
        JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
}
