using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace Lotmark.Ledger.Tests.Browser;

public sealed class ReportJourneyTests(LedgerApp app, Chromium chromium)
{
    [Fact]
    public async Task A_shopper_reports_without_JavaScript_and_reads_what_the_inspector_answered()
    {
        var lot = await app.RegisterLotAsync();
        var page = await chromium.PageAsync("en-GB", javaScript: false);
        await page.GotoAsync(Address("/" + lot.Path));
        await page.GetByText("Report a problem").ClickAsync();

        await page.GetByText("Send the report").ClickAsync();
        await Assertions.Expect(page.Locator("#kind-fault")).ToHaveTextAsync("Choose what is wrong.");
        await page.GetByText("It was thawed or refrozen").ClickAsync();
        await page.GetByLabel("City and district").FillAsync("Ningbo");
        await page.GetByText("Send the report").ClickAsync();

        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("We have your report");
        var number = await page.Locator(".standing .lot").TextContentAsync();
        Assert.Contains($"/report/{number}", page.Url, StringComparison.Ordinal);
        var reports = await app.Inspector.GetFromJsonAsync<JsonObject>($"/api/reports?lot={Uri.EscapeDataString(lot.Path)}");
        var report = Assert.Single(reports!["reports"]!.AsArray());
        Assert.Equal(number, (string)report!["number"]!);
        using var answered = await app.Inspector.PostAsJsonAsync($"{report["links"]!["self"]}/answer", new { status = "answered", en = "The shop has taken it off the shelf." });
        Assert.Equal(HttpStatusCode.OK, answered.StatusCode);

        await page.ReloadAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Answered");
        await Assertions.Expect(page.GetByText("The shop has taken it off the shelf.")).ToBeVisibleAsync();
        Assert.Empty(await page.Context.CookiesAsync());
    }

    [Theory]
    [InlineData("zh-CN", 320)]
    [InlineData("en-GB", 390)]
    public async Task Nothing_runs_off_the_form_and_nobody_is_kept_out_of_it(string language, int width)
    {
        var lot = await app.RegisterLotAsync();
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            var page = await chromium.PageAsync(language, width, scheme: scheme);
            await page.GotoAsync(Address($"/report/{lot.Path}"));
            await chromium.NobodyIsKeptOutAsync(page);
            await page.Locator("button").ClickAsync();
            await page.Locator("#kind-fault").WaitForAsync();
            await chromium.NobodyIsKeptOutAsync(page);
            await page.Locator("input[value=ill]").CheckAsync();
            await page.Locator("#place").FillAsync("宁波");
            await page.Locator("button").ClickAsync();
            await page.Locator(".standing.fine").WaitForAsync();
            await chromium.NobodyIsKeptOutAsync(page);
        }
    }

    private string Address(string path) => app.Anybody.BaseAddress!.ToString().TrimEnd('/') + path;
}
