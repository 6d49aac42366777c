using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Lotmark.Scanner.Lots;
using Lotmark.Scanner.Tests.Hosting;

namespace Lotmark.Scanner.Tests.Resolver;

/// <summary>The table of the GS1-Conformant Resolver Standard, row by row.</summary>
public sealed class ResolverTests(ScannerHost host)
{
    private const string Voc = "https://ref.gs1.org/voc/";
    private const string Browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
    private const string Gtin = "09520123457778";
    private const string Product = $"/01/{Gtin}";
    private const string Lot = $"/01/{Gtin}/10/R%2F1-0926.17";

    // A product of this class alone: others change theirs while these tests run.
    private static readonly LotDocument Shrimp = Samples.Shrimp with { Gtin = Gtin, LotNumber = "R/1-0926.17" };

    [Theory]
    [InlineData(Lot, "入境日期")]
    [InlineData($"/01/{Gtin}/22/V1/10/R%2F1-0926.17", "入境日期")]
    [InlineData($"{Lot}/21/0001", "入境日期")]
    [InlineData($"{Lot}/", "入境日期")]
    [InlineData($"{Product}", "如何查到这一批")]
    [InlineData($"{Product}/", "如何查到这一批")]
    [InlineData($"{Product}/22/V1", "如何查到这一批")]
    public async Task A_browser_gets_the_page(string path, string words)
    {
        host.Register(Shrimp);

        using var response = await host.Get(path, ("Accept", Browser));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType!.MediaType);
        Assert.Contains(words, await Text(response));
    }

    [Theory]
    [InlineData("application/json", "application/json")]
    [InlineData("application/ld+json", "application/ld+json")]
    [InlineData("application/ld+json, application/json", "application/ld+json")]
    [InlineData("application/json, application/ld+json;q=0.9", "application/json")]
    [InlineData("text/html, application/ld+json", "text/html")]
    [InlineData("application/linkset+json", "application/linkset+json")]
    [InlineData("application/linkset+json, application/json", "application/linkset+json")]
    [InlineData("text/html, application/linkset+json;q=0.5", "text/html")]
    [InlineData("application/*", "application/json")]
    public async Task The_form_that_is_wanted_most_is_sent(string accept, string type)
    {
        host.Register(Shrimp);

        foreach (var path in (string[])[Lot, Product])
        {
            using var response = await host.Get(path, ("Accept", accept));
            Assert.Equal((HttpStatusCode.OK, type), (response.StatusCode, response.Content.Headers.ContentType!.MediaType));
        }
    }

    [Fact]
    public async Task Linked_data_say_what_their_words_mean()
    {
        host.Register(Shrimp);

        var lot = await Json(Lot, "application/ld+json");

        Assert.Equal(ScannerHost.PublicUrl + Lot, lot.GetProperty("@id").GetString());
        Assert.Equal("gs1:hasBatchLotNumber", lot.GetProperty("@context").GetProperty("lotNumber").GetString());
        Assert.Equal(Voc, lot.GetProperty("@context").GetProperty("gs1").GetString());
        Assert.Equal("R/1-0926.17", lot.GetProperty("lotNumber").GetString());
    }

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
        host.Register(Shrimp);

        using var response = await host.Get($"{path}?linkType={type}", ("Accept", Browser));

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
        host.Register(Shrimp);

        using var response = await host.Get($"{Lot}?{query}");

        Assert.Equal(ScannerHost.PublicUrl + Lot + passed, response.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task Letters_that_no_header_can_hold_are_refused()
    {
        host.Register(Shrimp);
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(host.Client.BaseAddress!.Host, host.Client.BaseAddress.Port, TestContext.Current.CancellationToken);
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
        host.Register(Shrimp);

        using var page = await host.Get($"{Lot}?linkType={type}", ("Accept", Browser));
        using var problem = await host.Get($"{Lot}?linkType={type}", ("Accept", "application/json"));

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
        host.Register(Shrimp);

        using var response = await host.Get(Lot + query, ("Accept", accept), ("Accept-Language", "en"));
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
        host.Register(Shrimp);
        var linkset = (await Json($"{Lot}?linkType=linkset")).GetProperty("linkset");

        foreach (var context in linkset.EnumerateArray())
        {
            foreach (var (type, href) in Targets(context))
            {
                Assert.StartsWith(ScannerHost.PublicUrl + "/", href, StringComparison.Ordinal);
                using var response = await host.Get($"{new Uri(context.GetProperty("anchor").GetString()!).AbsolutePath}?linkType={Uri.EscapeDataString(type)}");
                Assert.Equal(HttpStatusCode.TemporaryRedirect, response.StatusCode);
                if (href.Contains("/api/", StringComparison.Ordinal)) continue;
                using var target = await host.Get(response.Headers.Location!.PathAndQuery, ("Accept", "text/html"));
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
        host.Register(Shrimp);

        var context = Assert.Single((await Json(path)).GetProperty("linkset").EnumerateArray());

        Assert.Equal(ScannerHost.PublicUrl + Product, context.GetProperty("anchor").GetString());
        Assert.True(context.TryGetProperty(Voc + "pip", out _));
    }

    [Fact]
    public async Task A_program_that_asks_for_an_unknown_lot_is_told_what_there_is_of_the_product()
    {
        host.Register(Shrimp);

        var problem = await Json($"/01/{Gtin}/10/NOBODY-KNOWS");

        Assert.Equal(404, problem.GetProperty("status").GetInt32());
        Assert.Equal(ScannerHost.PublicUrl + Product, problem.GetProperty("linkset")[0].GetProperty("anchor").GetString());
    }

    [Fact]
    public async Task The_page_of_an_unknown_lot_leads_to_the_product()
    {
        host.Register(Shrimp);

        var page = await host.Open($"/01/{Gtin}/10/NOBODY-KNOWS");

        Assert.Equal(Product, page.QuerySelector("section a")!.GetAttribute("href"));
    }

    [Theory]
    [InlineData("zh-CN,zh;q=0.9", "", "zh")]
    [InlineData("en-GB", "", "en")]
    [InlineData("", "", "zh")]
    [InlineData("zh-CN", "&lang=en", "en")]
    public async Task The_readers_language_decides_between_links_of_one_type(string header, string chosen, string language)
    {
        host.Register(Shrimp);

        using var response = await host.Get($"{Lot}?linkType=gs1:consumerHandlingStorageInfo{chosen}", ("Accept", Browser), ("Accept-Language", header));

        Assert.Equal($"{ScannerHost.PublicUrl}{Lot}?lang={language}#temperature", response.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task Links_that_cannot_be_told_apart_are_all_offered()
    {
        var path = "/" + host.Register(Certified("MANY", "/api/lots/1/documents/a", $"{ScannerHost.PublicUrl}/api/lots/1/documents/b")).Path + "?linkType=gs1:certificationInfo";

        using var choice = await host.Get(path);
        using var machine = await host.Get(path, ("Accept", "application/json"));
        using var page = await host.Get(path, ("Accept", "text/html"));

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
        var path = "/" + host.Register(Certified("AWAY", file)).Path;

        using var response = await host.Get($"{path}?linkType=gs1:certificationInfo");

        Assert.Equal($"{ScannerHost.PublicUrl}{path}#certificates", response.Headers.Location!.OriginalString);
    }

    [Theory]
    [InlineData($"/01/{Gtin}/21/7")]
    [InlineData($"/01/{Gtin}/22/V/21/7")]
    [InlineData($"/01/{Gtin}/235/T")]
    public async Task A_serial_number_without_its_lot_is_not_known(string path)
    {
        host.Register(Shrimp);

        using var response = await host.Get(path, ("Accept", "text/html"));
        var page = await host.Open(path, "en");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("The serial number alone is not known", page.QuerySelector("h1")!.TextContent);
        Assert.Contains(page.QuerySelectorAll("a"), link => link.GetAttribute("href") == ScannerHost.PublicUrl + Product);
        Assert.NotEmpty((await Json(path)).GetProperty("linkset").EnumerateArray());
    }

    [Theory]
    [InlineData("/01/09520123456788")]
    [InlineData("/01/09520123456788?linkType=linkset")]
    [InlineData("/01/09520123456788?linkType=gs1:pip")]
    [InlineData("/01/09520123456788/21/7")]
    [InlineData("/01/09520123456788/10/A/21/7")]
    public async Task An_unknown_product_is_not_found_whatever_is_asked_of_it(string path)
    {
        using var response = await host.Get(path, ("Accept", "application/linkset+json"));

        Assert.Equal((HttpStatusCode.NotFound, "application/problem+json"), (response.StatusCode, response.Content.Headers.ContentType!.MediaType));
        AssertOpen(response);
    }

    [Theory]
    [InlineData("/00/340123451111111111", "pallet")]
    [InlineData("/414/4012345000054", "place")]
    [InlineData("/414/4012345000054/254/7", "place")]
    [InlineData("/417/4000001000005", "company")]
    [InlineData("/8004/4012345AB-7", "asset")]
    [InlineData("/253/4012345000054INV", "document")]
    public async Task Keys_of_other_things_are_not_kept_here_and_that_is_said(string path, string thing)
    {
        using var response = await host.Get(path, ("Accept", "application/json"), ("Accept-Language", "en"));
        var page = await host.Open(path, "en");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains(thing, JsonDocument.Parse(await Text(response)).RootElement.GetProperty("detail").GetString());
        Assert.Contains(thing, page.QuerySelector(".standing")!.TextContent);
        AssertOpen(response);
    }

    [Theory]
    [InlineData("/01/09520123456789", "gtin", "check digit")]
    [InlineData("/01/9520123451189", "gtin", "14 digits")]
    [InlineData("/01", "path", "form /01/")]
    [InlineData("/01/", "gtin", "14 digits")]
    [InlineData("/01/09520123451189/21/1/10/A", "path", "(10)")]
    [InlineData("/01/09520123451189/lot/A", "path", "Application Identifier")]
    [InlineData("/01/09520123451189/10/A/21/", "21", "no value")]
    [InlineData("/01/09520123451189/10/A?17=banana", "17", "YYMMDD")]
    [InlineData("/01/09520123451189/10/A?4711=1", "4711", "4711")]
    [InlineData("/01/09520123451189?10=A", "lotNumber", "path")]
    [InlineData("/01/09520123451189?21=A", "21", "path")]
    [InlineData("/01/09520123451189/10/A?10=A", "lotNumber", "twice")]
    [InlineData("/00/340123451111111112", "00", "check digit")]
    [InlineData("/414/4012345000054/10/A", "path", "Application Identifier")]
    [InlineData("/01/09520123451189/ARFKk4XB0CDKWcnpq", "path", "compressed")]
    [InlineData("/AQnYUc1gmiCNV4JG", "path", "compressed")]
    public async Task Bad_syntax_is_a_problem_for_programs_and_a_page_for_people(string path, string field, string reason)
    {
        using var page = await host.Get(path, ("Accept", Browser), ("Accept-Language", "en"));
        using var problem = await host.Get(path, ("Accept", "application/linkset+json, application/json"), ("Accept-Language", "en"));
        var message = JsonDocument.Parse(await Text(problem)).RootElement.GetProperty("errors").GetProperty(field)[0].GetString();

        Assert.Equal((HttpStatusCode.BadRequest, "text/html"), (page.StatusCode, page.Content.Headers.ContentType!.MediaType));
        Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (problem.StatusCode, problem.Content.Headers.ContentType!.MediaType));
        Assert.Contains(reason, message);
        Assert.Equal("*", Assert.Single(page.Headers.GetValues("Access-Control-Allow-Origin")));
    }

    [Theory]
    [InlineData(Lot)]
    [InlineData($"{Lot}/21/7")]
    [InlineData(Product)]
    [InlineData("/00/340123451111111111")]
    [InlineData("/.well-known/gs1resolver")]
    public async Task Any_site_may_ask(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, host.AsSpelled(path));
        using var response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal(["GET", "HEAD", "OPTIONS"], response.Content.Headers.Allow);
        Assert.Equal("*", Assert.Single(response.Headers.GetValues("Access-Control-Allow-Origin")));
    }

    [Theory]
    [InlineData(Lot, 200)]
    [InlineData($"{Lot}?linkType=gs1:traceability", 307)]
    [InlineData($"{Lot}?linkType=linkset", 200)]
    [InlineData($"{Lot}?linkType=gs1:none", 404)]
    [InlineData(Product, 200)]
    [InlineData("/01/09520123456788", 404)]
    [InlineData("/.well-known/gs1resolver", 200)]
    public async Task A_head_request_gets_what_a_get_request_gets_but_the_body(string path, int status)
    {
        host.Register(Shrimp);
        using var request = new HttpRequestMessage(HttpMethod.Head, host.AsSpelled(path));
        using var head = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
        using var get = await host.Get(path);

        Assert.Equal(status, (int)head.StatusCode);
        Assert.Equal(get.StatusCode, head.StatusCode);
        Assert.Equal(get.Headers.Location, head.Headers.Location);
        Assert.Equal(get.Content.Headers.ContentType?.ToString(), head.Content.Headers.ContentType?.ToString());
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task All_links_are_announced_by_the_code_as_it_was_asked()
    {
        host.Register(Shrimp);

        using var response = await host.Get($"/01/{Gtin}/10/R%2f1-0926.17/21/A%2B1/?lang=zh");

        Assert.Equal($"<{ScannerHost.PublicUrl}{Lot}/21/A%2B1?linkType=linkset>; rel=\"linkset\"; type=\"application/linkset+json\"", Assert.Single(response.Headers.GetValues("Link")));
    }

    [Fact]
    public async Task The_resolver_describes_itself()
    {
        var description = await Json("/.well-known/gs1resolver");

        Assert.Equal(ScannerHost.PublicUrl, description.GetProperty("resolverRoot").GetString());
        Assert.Equal(["01"], description.GetProperty("supportedPrimaryKeys").EnumerateArray().Select(key => key.GetString()));
        Assert.Equal(Voc, description.GetProperty("supportedLinkType")[0].GetProperty("namespace").GetString());
        Assert.False(description.GetProperty("linkTypeDefaultCanBeLinkset").GetBoolean());
        Assert.NotEmpty(description.GetProperty("name").GetString()!);
        Assert.NotEmpty(description.GetProperty("contact").GetProperty("fn").GetString()!);
    }

    [Theory]
    [InlineData("/no-such-page-at-all")]
    [InlineData("/favicon.ico")]
    public async Task Other_addresses_are_none_of_ours(string path)
    {
        using var response = await host.Get(path);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    private static LotDocument Certified(string lotNumber, params string[] files) => Shrimp with
    {
        LotNumber = lotNumber,
        Certificates = [.. files.Select(file => new LotCertificate("healthCertificate", "0123", "Example Authority", new(2026, 11, 1), null, null, file))],
    };

    private static IEnumerable<(string Type, string Href)> Targets(JsonElement context) =>
        from member in context.EnumerateObject()
        where member.Value.ValueKind == JsonValueKind.Array
        from target in member.Value.EnumerateArray()
        select (member.Name, target.GetProperty("href").GetString()!);

    private static void AssertOpen(HttpResponseMessage response)
    {
        Assert.Equal("*", Assert.Single(response.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.Contains(response.Headers.GetValues("Link"), link => link.Contains("?linkType=linkset>; rel=\"linkset\"; type=\"application/linkset+json\"", StringComparison.Ordinal));
    }

    private async Task<JsonElement> Json(string path, string accept = "application/json")
    {
        using var response = await host.Get(path, ("Accept", accept));
        return JsonDocument.Parse(await Text(response)).RootElement;
    }

    private static Task<string> Text(HttpResponseMessage response) => response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
}
