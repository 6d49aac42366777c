using System.Net;
using System.Text.Json;
using Lotmark.Scanner.Tests.Hosting;

namespace Lotmark.Scanner.Tests.Resolver;

/// <summary>The table of the GS1-Conformant Resolver Standard, row by row: pages and their forms.</summary>
public sealed class ResolverTests(ScannerHost host) : ResolverScene(host)
{
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
        Host.Register(Shrimp);

        using var response = await Host.Get(path, ("Accept", Browser));

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
        Host.Register(Shrimp);

        foreach (var path in (string[])[Lot, Product])
        {
            using var response = await Host.Get(path, ("Accept", accept));
            Assert.Equal((HttpStatusCode.OK, type), (response.StatusCode, response.Content.Headers.ContentType!.MediaType));
        }
    }
    [Fact]
    public async Task Linked_data_say_what_their_words_mean()
    {
        Host.Register(Shrimp);

        var lot = await Json(Lot, "application/ld+json");

        Assert.Equal(ScannerHost.PublicUrl + Lot, lot.GetProperty("@id").GetString());
        Assert.Equal("gs1:hasBatchLotNumber", lot.GetProperty("@context").GetProperty("lotNumber").GetString());
        Assert.Equal(Voc, lot.GetProperty("@context").GetProperty("gs1").GetString());
        Assert.Equal("R/1-0926.17", lot.GetProperty("lotNumber").GetString());
    }
    [Fact]
    public async Task A_program_that_asks_for_an_unknown_lot_is_told_what_there_is_of_the_product()
    {
        Host.Register(Shrimp);

        var problem = await Json($"/01/{Gtin}/10/NOBODY-KNOWS");

        Assert.Equal(404, problem.GetProperty("status").GetInt32());
        Assert.Equal(ScannerHost.PublicUrl + Product, problem.GetProperty("linkset")[0].GetProperty("anchor").GetString());
    }
    [Fact]
    public async Task The_page_of_an_unknown_lot_leads_to_the_product()
    {
        Host.Register(Shrimp);

        var page = await Host.Open($"/01/{Gtin}/10/NOBODY-KNOWS");

        Assert.Equal(Product, page.QuerySelector("section a")!.GetAttribute("href"));
    }
    [Theory]
    [InlineData($"/01/{Gtin}/21/7")]
    [InlineData($"/01/{Gtin}/22/V/21/7")]
    [InlineData($"/01/{Gtin}/235/T")]
    public async Task A_serial_number_without_its_lot_is_not_known(string path)
    {
        Host.Register(Shrimp);

        using var response = await Host.Get(path, ("Accept", "text/html"));
        var page = await Host.Open(path, "en");

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
        using var response = await Host.Get(path, ("Accept", "application/linkset+json"));

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
        using var response = await Host.Get(path, ("Accept", "application/json"), ("Accept-Language", "en"));
        var page = await Host.Open(path, "en");

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
        using var page = await Host.Get(path, ("Accept", Browser), ("Accept-Language", "en"));
        using var problem = await Host.Get(path, ("Accept", "application/linkset+json, application/json"), ("Accept-Language", "en"));
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
        using var request = new HttpRequestMessage(HttpMethod.Options, Host.AsSpelled(path));
        using var response = await Host.Client.SendAsync(request, TestContext.Current.CancellationToken);

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
        Host.Register(Shrimp);
        using var request = new HttpRequestMessage(HttpMethod.Head, Host.AsSpelled(path));
        using var head = await Host.Client.SendAsync(request, TestContext.Current.CancellationToken);
        using var get = await Host.Get(path);

        Assert.Equal(status, (int)head.StatusCode);
        Assert.Equal(get.StatusCode, head.StatusCode);
        Assert.Equal(get.Headers.Location, head.Headers.Location);
        Assert.Equal(get.Content.Headers.ContentType?.ToString(), head.Content.Headers.ContentType?.ToString());
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
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
        using var response = await Host.Get(path);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }
}
