using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Lotmark.Scanner.Tests.Hosting;

namespace Lotmark.Scanner.Tests.Resolver;

/// <summary>The table of the GS1-Conformant Resolver Standard, row by row: links and where they lead.</summary>
public sealed class LinkTypeTests(ScannerHost host) : ResolverScene(host)
{
    [Theory]
    [InlineData(Lot, "gs1:traceability", Lot)]
    [InlineData(Lot, "https://ref.gs1.org/voc/traceability", Lot)]
    [InlineData(Lot, "https%3A%2F%2Fref.gs1.org%2Fvoc%2Ftraceability", Lot)]
    [InlineData(Lot, "https://gs1.org/voc/traceability", Lot)]
    [InlineData(Lot, "gs1:defaultLink", Lot)]
    [InlineData(Lot, "gs1:recallStatus", Lot)]
    [InlineData(Lot, "gs1:verificationService", $"/api/lots/{Gtin}/R%2F1-0926.17/evidence")]
    [InlineData(Lot, "gs1:pip", Product)]
    [InlineData($"{Lot}/21/0001", "gs1:traceability", Lot)]
    [InlineData($"/01/{Gtin}/22/V/10/R%2f1-0926.17/", "gs1:traceability", Lot)]
    [InlineData(Product, "gs1:pip", Product)]
    [InlineData(Product, "gs1:defaultLink", Product)]
    [InlineData($"/01/{Gtin}/10/NOBODY-KNOWS", "gs1:pip", Product)]
    [InlineData($"/01/{Gtin}/21/7", "gs1:pip", Product)]
    public async Task A_link_type_leads_to_its_link(string path, string type, string target)
    {
        Host.Register(Shrimp);

        using var response = await Host.Get($"{path}?linkType={type}", ("Accept", Browser));

        Assert.Equal(HttpStatusCode.TemporaryRedirect, response.StatusCode);
        Assert.Equal(ScannerHost.PublicUrl + target, response.Headers.Location!.OriginalString);
        AssertOpen(response);
    }
    [Theory]
    [InlineData("linkType=gs1:traceability&17=280916&utm_source=a%26b&x=a/b+c", "?17=280916&utm_source=a%26b&x=a/b+c")]
    [InlineData("17=280916&linktype=gs1:traceability&flag", "?17=280916&flag")]
    [InlineData("link%54ype=gs1:traceability&a=1&a=2", "?a=1&a=2")]
    [InlineData("linkType=gs1:traceability&linkType=gs1:pip&&b=", "?b=")]
    [InlineData("linkType=gs1:traceability&next=https://elsewhere.example/", "?next=https://elsewhere.example/")]
    [InlineData("linkType=gs1:traceability&a=%0d%0aSet-Cookie:b", "?a=%0d%0aSet-Cookie:b")]
    public async Task All_other_pairs_are_passed_on(string query, string passed)
    {
        Host.Register(Shrimp);

        using var response = await Host.Get($"{Lot}?{query}");

        Assert.Equal(ScannerHost.PublicUrl + Lot + passed, response.Headers.Location!.OriginalString);
    }
    [Fact]
    public async Task Letters_that_no_header_can_hold_are_refused()
    {
        Host.Register(Shrimp);
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(Host.Client.BaseAddress!.Host, Host.Client.BaseAddress.Port, TestContext.Current.CancellationToken);
        await using var stream = tcp.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes($"GET {Lot}?linkType=gs1:traceability&q=批 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);

        Assert.Equal("HTTP/1.1 400 Bad Request", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
    }
    [Theory]
    [InlineData("gs1:epil")]
    [InlineData("gs1:linkset")]
    [InlineData("gs1:")]
    [InlineData("traceability")]
    [InlineData("https://elsewhere.example/voc/traceability")]
    [InlineData("gs1:Traceability")]
    [InlineData("gs1:certificationInfo")]
    public async Task A_link_type_that_there_is_not_is_not_found(string type)
    {
        Host.Register(Shrimp);

        using var page = await Host.Get($"{Lot}?linkType={type}", ("Accept", Browser));
        using var problem = await Host.Get($"{Lot}?linkType={type}", ("Accept", "application/json"));

        Assert.Equal((HttpStatusCode.NotFound, "text/html"), (page.StatusCode, page.Content.Headers.ContentType!.MediaType));
        Assert.Equal((HttpStatusCode.NotFound, "application/problem+json"), (problem.StatusCode, problem.Content.Headers.ContentType!.MediaType));
        AssertOpen(page);
    }
    [Theory]
    [InlineData("?linkType=linkset", "text/html")]
    [InlineData("?linkType=all", "*/*")]
    [InlineData("?linkType=linkset&17=280916", "application/json")]
    [InlineData("", "application/linkset+json")]
    public async Task All_links_are_told_at_once(string query, string accept)
    {
        Host.Register(Shrimp);

        using var response = await Host.Get(Lot + query, ("Accept", accept), ("Accept-Language", "en"));
        var linkset = JsonDocument.Parse(await Text(response)).RootElement.GetProperty("linkset");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/linkset+json", response.Content.Headers.ContentType!.ToString());
        Assert.Contains(
            "<https://ref.gs1.org/standards/resolver/linkset-context>; rel=\"http://www.w3.org/ns/json-ld#context\"; type=\"application/ld+json\"",
            response.Headers.GetValues("Link"));
        AssertOpen(response);

        Assert.Equal([ScannerHost.PublicUrl + Lot, ScannerHost.PublicUrl + Product], linkset.EnumerateArray().Select(context => context.GetProperty("anchor").GetString()));
        Assert.Equal("Frozen whiteleg shrimp, head-on shell-on, lot R/1-0926.17", linkset[0].GetProperty("itemDescription").GetString());
        foreach (var context in linkset.EnumerateArray())
        {
            var fallback = Assert.Single(context.GetProperty(Voc + "defaultLink").EnumerateArray());
            Assert.Equal(["href", "title"], fallback.EnumerateObject().Select(member => member.Name));
            Assert.Contains(Targets(context), target => target.Type != Voc + "defaultLink" && target.Href == fallback.GetProperty("href").GetString());
        }
        Assert.Equal(["zh", "en"], linkset[0].GetProperty(Voc + "traceability")[0].GetProperty("hreflang").EnumerateArray().Select(tag => tag.GetString()));
    }
    [Fact]
    public async Task Every_link_of_a_linkset_can_be_asked_for_and_stays_here()
    {
        Host.Register(Shrimp);
        var linkset = (await Json($"{Lot}?linkType=linkset")).GetProperty("linkset");

        foreach (var context in linkset.EnumerateArray())
        {
            foreach (var (type, href) in Targets(context))
            {
                Assert.StartsWith(ScannerHost.PublicUrl + "/", href, StringComparison.Ordinal);
                using var response = await Host.Get($"{new Uri(context.GetProperty("anchor").GetString()!).AbsolutePath}?linkType={Uri.EscapeDataString(type)}");
                Assert.Equal(HttpStatusCode.TemporaryRedirect, response.StatusCode);
                if (href.Contains("/api/", StringComparison.Ordinal)) continue;
                using var target = await Host.Get(response.Headers.Location!.PathAndQuery, ("Accept", "text/html"));
                Assert.Equal(HttpStatusCode.OK, target.StatusCode);
                if (response.Headers.Location.Fragment is ['#', .. var id]) Assert.Contains($"id=\"{id}\"", await Text(target));
            }
        }
    }
    [Theory]
    [InlineData($"/01/{Gtin}/10/NOBODY-KNOWS?linkType=linkset")]
    [InlineData($"/01/{Gtin}/21/7?linkType=all")]
    [InlineData($"{Product}?linkType=linkset")]
    public async Task An_unknown_lot_has_the_links_of_its_product(string path)
    {
        Host.Register(Shrimp);

        var context = Assert.Single((await Json(path)).GetProperty("linkset").EnumerateArray());

        Assert.Equal(ScannerHost.PublicUrl + Product, context.GetProperty("anchor").GetString());
        Assert.True(context.TryGetProperty(Voc + "pip", out _));
    }
    [Theory]
    [InlineData("zh-CN,zh;q=0.9", "", "zh")]
    [InlineData("en-GB", "", "en")]
    [InlineData("", "", "zh")]
    [InlineData("zh-CN", "&lang=en", "en")]
    public async Task The_readers_language_decides_between_links_of_one_type(string header, string chosen, string language)
    {
        Host.Register(Shrimp);

        using var response = await Host.Get($"{Lot}?linkType=gs1:consumerHandlingStorageInfo{chosen}", ("Accept", Browser), ("Accept-Language", header));

        Assert.Equal($"{ScannerHost.PublicUrl}{Lot}?lang={language}#temperature", response.Headers.Location!.OriginalString);
    }
    [Fact]
    public async Task Links_that_cannot_be_told_apart_are_all_offered()
    {
        var path = "/" + Host.Register(Certified("MANY", "/api/lots/1/documents/a", $"{ScannerHost.PublicUrl}/api/lots/1/documents/b")).Path + "?linkType=gs1:certificationInfo";

        using var choice = await Host.Get(path);
        using var machine = await Host.Get(path, ("Accept", "application/json"));
        using var page = await Host.Get(path, ("Accept", "text/html"));

        Assert.Equal(HttpStatusCode.MultipleChoices, choice.StatusCode);
        var html = await Text(choice);
        Assert.Contains($"href=\"{ScannerHost.PublicUrl}/api/lots/1/documents/a\"", html);
        Assert.Contains($"href=\"{ScannerHost.PublicUrl}/api/lots/1/documents/b\"", html);
        Assert.Equal((HttpStatusCode.MultipleChoices, "application/linkset+json"), (machine.StatusCode, machine.Content.Headers.ContentType!.MediaType));
        Assert.Equal(3, JsonDocument.Parse(await Text(machine)).RootElement.GetProperty("linkset")[0].GetProperty(Voc + "certificationInfo").GetArrayLength());
        Assert.Equal(HttpStatusCode.TemporaryRedirect, page.StatusCode); // who wants a page gets the one that is
        Assert.EndsWith("#certificates", page.Headers.Location!.OriginalString, StringComparison.Ordinal);
    }
    [Theory]
    [InlineData("https://elsewhere.example/a.pdf")]
    [InlineData("//elsewhere.example/a.pdf")]
    [InlineData("/\\elsewhere.example/a.pdf")]
    [InlineData("https://t.example.com.elsewhere.example/a.pdf")]
    [InlineData("https://t.example.com@elsewhere.example/a.pdf")]
    [InlineData("javascript:alert(1)")]
    [InlineData("")]
    public async Task No_link_leads_away_from_here(string file)
    {
        var path = "/" + Host.Register(Certified("AWAY", file)).Path;

        using var response = await Host.Get($"{path}?linkType=gs1:certificationInfo");

        Assert.Equal($"{ScannerHost.PublicUrl}{path}#certificates", response.Headers.Location!.OriginalString);
    }
    [Fact]
    public async Task All_links_are_announced_by_the_code_as_it_was_asked()
    {
        Host.Register(Shrimp);

        using var response = await Host.Get($"/01/{Gtin}/10/R%2f1-0926.17/21/A%2B1/?lang=zh");

        Assert.Equal($"<{ScannerHost.PublicUrl}{Lot}/21/A%2B1?linkType=linkset>; rel=\"linkset\"; type=\"application/linkset+json\"", Assert.Single(response.Headers.GetValues("Link")));
    }
}
