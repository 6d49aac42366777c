using System.Net.Http.Json;
using Lotmark.Ledger.Access;
using Lotmark.Ledger.Access.Accounts;
using Lotmark.Ledger.Tests.Browser;
using Lotmark.Ledger.Tests.Custody;
using Lotmark.Ledger.Tests.Inspection.Tasks;
using Lotmark.Ledger.Tests.ShopperReports;
using Microsoft.Playwright;
using static Lotmark.Ledger.Tests.Custody.Trade;

namespace Lotmark.Ledger.Tests.Inspection.Desk;

public sealed class DeskJourneyTests(LedgerApp app, Chromium chromium)
{
    [Fact]
    public async Task An_inspector_finds_a_lot_sees_where_it_went_and_stops_it()
    {
        var trade = await OpenAsync(app);
        var lot = await trade.ReleasedLotAsync(app);
        await HandOverAsync(lot, trade.Importer, trade.Warehouse, trade.Wholesaler, trade.Depot, 500);
        await Eventually.TrueAsync(async () => (await app.Inspector.GetStringAsync($"/api/lots?location={trade.Depot}")).Contains(lot.Number, StringComparison.Ordinal), "the lot is listed");
        var page = await chromium.PageAsync("en", 1280, 900);
        await SignInAsync(page, Role.Inspector);

        await page.FillAsync("input[type=search]", lot.Number);
        await page.PressAsync("input[type=search]", "Enter");
        await page.GetByRole(AriaRole.Link, new() { Name = lot.Number }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Trace forward" }).ClickAsync();
        var told = await page.Locator(".big").TextContentAsync();
        var before = await page.Locator("[data-graph] svg").GetAttributeAsync("viewBox");
        await page.FocusAsync("[data-graph] svg");
        await page.Keyboard.PressAsync("+");
        await page.Keyboard.PressAsync("ArrowRight");
        var after = await page.Locator("[data-graph] svg").GetAttributeAsync("viewBox");
        await page.GetByRole(AriaRole.Link, new() { Name = "Overview" }).ClickAsync();
        await page.FillAsync("textarea[name=reason]", "Residues are suspected");
        await page.ClickAsync("text=Hold 1 lot");

        Assert.Contains("2 places", told, StringComparison.Ordinal);
        Assert.NotEqual(before, after);
        Assert.Contains("ON HOLD", await page.Locator(".heading .status").TextContentAsync(), StringComparison.Ordinal);
        Assert.Equal("held", (string?)(await app.Anybody.PageAsync(lot))["status"]);
        Assert.DoesNotContain("inspector-", (await app.Inspector.GetStringAsync(lot.Api("/history"))), StringComparison.Ordinal);
        await page.FillAsync("textarea[name=reason]", "All clear");
        await page.ClickAsync("text=Lift the hold on 1 lot");
        Assert.Contains("In distribution", await page.Locator(".heading .status").TextContentAsync(), StringComparison.Ordinal);
        await page.CloseAsync();
    }

    [Fact]
    public async Task One_button_audits_all_there_is()
    {
        await app.RegisterLotAsync();
        var page = await chromium.PageAsync("en", 1280, 900);
        await SignInAsync(page, Role.Inspector);
        await page.GotoAsync(Address("/inspect/integrity"));
        await page.WaitForSelectorAsync("button:not([disabled]):has-text('entries now')"); // another audit may be under way
        var asked = DateTimeOffset.UtcNow;

        await page.ClickAsync("text=entries now");

        // Its own script shows the end.
        await page.WaitForSelectorAsync("button:not([disabled]):has-text('entries now')");
        var told = page.Locator("[aria-live] p").Last;
        Assert.Contains("nothing differs", await told.TextContentAsync(), StringComparison.Ordinal);
        Assert.True(DateTimeOffset.Parse((await told.Locator("time").GetAttributeAsync("datetime"))!, System.Globalization.CultureInfo.InvariantCulture) >= asked.AddSeconds(-1));
        await page.CloseAsync();
    }

    [Fact]
    public async Task From_a_complaint_to_a_closed_recall_by_two_people()
    {
        var trade = await OpenAsync(app);
        var lot = await trade.ReleasedLotAsync(app);
        await HandOverAsync(lot, trade.Importer, trade.Warehouse, trade.Wholesaler, trade.Depot, 500);
        var (inspector, supervisor) = (await chromium.PageAsync("en", 1280, 900), await chromium.PageAsync("zh-CN", 820, 1180));
        await SignInAsync(inspector, Role.Inspector);
        await SignInAsync(supervisor, Role.Supervisor);

        await inspector.GotoAsync(Address($"/inspect?q={Uri.EscapeDataString($"https://ledger.example/{lot.Path}")}"));
        await Eventually.TrueAsync(async () =>
        {
            await inspector.ReloadAsync();
            return await inspector.GetByRole(AriaRole.Link, new() { Name = lot.Number }).CountAsync() == 1;
        }, "the scanned lot is found");
        await inspector.GetByRole(AriaRole.Link, new() { Name = lot.Number }).ClickAsync();
        await inspector.ClickAsync("text=Hold or recall it with all that was made of it");
        await inspector.CheckAsync("input[value=recall]");
        await inspector.FillAsync("textarea[name=reason]", "Residues above the limit");
        await inspector.ClickAsync("text=Show what it would reach");
        var told = await inspector.Locator(".big").TextContentAsync();
        await inspector.ClickAsync("text=Recall 1 lot");
        var refused = await inspector.Locator("p.fault[role=alert]").TextContentAsync();
        await supervisor.GotoAsync(inspector.Url.Replace("/confirm", "", StringComparison.Ordinal));
        await supervisor.ClickAsync("text=召回 1 个批次");
        await supervisor.WaitForSelectorAsync("#notices");

        Assert.Contains("1 lot, 2 places of 2 holders, 24,000 kg", told, StringComparison.Ordinal);
        Assert.Contains("another person", refused, StringComparison.Ordinal);
        Assert.Equal("recalled", (string?)(await app.Anybody.PageAsync(lot))["status"]);
        await supervisor.FillAsync("input[name=outcome]", "其余已封存，交由进口商销毁。");
        await supervisor.ClickAsync("text=结案");
        Assert.Contains("已结案", await supervisor.Locator(".heading").TextContentAsync(), StringComparison.Ordinal);
        await inspector.CloseAsync();
        await supervisor.CloseAsync();
    }

    private const int FullyLookedAt = 1280;

    [Theory]
    [InlineData("en", FullyLookedAt, ColorScheme.Light)]
    [InlineData("zh-CN", 820, ColorScheme.Dark)]
    [InlineData("zh-CN", 390, ColorScheme.Light)]
    public async Task Nobody_is_kept_out_of_any_page_in_any_state(string language, int width, ColorScheme scheme)
    {
        var trade = await OpenAsync(app);
        var lot = await trade.ReleasedLotAsync(app);
        await HandOverAsync(lot, trade.Importer, trade.Warehouse, trade.Wholesaler, trade.Depot, 500);
        await trade.Wholesaler.DoAsync(lot, "repack", Repack(trade.Depot, 100, null, 0, $"{lot.Number[..^3]}-DJ", 100));
        await trade.Importer.DoAsync(lot, "destroy", Destruction(trade.Warehouse, 20));
        var history = (await app.Inspector.GetFromJsonAsync<System.Text.Json.Nodes.JsonObject>(lot.Api("/history")))!["events"]!.AsArray();
        await trade.Importer.DoAsync(lot, "corrections", new()
        {
            ["event"] = history.Count,
            ["reason"] = "incorrectData",
            ["explanation"] = "Weighed again.",
            ["values"] = new System.Text.Json.Nodes.JsonObject { ["quantity"] = 21 },
        });
        await app.Anybody.ReportAsync(lot, null, ("kind", "thawed"), ("district", "Yinzhou"));
        await app.MeasureAsync(lot, [-20, .. Enumerable.Repeat(-5d, 20), -20], trade.Importer.Http);
        await app.Inspector.PostAsJsonAsync(lot.Api("/hold"), new { reason = "Residues are suspected" });
        using var proposed = await app.Inspector.PostAsJsonAsync("/api/recalls", new { kind = "hold", reason = "Residues", scope = new { gtin = lot.Gtin, lotNumber = lot.Number } });
        var recall = (string)(await proposed.Content.ReadFromJsonAsync<System.Text.Json.Nodes.JsonObject>())!["recall"]!["id"]!;
        var seen = await Eventually.ResultAsync(async () => (string?)(await app.Inspector.GetFromJsonAsync<System.Text.Json.Nodes.JsonObject>($"/api/sightings?kind=report&lot={Uri.EscapeDataString(lot.Path)}"))!["sightings"]!.AsArray().FirstOrDefault()?["id"], "the report is in the inbox");
        var task = await app.Inspector.PublishAsync(TaskCalls.About(lot, ("district", "330212"), ("sightings", new System.Text.Json.Nodes.JsonArray(seen)), ("instructions", "Look at the freezer.")));
        var others = await app.Inspector.OnTheSpotAsync(TaskCalls.About(lot));
        await app.Inspector.ActAsync(others, "samples", new { number = "S-1", quantity = 2, unit = "packs", testFor = "Residues" });
        var page = await chromium.PageAsync(language, width, 1000, scheme: scheme);
        await page.GotoAsync(Address("/inspect/sign-in"));
        await chromium.NobodyIsKeptOutAsync(page);
        await SignInAsync(page, Role.Supervisor, look: p => chromium.NobodyIsKeptOutAsync(p));

        var path = $"/inspect/lots/{lot.Gtin}/{Uri.EscapeDataString(lot.Number)}";
        string[] pages =
        [
            "/inspect", "/inspect?q=nothing-like-that", "/inspect?origin=ecuador&q=a+b+c+d+e+f+g+h+i", "/inspect/accounts", "/inspect/journal", "/inspect/account", "/inspect/lots/09520123451189/UNKNOWN",
            "/inspect/integrity", "/inspect/inbox", "/inspect/inbox?open=", "/inspect/inbox?kind=rumour", "/inspect/inbox?open=false&city=nowhere", "/inspect/signals", "/inspect/signals?until=2020-01-01", "/inspect/webhooks", $"/inspect/webhooks/{Guid.Empty}", "/inspect/recalls", "/inspect/recalls/new", $"/inspect/recalls/new?gtin={lot.Gtin}&lotNumber={Uri.EscapeDataString(lot.Number)}", $"/inspect/recalls/{recall}", $"/inspect/recalls/{Guid.Empty}",
            "/inspect/tasks", "/inspect/tasks?overdue=true&kind=recallCheck", "/inspect/tasks?live=true", "/inspect/tasks?state=lost", "/inspect/tasks/new", $"/inspect/tasks/{task}", $"/inspect/tasks/{others}", $"/inspect/tasks/{Guid.Empty}", "/inspect/account/profile",
            path, $"{path}/history", $"{path}/trace/forward", $"{path}/trace/back", $"{path}/papers", $"{path}/compare", $"{path}/compare?from=1&to=3",
        ];
        foreach (var address in pages)
        {
            await page.GotoAsync(Address(address));
            await chromium.NobodyIsKeptOutAsync(page, seen: width != FullyLookedAt);
        }
        await page.GotoAsync(Address($"/inspect/tasks/{task}"));
        foreach (var act in new[] { "take", "check-in" })
        {
            await page.ClickAsync($"form[action$='/{act}'] > button");
            await page.WaitForSelectorAsync($"form[action$='/{(act == "take" ? "check-in" : "findings")}']");
            await page.EvaluateAsync("for (const part of document.querySelectorAll('details')) part.open = true");
            await chromium.NobodyIsKeptOutAsync(page);
        }
        await page.CloseAsync();
    }

    private string Address(string path) => new Uri(app.Anybody.BaseAddress!, path).ToString();

    // As a person does it, with an account that was just made.
    private async Task SignInAsync(IPage page, Role role, Func<IPage, Task>? look = null)
    {
        var (name, password) = await DeskVisitor.NewAccountAsync(app, role);
        await page.GotoAsync(Address("/inspect"));
        await page.FillAsync("input[name=name]", name);
        await page.FillAsync("input[name=password]", password);
        await page.ClickAsync("main button");
        var secret = DeskVisitor.FromBase32((await page.Locator("main code").TextContentAsync())!.Replace(" ", "", StringComparison.Ordinal));
        if (look is not null) await look(page);
        await page.FillAsync("input[name=code]", Totp.CodeOf(secret, Totp.StepOf(DateTimeOffset.UtcNow)));
        await page.ClickAsync("main button");
        if (look is not null) await look(page);
        await page.FillAsync("input[name=before]", password);
        await page.FillAsync("input[name=chosen]", DeskVisitor.Password);
        await page.ClickAsync("main button");
        await page.WaitForURLAsync("**/inspect");
    }
}
