using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using AngleSharp.Dom;
using Lotmark.Scanner.Tests.Hosting;

namespace Lotmark.Scanner.Tests.Labels;

public sealed class SheetTests(ScannerHost host)
{
    private string Shrimp => $"lot={host.Register(Samples.Shrimp).Path}";
    private string Pork => $"lot={host.Register(Samples.Pork).Path}";

    [Theory]
    [InlineData("", "A4 portrait", new[] { 10, 2 })]
    [InlineData("&size=50x30", "A4 portrait", new[] { 12 })]
    [InlineData("&paper=a4&size=50x30&copies=13", "A4 portrait", new[] { 24, 2 })]
    [InlineData("&paper=roll&copies=1", "70mm 50mm", new[] { 1, 1 })]
    [InlineData("&paper=roll&size=50x30&copies=1", "50mm 30mm", new[] { 1, 1 })]
    public async Task Labels_lie_on_pages_of_the_paper_asked_for(string choice, string paper, int[] pages)
    {
        var copies = choice.Contains("copies", StringComparison.Ordinal) ? "" : "&copies=6";

        var page = await host.Open($"/labels/sheet?{Shrimp}&{Pork}{choice}{copies}");

        Assert.Contains($"@page {{ size: {paper}; margin: 0; }}", page.QuerySelectorAll("style")[1].TextContent);
        Assert.Equal(pages, page.QuerySelectorAll(".sheet").Select(sheet => sheet.QuerySelectorAll("svg[role=img]").Length));
    }

    [Fact]
    public async Task Labels_come_in_the_order_asked_for_and_copies_draw_nothing_twice()
    {
        var page = await host.Open($"/labels/sheet?{Pork}&{Shrimp}&{Pork}&copies=2");

        var labels = page.QuerySelectorAll(".sheet svg").ToList();
        string[] numbers = ["ES+PK(26)/07", "ES+PK(26)/07", "EC/VAN-0926.17", "EC/VAN-0926.17", "ES+PK(26)/07", "ES+PK(26)/07"];
        Assert.All(labels.Zip(numbers), label => Assert.EndsWith($"(10) {label.Second}", label.First.GetAttribute("aria-label")));
        Assert.Equal(numbers.Length, labels.Count);
        Assert.Equal([true, false, true, false, false, false], labels.Select(label => label.QuerySelector("g[id]") is not null));
        Assert.All(labels.Select(label => label.QuerySelector("use")).OfType<IElement>(), copy => Assert.NotNull(page.QuerySelector(copy.GetAttribute("href")!)));
    }

    [Theory]
    [InlineData("lot=01/09520123451189/10/EC%2FVAN-0926.17")]
    [InlineData("lot=/01/09520123451189/10/EC%2FVAN-0926.17")]
    [InlineData("lot=https://t.example.com/01/09520123451189/10/EC%2FVAN-0926.17")]
    [InlineData("lot=01%2F09520123451189%2F10%2FEC%252FVAN-0926.17")]
    public async Task A_lot_may_be_named_by_its_path_as_it_stands_or_as_programs_encode_it(string query)
    {
        host.Register(Samples.Shrimp);

        var page = await host.Open($"/labels/sheet?{query}");

        Assert.EndsWith("(10) EC/VAN-0926.17", page.QuerySelector(".sheet svg")!.GetAttribute("aria-label"));
    }

    [Fact]
    public async Task A_lot_number_that_holds_a_percent_sign_is_not_decoded_twice()
    {
        host.Register(Samples.Shrimp with { LotNumber = "7%2F" });

        foreach (var query in (string[])["lot=01/09520123451189/10/7%252F", "lot=01%2F09520123451189%2F10%2F7%25252F"])
            Assert.EndsWith("(10) 7%2F", (await host.Open($"/labels/sheet?{query}")).QuerySelector(".sheet svg")!.GetAttribute("aria-label"));
    }

    [Fact]
    public async Task The_page_tells_in_both_languages_how_to_print_and_its_links_keep_the_lots()
    {
        var query = $"{Shrimp}&copies=3&size=50x30";

        var chinese = await host.Open($"/labels/sheet?{query}");
        var english = await host.Open("/labels/sheet" + chinese.QuerySelector(".bar a[hreflang=en]")!.GetAttribute("href"));

        Assert.Contains("100%", chinese.QuerySelector(".note")!.TextContent);
        Assert.Contains("100 %", english.QuerySelector(".note")!.TextContent);
        Assert.Equal("3 labels, ready to print", english.Title);
        Assert.Equal(4, english.QuerySelectorAll(".choices a").Length);
        Assert.Equal("50 × 30 mm · A4", english.QuerySelector(".choices [aria-current]")!.TextContent);
        foreach (var choice in english.QuerySelectorAll(".choices a"))
        {
            var other = await host.Open("/labels/sheet" + choice.GetAttribute("href"));
            Assert.Equal((3, "en"), (other.QuerySelectorAll(".sheet svg").Length, other.DocumentElement.GetAttribute("lang")));
        }
    }

    [Fact]
    public async Task The_page_may_load_nothing_and_only_its_own_style_counts()
    {
        using var response = await host.Get($"/labels/sheet?{Shrimp}");
        var page = await host.Open($"/labels/sheet?{Shrimp}");

        var styles = page.QuerySelectorAll("style").Select(style => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style.TextContent)))}'");
        Assert.Equal(
            $"default-src 'none'; style-src {string.Join(' ', styles)}; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            response.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Empty(page.QuerySelectorAll("script, [style], [onclick]"));
    }

    [Fact]
    public async Task Lots_that_nobody_registered_are_all_named_and_nothing_is_printed()
    {
        var path = $"/labels/sheet?{Shrimp}&lot=01/09520123451189/10/NOT%2F1&{Pork}&lot=01/09520123451189/10/NOT%3C2";

        using var response = await host.Get(path, ("Accept", "application/json"));
        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        var page = await host.Open(path, "en");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        string[] unknown = ["01/09520123451189/10/NOT%2F1", "01/09520123451189/10/NOT%3C2"];
        Assert.Equal(unknown, problem["lots"]!.AsArray().Select(lot => (string?)lot));
        Assert.Equal(unknown, page.QuerySelectorAll("section li").Select(reason => reason.TextContent));
        Assert.Equal("Some lots are not registered", page.QuerySelector("h1")!.TextContent);
        Assert.Empty(page.QuerySelectorAll(".sheet"));
    }

    [Theory]
    [InlineData("", "lot")]
    [InlineData("lot=", "lot")]
    [InlineData("lot=01/09520123456789/10/A", "lot")]
    [InlineData("lot=<script>", "lot")]
    [InlineData("lot=01/09520123456789/10/A&lot=01/09520123451189/10/", "lot")]
    [InlineData("lot=01%2F%ZZ", "lot")]
    [InlineData("lot=01/09520123451189/10/A&size=big&paper=letter&copies=0", "size,paper,copies")]
    [InlineData("lot=01/09520123451189/10/A&copies=501", "copies")]
    [InlineData("lot=01/09520123451189/10/A&copies=-1", "copies")]
    [InlineData("lot=01/09520123451189/10/A&copies=99999999999999999999", "copies")]
    [InlineData("lot=01/09520123451189/10/A&lot=01/09520123451189/10/B&copies=251", "lot")]
    public async Task What_cannot_be_printed_is_refused_by_name(string query, string fields)
    {
        using var response = await host.Get($"/labels/sheet?{query}", ("Accept", "*/*"), ("Accept-Language", "en"));
        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        var page = await host.Open($"/labels/sheet?{query}", "en");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var errors = problem["errors"]!.AsObject();
        Assert.Equal(fields, string.Join(',', errors.Select(error => error.Key)));
        Assert.Equal(errors.SelectMany(error => error.Value!.AsArray()).Select(sentence => (string?)sentence), page.QuerySelectorAll("section li").Select(reason => reason.TextContent));
    }

    [Fact]
    public async Task Five_hundred_labels_are_printed_at_once_and_no_more()
    {
        var lots = string.Join('&', Enumerable.Range(0, 100).Select(n => $"lot={host.Register(Samples.Shrimp with { LotNumber = $"MANY-{n}" }).Path}"));

        Assert.Equal(500, (await host.SheetLabels(lots + "&copies=5&size=50x30&paper=roll")).Count);
        using var more = await host.Get($"/labels/sheet?{lots}&copies=6", ("Accept", "application/json"), ("Accept-Language", "en"));
        Assert.Contains("600 labels were asked for, 500 at most", await more.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
