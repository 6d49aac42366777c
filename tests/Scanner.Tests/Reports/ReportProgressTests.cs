using AngleSharp.Html.Dom;
using Lotmark.Scanner.Reports;
using Lotmark.Scanner.Tests.Hosting;

namespace Lotmark.Scanner.Tests.Reports;

/// <summary>The page of a report, for who has its number.</summary>
public sealed class ReportProgressTests(ReportHost reports) : IClassFixture<ReportHost>
{
    private readonly ScannerHost host = reports.Host;

    [Fact]
    public async Task Who_has_the_number_erases_what_was_written_and_no_other_site_does()
    {
        await using var host = new ScannerHost();
        await host.InitializeAsync();
        var form = (IHtmlFormElement)(await host.Open($"/report/{ReportBox.Number}", "en")).QuerySelector("details form")!;
        var address = form.GetAttribute("action")!;

        Assert.Equal(403, await PostAsync("cross-site", address));
        Assert.Equal(404, await PostAsync("same-origin", "/report/R-0000-0000-0000/erase"));
        Assert.Null(host.Reports.Progress.ErasedAt);
        Assert.Equal(303, await PostAsync("same-origin", address));

        var page = await host.Open($"/report/{ReportBox.Number}", "en");
        Assert.Contains("were erased on", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Null(page.QuerySelector("form"));

        async Task<int> PostAsync(string site, string path)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, host.AsSpelled(path)) { Headers = { { "Sec-Fetch-Site", site } } };
            using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
            using var answer = await browser.SendAsync(request, TestContext.Current.CancellationToken);
            return (int)answer.StatusCode;
        }
    }

    [Theory]
    [InlineData("zh-CN", "已答复", "商家已下架。")]
    [InlineData("en", "Answered", "商家已下架。")]
    public async Task An_answer_in_one_language_is_shown_to_all_and_marked_with_its_own(string language, string state, string answer)
    {
        host.Reports.Progress = host.Reports.Progress with { State = ReportState.Answered, ChangedAt = Samples.Recorded.RecordedAt.AddDays(1), Answer = new("商家已下架。", null) };

        var page = await host.Open($"/report/{ReportBox.Number}", language);

        Assert.Equal(state, page.QuerySelector("h1")!.TextContent);
        Assert.Contains(ReportBox.Number, page.Body!.TextContent, StringComparison.Ordinal);
        var said = page.QuerySelectorAll("section p").First(p => p.TextContent == answer);
        Assert.Equal(language == "en" ? "zh-CN" : null, said.GetAttribute("lang"));
    }
}
