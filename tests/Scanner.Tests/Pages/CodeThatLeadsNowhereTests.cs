using System.Net;
using System.Text.Json;
using Lotmark.Scanner.Tests.Hosting;

namespace Lotmark.Scanner.Tests.Pages;

public sealed class CodeThatLeadsNowhereTests(ScannerHost host)
{
    [Fact]
    public async Task An_unknown_lot_of_a_known_product_names_the_product_and_says_that_it_is_not_registered()
    {
        host.Register(Samples.Shrimp);

        using var response = await host.Get("/01/09520123451189/10/NOBODY-KNOWS", ("Accept", "text/html"));
        var page = await host.Open("/01/09520123451189/10/NOBODY-KNOWS");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("没有查到这个批次", page.QuerySelector("h1")!.TextContent);
        Assert.Contains("冻南美白虾（带头带壳）", page.QuerySelector("main")!.TextContent);
        Assert.Equal("NOBODY-KNOWS", page.QuerySelector(".lot")!.TextContent);
        Assert.Null(page.QuerySelector(".headline, .button, .code"));
    }

    [Fact]
    public async Task An_unknown_product_is_not_found()
    {
        using var response = await host.Get("/01/09520123456788/10/A", ("Accept", "text/html"));
        var page = await host.Open("/01/09520123456788/10/A", "en");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("This code is not registered", page.QuerySelector("h1")!.TextContent);
    }

    [Theory]
    [InlineData("/01/09520123456789/10/A", "check digit")]
    [InlineData("/01/9520123456788/10/A", "14 digits")]
    [InlineData("/01/09520123456788/10/", "missing")]
    [InlineData("/01/09520123456788/10", "form /01/")]
    [InlineData("/01/09520123456788/10/A%20B", "not allowed")]
    [InlineData("/01/09520123456788/10/123456789012345678901", "20 characters")]
    [InlineData("/01/09520123456788/10/50%", "percent")]
    public async Task A_broken_code_is_told_what_is_wrong_with_it(string path, string reason)
    {
        using var response = await host.Get(path, ("Accept", "text/html"));
        var page = await host.Open(path, "en");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("This code cannot be read", page.QuerySelector("h1")!.TextContent);
        Assert.Contains(reason, page.QuerySelector("section")!.TextContent);
    }

    [Theory]
    [InlineData("/01/09520123456789/10/A", "gtin")]
    [InlineData("/01/09520123456788/10/A%20B", "lotNumber")]
    [InlineData("/01/09520123456788/10", "path")]
    public async Task A_program_is_told_the_field(string path, string field)
    {
        using var response = await host.Get(path, ("Accept", "application/json"));
        var problem = await Json(response);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(400, problem.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.GetProperty("errors").GetProperty(field)[0].GetString()!);
    }

    [Fact]
    public async Task A_program_is_told_that_a_lot_is_unknown_and_which_product_it_would_be()
    {
        host.Register(Samples.Shrimp);

        using var response = await host.Get("/01/09520123451189/10/NOBODY-KNOWS", ("Accept", "application/json"), ("Accept-Language", "en"));
        var problem = await Json(response);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("Frozen whiteleg shrimp, head-on shell-on", problem.GetProperty("product").GetProperty("name").GetProperty("en").GetString());
    }

    private static async Task<JsonElement> Json(HttpResponseMessage response) =>
        JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
}
