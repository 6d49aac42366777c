using System.Net;
using Lotmark.Ledger.Tests.Browser;
using Lotmark.Ledger.Tests.Inspection.Desk;

namespace Lotmark.Ledger.Tests.Access.Provider;

/// <summary>With a ledger that asks the provider for strength and for the authority, and asks for its own second factor all the same.</summary>
public sealed class SecondFactorOfProviderTests(LedgerApp app, Chromium chromium)
{
    [Fact]
    public async Task The_desk_asks_for_its_own_second_factor_and_the_provider_for_the_strength_that_is_required()
    {
        await using var provider = await OpenIdProvider.StartedAsync();
        await using var ledger = await LedgerWithProvider.StartAsync(provider, ("Amr", "mfa,hwk"), ("Acr", "high"), ("SecondFactor", "desk"), ("OrganisationClaim", "authority"));
        using var visitor = new DeskVisitor(ledger.BaseAddress());
        var strong = new Person("subject", "strong", "inspectors") { Amr = ["pwd", "hwk"], Acr = "high", Authority = "inspection" };

        Assert.Contains("a sign-in that is strong enough ( amr ), one of: mfa, hwk", await RefusedAsync(strong with { Amr = ["pwd"] }), StringComparison.Ordinal);
        Assert.Contains("( acr ), one of: high", await RefusedAsync(strong with { Acr = "low" }), StringComparison.Ordinal);
        Assert.Contains("an authority that is known here ( authority )", await RefusedAsync(strong with { Authority = null }), StringComparison.Ordinal);
        Assert.Contains("an authority that is known here", await RefusedAsync(strong with { Authority = "example-foods-ningbo" }), StringComparison.Ordinal); // an importer

        using (var halfway = await SignInAsync(strong)) Assert.Equal("/inspect/second-factor?to=%2Finspect", halfway.Headers.Location?.ToString());
        Assert.Equal("high", provider.Asked!.AcrValues);
        using (var desk = await visitor.Http.GetAsync("/inspect")) Assert.Contains("/inspect/sign-in", desk.Headers.Location!.ToString(), StringComparison.Ordinal);
        await visitor.FirstCodeAsync();
        Assert.Equal("strong", (await visitor.PageAsync("/inspect/account")).QuerySelector("h1")!.TextContent);

        async Task<HttpResponseMessage> SignInAsync(Person who)
        {
            provider.Who = who;
            using var start = await visitor.Http.GetAsync("/inspect/sign-in/provider");
            using var sent = await new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }).GetAsync(start.Headers.Location);
            return await visitor.Http.GetAsync(sent.Headers.Location);
        }

        async Task<string> RefusedAsync(Person who)
        {
            using var answer = await SignInAsync(who);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
            return LedgerWithProvider.Told(await answer.Content.ReadAsStringAsync());
        }
    }

    [Theory]
    [InlineData("en", 1280)]
    [InlineData("zh-CN", 390)]
    public async Task In_a_browser_one_button_leads_to_the_provider_and_back_and_nobody_is_kept_out(string language, int width)
    {
        await using var provider = await OpenIdProvider.StartedAsync();
        await using var ledger = await LedgerWithProvider.StartAsync(provider, ("Organisation", "inspection"), ("SecondFactor", "provider"));
        var page = await chromium.PageAsync(language, width, 900);
        provider.Who = new("subject", "browser", "others");

        await page.GotoAsync(new Uri(ledger.BaseAddress(), "/inspect/recalls").ToString());
        await chromium.NobodyIsKeptOutAsync(page);
        await page.ClickAsync("main a.button");
        Assert.Contains("roles", await page.Locator("main").TextContentAsync(), StringComparison.Ordinal);
        await chromium.NobodyIsKeptOutAsync(page);
        provider.Who = provider.Who with { Roles = ["inspectors"] };
        await page.GotoAsync(new Uri(ledger.BaseAddress(), "/inspect/recalls").ToString());
        await page.ClickAsync("main a.button");

        await page.WaitForURLAsync("**/inspect/recalls");
        Assert.Contains("browser", await page.Locator("header nav").TextContentAsync(), StringComparison.Ordinal);
        await page.CloseAsync();
    }

    [Fact]
    public async Task Where_no_provider_is_set_there_is_no_button_and_no_way_to_one()
    {
        using var visitor = new DeskVisitor(app);

        Assert.Null((await visitor.PageAsync("/inspect/sign-in")).QuerySelector("main a"));
        await visitor.PageAsync("/inspect/sign-in/provider", HttpStatusCode.NotFound);
        await visitor.PageAsync("/inspect/sign-in/provider/answer?code=a&state=b", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_start_with_an_authority_that_is_not_there_says_so_in_one_sentence()
    {
        var data = LedgerProcess.NewDataDirectory();
        var secret = Path.Combine(data, "client.secret");
        await File.WriteAllTextAsync(secret, "secret", TestContext.Current.CancellationToken);
        const string at = "--Lotmark:Inspection:OpenIdConnect:";

        var (exit, output) = await LedgerProcess.RunAsync(
            "--urls", $"http://127.0.0.1:{LedgerProcess.FreePort()}", "--Lotmark:DataDirectory", data, $"{at}Authority", "https://login.example.com", $"{at}ClientId", "desk",
            $"{at}ClientSecretFile", secret, $"{at}Name", "Example", $"{at}Inspector", "inspectors", $"{at}Organisation", "nobody-of-that-name");

        Assert.Equal(1, exit);
        Assert.Contains("lotmark: Lotmark:Inspection:OpenIdConnect:Organisation is 'nobody-of-that-name', and there is no authority of this id", output, StringComparison.Ordinal);
        Directory.Delete(data, recursive: true);
    }
}

internal static class Addresses
{
    public static Uri BaseAddress(this LedgerProcess process) => process.Http.BaseAddress!;
}
