using Lotmark.Ledger.Tests.Browser;
using Microsoft.Playwright;

namespace Lotmark.Ledger.Tests.Description;

public sealed class ReferencePageTests(LedgerApp app, Chromium chromium)
{
    [Theory]
    [InlineData(390, 844)]
    [InlineData(1280, 900)]
    public async Task The_reference_is_shown_and_comes_from_here_alone(int width, int height)
    {
        var page = await chromium.PageAsync("en-GB", width, height, bypassPolicy: false);
        var (errors, foreign) = (new List<string>(), new List<string>());
        page.Console += (_, message) => { if (message.Type == "error") errors.Add(message.Text); };
        page.PageError += (_, error) => errors.Add(error);
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(app.Anybody.BaseAddress!.ToString(), StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal) && !request.Url.StartsWith("blob:", StringComparison.Ordinal)) foreign.Add(request.Url);
        };

        var answer = await page.GotoAsync($"{app.Anybody.BaseAddress}reference");

        Assert.Equal(200, answer!.Status);
        Assert.Contains("default-src 'none'", answer.Headers["content-security-policy"], StringComparison.Ordinal);
        await Assertions.Expect(page.GetByText("An open ledger for imported cold-chain food").First).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await Assertions.Expect(page.GetByText("Register one lot").First).ToBeAttachedAsync(new() { Timeout = 30_000 });
        Assert.Empty(foreign);
        Assert.Empty(errors);
    }
}
