using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Lotmark.Ledger.Access;
using Lotmark.Ledger.Tests.Faults;

namespace Lotmark.Ledger.Tests.Inspection.Desk;

public sealed class DeskErrorTests(LedgerApp app, LostServerTests.OneServer one) : IClassFixture<LostServerTests.OneServer>
{
    [Fact]
    public async Task While_the_database_is_away_the_desk_says_so_on_a_page_and_goes_on_when_it_is_back()
    {
        await using var ledger = await Installation.CreateAsync(one.Server);
        var process = await ledger.StartAsync();
        using var inspector = await SignedInAsync(ledger, process, "away");
        await one.Server.KillAsync();
        try
        {
            foreach (var address in new[] { "/inspect?q=shrimp", "/inspect/signals", "/inspect/lots/09520123451189/UNKNOWN/history" })
            {
                var (answer, page) = await inspector.ErrorAsync(HttpMethod.Get, address);
                Assert.Equal((HttpStatusCode.ServiceUnavailable, "The records can't be reached just now", "5"), (answer.StatusCode, page.Heading, answer.Headers.RetryAfter?.ToString()));
                Assert.Equal(address, page.Document.QuerySelector("main a.button")!.GetAttribute("href"));
                Assert.Null(page.Document.QuerySelector("nav"));
            }
            var (_, chinese) = await inspector.ErrorAsync(HttpMethod.Get, "/inspect/inbox", "zh");
            Assert.Equal(("暂时无法读取记录", "zh-CN"), (chinese.Heading, chinese.Document.DocumentElement.GetAttribute("lang")));
            using var signIn = await inspector.SendAsync("/inspect/sign-in", ("name", "away"), ("password", DeskVisitor.Password));
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "text/html"), (signIn.StatusCode, signIn.Content.Headers.ContentType?.MediaType));
        }
        finally
        {
            await one.Server.StartAsync();
        }
        await Eventually.TrueAsync(async () =>
        {
            using var answer = await inspector.Http.GetAsync("/inspect?q=shrimp");
            return answer.StatusCode == HttpStatusCode.OK;
        }, "the desk opens again");
    }

    [Fact]
    public async Task What_nobody_foresaw_is_told_on_a_page_without_its_cause_which_stands_in_the_log()
    {
        await using var ledger = await Installation.CreateAsync(one.Server);
        var process = await ledger.StartAsync();
        using var inspector = await SignedInAsync(ledger, process, "failed");
        await ledger.QueryAsync<object>("alter table inspection.journal rename to elsewhere");

        var (answer, page) = await inspector.ErrorAsync(HttpMethod.Get, "/inspect");

        Assert.Equal((HttpStatusCode.InternalServerError, "Something went wrong here"), (answer.StatusCode, page.Heading));
        Assert.DoesNotContain("journal", page.Document.DocumentElement.OuterHtml, StringComparison.Ordinal);
        await Eventually.TrueAsync(() => Task.FromResult(process.Output.Contains("inspection.journal", StringComparison.Ordinal)), "the cause is noted");
        using var api = await process.Http.GetAsync("/api/nowhere");
        Assert.Equal("application/problem+json", api.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task What_is_not_there_not_open_or_asked_in_the_wrong_way_is_told_on_a_page()
    {
        using var inspector = await DeskVisitor.SignedInAsync(app, Role.Inspector);
        using var stranger = new DeskVisitor(app);

        Assert.Equal("404 There is no such page", await ToldAsync(inspector, HttpMethod.Get, "/inspect/nowhere"));
        Assert.Equal("404 There is no such page", await ToldAsync(stranger, HttpMethod.Get, "/inspect/nowhere"));
        Assert.Equal("405 This address is for a form", await ToldAsync(inspector, HttpMethod.Get, "/inspect/sign-out"));
        Assert.Equal("403 This is not open to you", await ToldAsync(inspector, HttpMethod.Get, "/inspect/accounts"));
        Assert.Equal("400 This can't be read", await ToldAsync(inspector, HttpMethod.Get, "/inspect/lots/12/A"));
    }

    private static async Task<string> ToldAsync(DeskVisitor visitor, HttpMethod method, string address)
    {
        var (answer, page) = await visitor.ErrorAsync(method, address);
        return $"{(int)answer.StatusCode} {page.Heading}";
    }

    private static async Task<DeskVisitor> SignedInAsync(Installation ledger, LedgerProcess process, string name)
    {
        var (exit, password) = await LedgerProcess.RunAsync(
            "accounts", "create", "inspection", "inspector", name, "--ConnectionStrings:Ledger", ledger.ConnectionString, "--Lotmark:DataDirectory", process.DataDirectory);
        Assert.True(exit == 0, password);
        var visitor = new DeskVisitor(process.Http.BaseAddress!);
        await visitor.FirstTimeAsync(name, password.Trim());
        return visitor;
    }
}

/// <summary>A page that tells of an error.</summary>
internal sealed record ErrorTold(IDocument Document)
{
    public string Heading => Document.QuerySelector("h1")!.TextContent;
}

internal static class ErrorReading
{
    extension(DeskVisitor visitor)
    {
        /// <summary>An answer that is a page of the desk, whatever its status.</summary>
        public async Task<(HttpResponseMessage Answer, ErrorTold Page)> ErrorAsync(HttpMethod method, string address, string? language = null)
        {
            using var request = new HttpRequestMessage(method, address);
            if (language is not null) request.Headers.AcceptLanguage.ParseAdd(language);
            var answer = await visitor.Http.SendAsync(request);
            var html = await answer.Content.ReadAsStringAsync();
            Assert.True(answer.Content.Headers.ContentType?.MediaType == "text/html", $"{address}: {(int)answer.StatusCode} {answer.Headers.Location} {html}");
            Assert.Contains("default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            return (answer, new(await new HtmlParser().ParseDocumentAsync(html)));
        }
    }
}
