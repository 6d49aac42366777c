using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace Lotmark.Ledger.Tests.Browser;

/// <summary>Every state of every public page in a real browser: nobody is kept out, nothing runs off the screen or moves, and there is a picture to look at.</summary>
public sealed class EveryStateTests(LedgerApp app, Chromium chromium)
{
    // 320 px is 640 px at twice the size (WCAG 2.2, success criterion 1.4.10 and 1.4.4).
    private static readonly View[] Views =
    [
        new("zh-CN", 390, ColorScheme.Light), new("en-GB", 390, ColorScheme.Dark), new("en-GB", 320, ColorScheme.Light), new("zh-CN", 1280, ColorScheme.Light),
    ];

    private const string Watch = """
        window.shifted = 0;
        new PerformanceObserver(list => { for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value; })
          .observe({ type: 'layout-shift', buffered: true });
        """;

    public static TheoryData<string> Names => [.. ShopperStates.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Each_state_can_be_read_by_everybody_and_stays_where_it_is(string state)
    {
        var address = await ShopperStates.All[state](app);
        foreach (var view in Views) await LookAsync(state, address, view);
    }

    [Theory]
    [InlineData("ja-JP")]
    [InlineData("ko-KR")]
    public async Task The_first_screen_speaks_the_languages_of_neighbours(string language)
    {
        foreach (var state in (string[])["fine", "recalled", "lot-unknown", "code-malformed"])
            await LookAsync(state, await ShopperStates.All[state](app), new(language, 390, ColorScheme.Light));
    }

    [Fact]
    public async Task A_page_on_paper_and_one_without_script_are_whole()
    {
        var address = await ShopperStates.All["too-warm"](app);
        var page = await chromium.PageAsync("zh-CN", javaScript: false);
        await page.GotoAsync(Address(address));
        await PictureAsync(page, "without-script", new("zh-CN", 390, ColorScheme.Light));
        await Assertions.Expect(page.Locator("button")).ToBeHiddenAsync();

        await page.EmulateMediaAsync(new() { Media = Media.Print });
        await page.SetViewportSizeAsync(794, 1123);
        await PictureAsync(page, "paper", new("zh-CN", 794, ColorScheme.Light));
        await Assertions.Expect(page.Locator("figure.code img")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".evidence")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task A_proof_that_is_not_on_the_chain_says_so()
    {
        await using var ledger = await LedgerProcess.StartAsync(null, "--Anchoring:Interval", "1.00:00:00");
        var logged = await RegisterAsync(ledger);
        await Eventually.TrueAsync(async () => await ProofAsync(ledger, logged) == "logged", "the lot is in the log");
        foreach (var view in Views[..2]) await LookAsync("proof-logged", ShopperStates.Page(logged), view, ledger.Http.BaseAddress);
    }

    [Fact]
    public async Task A_record_that_is_not_in_the_log_says_so()
    {
        await using var ledger = await LedgerProcess.StartAsync(null, "--Lotmark:Roles", "api,scanner", "--Chain:RpcUrls:0", "http://127.0.0.1:9");
        var recorded = await RegisterAsync(ledger);
        Assert.Equal("recorded", await ProofAsync(ledger, recorded));
        foreach (var view in Views[..2]) await LookAsync("proof-recorded", ShopperStates.Page(recorded), view, ledger.Http.BaseAddress);
    }

    private async Task<JsonObject> RegisterAsync(LedgerProcess ledger)
    {
        using var importer = ledger.As("importer");
        var lot = app.NewRegistration();
        using var answer = await importer.PostAsJsonAsync("/api/lots", lot);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return lot;
    }

    private static async Task<string?> ProofAsync(LedgerProcess ledger, JsonObject lot) => (string?)(await ledger.Http.PageAsync(lot))["proof"]!["state"];

    [Theory]
    [InlineData("running")]
    [InlineData("passed")]
    [InlineData("partly")]
    [InlineData("failed")]
    public async Task Each_end_of_a_check_can_be_read_by_everybody(string verdict)
    {
        var lot = await ShopperStates.FinalAsync(app, await app.RegisterLotAsync());
        var evidence = await app.AnchoredEvidenceAsync(lot);
        var rpcUrl = (string)evidence["anchor"]!["rpcUrls"]![0]!;
        foreach (var view in Views[..2])
        {
            var page = await chromium.PageAsync(view.Language, view.Width, scheme: view.Scheme, bypassPolicy: false);
            var held = new TaskCompletionSource();
            if (verdict == "partly") await page.RouteAsync(rpcUrl.TrimEnd('/') + "/**", route => route.AbortAsync());
            if (verdict == "failed") await page.RouteAsync("**/evidence", route => route.FulfillAsync(new() { ContentType = "application/json", Body = WithOtherEntry(evidence) }));
            if (verdict == "running") await page.RouteAsync(rpcUrl.TrimEnd('/') + "/**", async route => { await held.Task; await route.AbortAsync(); });
            await page.GotoAsync(Address(ShopperStates.Page(lot)));

            await page.TapUntilAsync(verdict);

            await chromium.NobodyIsKeptOutAsync(page);
            await PictureAsync(page, $"check-{verdict}", view);
            held.TrySetResult();
            await page.CloseAsync();
        }
    }

    private async Task LookAsync(string state, string address, View view, Uri? at = null)
    {
        var page = await chromium.PageAsync(view.Language, view.Width, scheme: view.Scheme, bypassPolicy: false);
        await page.AddInitScriptAsync(Watch);
        var errors = new List<string>();
        page.PageError += (_, error) => errors.Add(error);
        await page.GotoAsync(Address(address, at), new() { WaitUntil = WaitUntilState.Load });
        await page.EvaluateAsync("document.fonts.ready.then(() => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn))))");

        await chromium.NobodyIsKeptOutAsync(page, seen: Views.Skip(1).Contains(view));
        Assert.Equal(0, await page.EvaluateAsync<double>("window.shifted"));
        Assert.Empty(errors);
        await PictureAsync(page, state, view);
        await page.CloseAsync();
    }

    private static async Task PictureAsync(IPage page, string state, View view)
    {
        var folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "screenshots"));
        await page.ScreenshotAsync(new() { Path = Path.Combine(folder.FullName, $"{state}.{view.Width}.{view.Language}.{view.Scheme}.png".ToLowerInvariant()), FullPage = true });
    }

    private static string WithOtherEntry(JsonObject evidence)
    {
        var changed = evidence.DeepClone();
        changed["entries"]![0] = Convert.ToBase64String("{}"u8);
        return changed.ToJsonString();
    }

    private string Address(string path, Uri? at = null) => (at ?? app.Anybody.BaseAddress!).ToString().TrimEnd('/') + path;

    private sealed record View(string Language, int Width, ColorScheme Scheme);
}
