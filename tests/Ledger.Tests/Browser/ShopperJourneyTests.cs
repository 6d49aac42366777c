using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Lotmark.Ledger.Tests.Browser;

public sealed class ShopperJourneyTests(LedgerApp app, Chromium chromium)
{
    private static readonly string Shrimp = "/" + SampleFiles.Read("ecuador-shrimp-sea").Path;

    [Theory]
    [InlineData("zh-CN", "冻南美白虾（带头带壳）", "入境日期", "2026年11月7日", "厄瓜多尔", "宁波")]
    [InlineData("en-GB", "Frozen whiteleg shrimp, head-on shell-on", "Entry date", "7 November 2026", "Ecuador", "Ningbo")]
    public async Task A_shopper_sees_at_once_when_and_from_where_the_food_entered(string language, params string[] texts)
    {
        var page = await chromium.PageAsync(language, javaScript: false);

        var answer = await page.GotoAsync(Address(Shrimp));

        Assert.Equal(200, answer!.Status);
        foreach (var text in texts)
        {
            var found = page.GetByText(text).First;
            Assert.True(await found.IsVisibleAsync(), text);
            Assert.True((await found.BoundingBoxAsync())!.Y < 844, $"'{text}' is not on the first screen");
        }
        await Assertions.Expect(page.GetByText("EC/VAN-0926.17").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_language_is_switched_without_JavaScript()
    {
        var page = await chromium.PageAsync("zh-CN", javaScript: false);
        await page.GotoAsync(Address(Shrimp));

        await page.Locator("header a[hreflang=en], header a[lang=en]").First.ClickAsync();

        await Assertions.Expect(page.GetByText("Entry date").First).ToBeVisibleAsync();
        Assert.StartsWith("en", await page.Locator("html").GetAttributeAsync("lang"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("zh-CN", "没有登记")]
    [InlineData("en-GB", "not registered")]
    public async Task An_unknown_lot_is_an_honest_page(string language, string text)
    {
        var page = await chromium.PageAsync(language, javaScript: false);

        var answer = await page.GotoAsync(Address("/01/09520123451189/10/NOPE"));

        Assert.Equal(404, answer!.Status);
        await Assertions.Expect(page.GetByText(text).First).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData("zh-CN", 320)]
    [InlineData("zh-CN", 390)]
    [InlineData("en-GB", 320)]
    [InlineData("en-GB", 1280)]
    public async Task Nothing_runs_off_the_page_and_nobody_is_kept_out(string language, int width)
    {
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            var page = await chromium.PageAsync(language, width, scheme: scheme);
            var errors = new List<string>();
            page.Console += (_, message) => { if (message.Type == "error") errors.Add(message.Text); };
            var foreign = new List<string>();
            page.Request += (_, request) => { if (!request.Url.StartsWith(app.Anybody.BaseAddress!.ToString(), StringComparison.Ordinal)) foreign.Add(request.Url); };
            await page.GotoAsync(Address(Shrimp));

            await chromium.NobodyIsKeptOutAsync(page);
            Assert.Empty(errors);
            Assert.Empty(foreign);
        }
    }

    [Fact]
    public async Task A_phone_that_scanned_the_code_does_not_load_it_and_it_is_there_on_paper()
    {
        var page = await chromium.PageAsync("zh-CN");
        var asked = new ConcurrentQueue<string>();
        page.Request += (_, request) => asked.Enqueue(new Uri(request.Url).AbsolutePath);
        await page.GotoAsync(Address(Shrimp), new() { WaitUntil = WaitUntilState.NetworkIdle });
        Assert.DoesNotContain(asked, path => path.StartsWith("/code/", StringComparison.Ordinal));

        var printed = page.WaitForResponseAsync(response => response.Url.Contains("/code/", StringComparison.Ordinal));
        await page.PdfAsync();

        Assert.Equal(200, (await printed).Status);
        Assert.True(await page.EvaluateAsync<bool>("document.querySelector('figure.code img').naturalWidth > 0"));
    }

    private string Address(string path) => app.Anybody.BaseAddress!.ToString().TrimEnd('/') + path;
}
