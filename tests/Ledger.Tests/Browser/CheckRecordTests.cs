using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Lotmark.Ledger.Tests.Browser;

/// <summary>The check that a shopper starts by one tap, on the real ledger and its chain.</summary>
public sealed class CheckRecordTests(LedgerApp app, Chromium chromium)
{
    [Theory]
    [InlineData("zh-CN", 390, ColorScheme.Light, "核验记录", "这份记录与公开凭证一致")]
    [InlineData("en-GB", 1280, ColorScheme.Dark, "Check the record", "The record matches the public proof")]
    public async Task One_tap_checks_the_record_against_the_chain(string language, int width, ColorScheme scheme, string button, string verdict)
    {
        var lot = await AnchoredLotAsync();
        var page = await chromium.PageAsync(language, width, scheme: scheme, bypassPolicy: false);
        var errors = ErrorsOf(page);
        await page.GotoAsync(Address(lot.Path));
        await Assertions.Expect(page.Locator(RecordCheck.Button)).ToHaveTextAsync(button);

        await page.TapUntilAsync("passed");

        await Assertions.Expect(page.Locator(".verdict.passed")).ToContainTextAsync(verdict);
        Assert.Equal(
            ["lot passed", "whole passed", "logged passed", "newest passed", "chain passed", "compared open", "final", "trust trust"],
            (await StepsAsync(page)).Select(s => s.StartsWith("final", StringComparison.Ordinal) ? "final" : s)); // the next tree may be settling
        foreach (var summary in await page.Locator("#check summary").AllAsync()) await summary.ClickAsync();
        await Assertions.Expect(page.Locator("#check pre").First).ToContainTextAsync("lot_registered");
        await chromium.NobodyIsKeptOutAsync(page);
        Assert.Empty(errors);
    }

    [Theory]
    [InlineData("zh-CN", "这份记录与公开凭证不符。请不要相信它，并请举报。")]
    [InlineData("en-GB", "This record does not match the public proof. Do not rely on it. Report it.")]
    public async Task A_changed_record_is_a_loud_failure(string language, string alarm)
    {
        var lot = await AnchoredLotAsync();
        var page = await chromium.PageAsync(language, bypassPolicy: false);
        await page.RouteAsync("**/evidence", route => AnswerAsync(route, evidence =>
            evidence["entries"]![0] = Convert.ToBase64String(Encoding.UTF8.GetBytes(
                Encoding.UTF8.GetString(Convert.FromBase64String((string)evidence["entries"]![0]!)).Replace("\"EC\"", "\"PE\"", StringComparison.Ordinal)))));
        await page.GotoAsync(Address(lot.Path));

        await page.Locator(RecordCheck.Button).ClickAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync(alarm);
        await Assertions.Expect(page.Locator(".verdict.passed")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator(".standing.fine")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator(".standing.withdrawn").First).ToContainTextAsync(alarm);
        await Assertions.Expect(page.GetByRole(AriaRole.Alert).Locator(".report a")).ToHaveAttributeAsync("href", new Regex("^/report/01/"));
        Assert.Equal(["lot passed", "whole passed", "logged failed", "trust trust"], await StepsAsync(page));
        await chromium.NobodyIsKeptOutAsync(page);
    }

    [Fact]
    public async Task The_true_evidence_of_another_lot_is_a_loud_failure()
    {
        var (lot, other) = (await AnchoredLotAsync(), await AnchoredLotAsync());
        var evidence = await app.AnchoredEvidenceAsync(other);
        var page = await chromium.PageAsync("en-GB", bypassPolicy: false);
        await page.RouteAsync("**/evidence", route => route.FulfillAsync(new() { ContentType = "application/json", Body = evidence.ToJsonString() }));
        await page.GotoAsync(Address(lot.Path));

        await page.Locator(RecordCheck.Button).ClickAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("[data-group=lot].failed")).ToContainTextAsync("The proof is of another lot.");
    }

    [Fact]
    public async Task A_chain_out_of_reach_is_said_and_not_coloured_green()
    {
        var lot = await AnchoredLotAsync();
        var rpcUrl = (string)(await app.AnchoredEvidenceAsync(lot))["anchor"]!["rpcUrls"]![0]!;
        var page = await chromium.PageAsync("en-GB", bypassPolicy: false);
        await page.RouteAsync(rpcUrl.TrimEnd('/') + "/**", route => route.AbortAsync());
        await page.GotoAsync(Address(lot.Path));

        await page.Locator(RecordCheck.Button).ClickAsync();

        await Assertions.Expect(page.Locator(".verdict.partly")).ToContainTextAsync("We could not reach the public chain. The record may still be right");
        Assert.Contains("chain open", await StepsAsync(page));
        await chromium.NobodyIsKeptOutAsync(page);
    }

    [Fact]
    public async Task What_was_saved_checks_a_record_without_the_site()
    {
        var lot = await AnchoredLotAsync();
        var folder = Directory.CreateTempSubdirectory("lotmark-offline-").FullName;
        try
        {
            foreach (var (name, address) in new[] { ("verify.html", "/verify.html"), ("trust.json", "/.well-known/lotmark-trust.json") })
                await File.WriteAllBytesAsync(Path.Combine(folder, name), await app.Anybody.GetByteArrayAsync(address));
            var page = await chromium.PageAsync("en-GB", bypassPolicy: false);
            var errors = ErrorsOf(page);
            await page.GotoAsync(new Uri(Path.Combine(folder, "verify.html")).AbsoluteUri);
            await page.SetInputFilesAsync("#trust", Path.Combine(folder, "trust.json"));
            await page.FillAsync("#lot", Address(lot.Path));

            await Eventually.TrueAsync(async () =>
            {
                await File.WriteAllTextAsync(Path.Combine(folder, "evidence.json"), (await app.AnchoredEvidenceAsync(lot)).ToJsonString());
                await page.SetInputFilesAsync("#evidence", Path.Combine(folder, "evidence.json"));
                await page.Locator("form .button").ClickAsync();
                await page.Locator(RecordCheck.Done).WaitForAsync();
                return await page.Locator(".verdict.passed").CountAsync() == 1;
            }, "the saved page finds the saved evidence right");

            Assert.Contains("trust passed", await StepsAsync(page));
            await chromium.NobodyIsKeptOutAsync(page);
            Assert.Empty(errors);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Without_JavaScript_no_button_shows_and_the_files_stay()
    {
        var page = await chromium.PageAsync("en-GB", javaScript: false);
        await page.GotoAsync(Address(SampleFiles.Read("ecuador-shrimp-sea").Path));

        await Assertions.Expect(page.Locator(RecordCheck.Button)).ToBeHiddenAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Evidence file" })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Offline check" })).ToBeVisibleAsync();
    }

    private async Task<JsonObject> AnchoredLotAsync()
    {
        var lot = await app.RegisterLotAsync();
        await app.AnchoredEvidenceAsync(lot);
        return lot;
    }

    private static async Task AnswerAsync(IRoute route, Action<JsonObject> change)
    {
        var answer = await route.FetchAsync();
        var evidence = JsonNode.Parse(await answer.TextAsync())!.AsObject();
        change(evidence);
        await route.FulfillAsync(new() { Response = answer, Body = evidence.ToJsonString() });
    }

    private static async Task<string[]> StepsAsync(IPage page) =>
        await page.Locator(".checks > li").EvaluateAllAsync<string[]>("items => items.map(item => `${item.dataset.group} ${item.className}`)");

    private static List<string> ErrorsOf(IPage page)
    {
        var errors = new List<string>();
        page.Console += (_, message) => { if (message.Type == "error") errors.Add(message.Text); };
        page.PageError += (_, error) => errors.Add(error);
        return errors;
    }

    private string Address(string path) => $"{app.Anybody.BaseAddress!.ToString().TrimEnd('/')}/{path.TrimStart('/')}";
}
