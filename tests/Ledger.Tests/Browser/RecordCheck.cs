using Microsoft.Playwright;

namespace Lotmark.Ledger.Tests.Browser;

/// <summary>The button that checks a record.</summary>
internal static class RecordCheck
{
    public const string Button = "button[data-evidence]";
    public const string Done = ".verdict:not(.running)";

    extension(IPage page)
    {
        /// <summary>Taps as a reader does, again where it ends otherwise: a fresh anchor becomes final only after some blocks, and on a quick chain others follow.</summary>
        public Task TapUntilAsync(string verdict) => Eventually.TrueAsync(async () =>
        {
            await page.Locator(Button).ClickAsync();
            await page.Locator(verdict == "running" ? ".verdict.running" : Done).WaitForAsync();
            return await page.Locator($".verdict.{verdict}").CountAsync() == 1;
        }, $"the check ends as {verdict}");
    }
}
