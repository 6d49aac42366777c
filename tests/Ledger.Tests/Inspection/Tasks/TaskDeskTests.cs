using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Lotmark.Ledger.Access;
using Lotmark.Ledger.Tests.Browser;
using Lotmark.Ledger.Tests.Inspection.Desk;
using Lotmark.Ledger.Tests.ShopperReports;
using static Lotmark.Ledger.Tests.Inspection.Tasks.TaskCalls;

namespace Lotmark.Ledger.Tests.Inspection.Tasks;

public sealed class TaskDeskTests(LedgerApp app, Chromium chromium)
{
    [Fact]
    public async Task One_click_makes_a_task_of_a_complaint_and_the_shopper_reads_what_came_of_it()
    {
        var lot = await app.RegisterLotAsync();
        var number = await app.Anybody.ReportAsync(lot, null, ("kind", "thawed"), ("district", "Ningbo Yinzhou"), ("text", "Soft and wet"));
        var inbox = $"/inspect/inbox?lot={Uri.EscapeDataString(lot.Path)}";
        using var inspector = await DeskVisitor.SignedInAsync(app, Role.Inspector);
        var row = await Eventually.ResultAsync(async () => (await inspector.PageAsync(inbox)).QuerySelector(".seen > li"), "it is in the inbox");

        var make = row.QuerySelector("form[action$='/task']")!.GetAttribute("action")!;
        var made = new List<string>();
        for (var click = 0; click < 2; click++)
            using (var answer = await inspector.SendAsync(make)) made.Add(answer.Headers.Location!.ToString());
        var task = Assert.Single(made.Distinct());
        var shown = (await inspector.PageAsync(inbox)).QuerySelector(".seen > li")!;
        Assert.Equal(task, shown.QuerySelector("a[href^='/inspect/tasks/']")!.GetAttribute("href"));
        Assert.Null(shown.QuerySelector("form[action$='/task']"));

        var page = await inspector.PageAsync(task);
        foreach (var told in new[] { "Thawed", lot.Number, "Ningbo Yinzhou", "open" }) Assert.Contains(told, page.Body!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Soft and wet", page.Body!.TextContent, StringComparison.Ordinal);
        await DoAsync(inspector, task, "take");
        await DoAsync(inspector, task, "check-in", ("latitude", "29.8683"), ("longitude", "121.544"), ("accuracyM", "12"));
        await DoAsync(inspector, task, "findings", ("text", "Six of 40 packs\r\nwere <b>soft</b>."), ("severity", "critical"));
        await DoAsync(inspector, task, "samples", ("number", "NB-1"), ("quantity", "2"), ("unit", "packs"), ("testFor", "TVB-N"));
        await DoAsync(inspector, task, "results", ("sample", "NB-1"), ("outcome", "nonConforming"), ("text", "31 mg/100 g"));
        var form = (await inspector.PageAsync(task)).QuerySelector("form[action$='/close']")!;
        var report = form.QuerySelector("input[name=reports]")!;
        Assert.True(report.HasAttribute("checked"));
        await DoAsync(inspector, task, "close", ("assessment", "nonConforming"), ("text", "Thawed in the shop."), ("reports", report.GetAttribute("value")!), ("answerEn", "The shop has taken it off the shelf."));

        page = await inspector.PageAsync(task);
        foreach (var told in new[] { "NOT CONFORMING", "Six of 40 packs were <b>soft</b>.", "CRITICAL", "29.8683, 121.544 (± 12 m)", "NB-1", "31 mg/100 g", "event 3" }) Assert.Contains(told, page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Null(page.QuerySelector("main form"));
        var history = await inspector.PageAsync($"/inspect/lots/{lot.Gtin}/{Uri.EscapeDataString(lot.Number)}/history");
        foreach (var told in new[] { "Finding of an inspector", "Sample taken", "Sample tested", "Inspected" }) Assert.Contains(told, history.Body!.TextContent, StringComparison.Ordinal);
        using var seen = await app.Anybody.SendAsync(new(HttpMethod.Get, $"/report/{number}") { Headers = { { "Accept-Language", "en" } } });
        Assert.Contains("The shop has taken it off the shelf.", await seen.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var supervisor = await DeskVisitor.SignedInAsync(app, Role.Supervisor);
        var journal = (await supervisor.PageAsync($"/inspect/journal?who={inspector.Name}")).Body!.TextContent;
        foreach (var act in new[] { "/task", "/take", "/check-in", "/findings", "/samples", "/results", "/close" }) Assert.Contains(act, journal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_that_is_wrong_comes_back_as_it_was_filled_in_and_one_that_is_sent_twice_counts_once()
    {
        var lot = await app.RegisterLotAsync();
        using var inspector = await DeskVisitor.SignedInAsync(app, Role.Inspector);
        var path = $"/inspect/tasks/new?gtin={lot.Gtin}&lotNumber={Uri.EscapeDataString(lot.Number)}";
        var draft = (await inspector.PageAsync(path)).QuerySelector("main form")!;
        (string, string)[] fields = [("title", "Look <i>here</i>"), ("kind", "routine"), ("gtin", lot.Gtin), ("lotNumber", lot.Number), ("due", Day()), ("skills", "sampling"), ("skills", "meat"), ("form", draft.QuerySelector("input[name=form]")!.GetAttribute("value")!)];

        using var wrong = await inspector.SendAsync("/inspect/tasks", [.. fields.Where(f => f.Item1 != "due"), ("due", "2020-01-01"), ("location", "nowhere\u202E")]);
        var shown = await ParsedAsync(wrong);
        using var published = await inspector.SendAsync("/inspect/tasks", fields);
        using var twice = await inspector.SendAsync("/inspect/tasks", fields);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        Assert.Equal(2, shown.QuerySelectorAll("[role=alert]").Length);
        Assert.Equal(("Look <i>here</i>", true), (shown.QuerySelector("input[name=title]")!.GetAttribute("value"), shown.QuerySelector("input[value=meat]")!.HasAttribute("checked")));
        var task = published.Headers.Location!.ToString();
        Assert.Equal(task, twice.Headers.Location!.ToString());
        await DoAsync(inspector, task, "take");
        using var early = await inspector.SendAsync($"{task}/findings", ("text", "Too early"));
        Assert.Equal(HttpStatusCode.Conflict, early.StatusCode);
        using var nowhere = await inspector.SendAsync($"{task}/check-in", ("latitude", "north"), ("longitude", "200"), ("location", "nowhere"));
        shown = await ParsedAsync(nowhere);
        Assert.Equal(("north", 2), (shown.QuerySelector("input[name=latitude]")!.GetAttribute("value"), shown.QuerySelectorAll("form[action$='/check-in'] [role=alert]").Length));
        await DoAsync(inspector, task, "check-in");
        var form = $"{Guid.NewGuid()}";
        foreach (var words in new[] { "First", "First", "Second" }) await DoAsync(inspector, task, "findings", ("form", form), ("text", words));
        Assert.Equal(["First", "Second"], (await inspector.PageAsync(task)).QuerySelectorAll(".events li").Where(e => e.TextContent.Contains("Finding", StringComparison.Ordinal)).Select(e => e.QuerySelectorAll("p")[1].TextContent.Trim()));
    }

    [Fact]
    public async Task What_is_offered_follows_from_the_profile_that_a_supervisor_or_the_inspector_sets()
    {
        var lot = await app.RegisterLotAsync();
        var (here, elsewhere) = (await app.Inspector.PublishAsync(About(lot, ("title", "Here"), ("district", "330212"))), await app.Inspector.PublishAsync(About(lot, ("title", "Elsewhere"), ("district", "440305"))));
        using var inspector = await DeskVisitor.SignedInAsync(app, Role.Inspector);
        using var supervisor = await DeskVisitor.SignedInAsync(app, Role.Supervisor);
        var offered = $"/inspect/tasks?offered=true&lot={Uri.EscapeDataString(lot.Path)}";
        Assert.Equal([elsewhere, here], await ShownAsync());

        var profile = (await supervisor.PageAsync("/inspect/accounts")).QuerySelectorAll("tbody tr").Single(r => r.QuerySelector("td")!.TextContent == inspector.Name).QuerySelector("a[href$='/profile']")!.GetAttribute("href")!;
        using (var set = await supervisor.SendAsync(profile, ("districts", "330200，\r\n 宁波"), ("skills", "sampling"))) Assert.Equal(HttpStatusCode.Found, set.StatusCode);
        Assert.Equal([here], await ShownAsync());
        var own = await inspector.PageAsync("/inspect/account/profile");
        Assert.Equal(("330200\n宁波", true), (own.QuerySelector("textarea")!.TextContent, own.QuerySelector("input[value=sampling]")!.HasAttribute("checked")));
        using (var wrong = await inspector.SendAsync("/inspect/account/profile", ("districts", "x"))) Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        using (var set = await inspector.SendAsync("/inspect/account/profile", ("districts", ""))) Assert.Equal(HttpStatusCode.Found, set.StatusCode);
        Assert.Equal([elsewhere, here], await ShownAsync());
        using var meddled = await inspector.SendAsync(profile, ("districts", "330203"));
        Assert.Equal(HttpStatusCode.Forbidden, meddled.StatusCode);

        async Task<IEnumerable<string>> ShownAsync() => (await inspector.PageAsync(offered)).QuerySelectorAll(".seen > li a[href^='/inspect/tasks/']").Select(a => a.GetAttribute("href")!.Split('/')[^1]);
    }

    [Fact]
    public async Task A_supervisor_calls_off_and_takes_back_and_others_see_who_has_it()
    {
        var id = await app.Inspector.OnTheSpotAsync(About(await app.RegisterLotAsync()));
        using var inspector = await DeskVisitor.SignedInAsync(app, Role.Inspector);
        using var supervisor = await DeskVisitor.SignedInAsync(app, Role.Supervisor);

        var page = await inspector.PageAsync($"/inspect/tasks/{id}");
        Assert.Null(page.QuerySelector("main form"));
        Assert.Contains("has taken this task", page.Body!.TextContent, StringComparison.Ordinal);
        using var barred = await inspector.SendAsync($"/inspect/tasks/{id}/cancel", ("reason", "x"));
        Assert.Equal(HttpStatusCode.Forbidden, barred.StatusCode);
        using var unsaid = await supervisor.SendAsync($"/inspect/tasks/{id}/give-back", ("reason", " "));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, unsaid.StatusCode);
        await DoAsync(supervisor, $"/inspect/tasks/{id}", "give-back", ("reason", "On leave"));
        await DoAsync(inspector, $"/inspect/tasks/{id}", "take");
        await DoAsync(supervisor, $"/inspect/tasks/{id}", "cancel", ("reason", "Done elsewhere"));

        Assert.Contains("called off", (await inspector.PageAsync($"/inspect/tasks/{id}")).QuerySelector(".heading")!.TextContent, StringComparison.Ordinal);
        Assert.NotNull((await inspector.PageAsync($"/inspect/tasks/{Guid.NewGuid()}", HttpStatusCode.NotFound)).QuerySelector("h1"));
        Assert.NotEmpty((await inspector.PageAsync("/inspect/tasks?state=lost", HttpStatusCode.BadRequest)).QuerySelectorAll("[role=alert]"));
    }

    [Fact]
    public async Task A_tablet_fills_in_where_it_is()
    {
        var lot = await app.RegisterLotAsync();
        var id = await app.Inspector.PublishAsync(About(lot));
        using var inspector = await DeskVisitor.SignedInAsync(app, Role.Inspector);
        await DoAsync(inspector, $"/inspect/tasks/{id}", "take");
        var page = await chromium.PageAsync("en", 820, 1180, bypassPolicy: false);
        await page.Context.GrantPermissionsAsync(["geolocation"]);
        await page.Context.SetGeolocationAsync(new() { Latitude = 29.868336f, Longitude = 121.54399f, Accuracy = 8 });
        await page.Context.AddCookiesAsync(inspector.Cookies.GetCookies(new Uri(app.Anybody.BaseAddress!, "/inspect")).Select(c => new Microsoft.Playwright.Cookie { Name = c.Name, Value = c.Value, Domain = c.Domain, Path = c.Path }));
        await page.GotoAsync(new Uri(app.Anybody.BaseAddress!, $"/inspect/tasks/{id}").ToString());

        await page.ClickAsync("[data-locate] button");
        await page.WaitForFunctionAsync("document.querySelector('input[name=latitude]').value !== ''");
        await page.ClickAsync("text=Check in now");
        await page.WaitForSelectorAsync("form[action$='/findings']");

        var presence = (await app.Inspector.GetFromJsonAsync<JsonObject>($"/api/tasks/{id}"))!["entries"]![2]!["presence"]!;
        Assert.Equal((29.86834m, 121.54399m, 8m), (Math.Round((decimal)presence["latitude"]!, 5), Math.Round((decimal)presence["longitude"]!, 5), (decimal)presence["accuracyM"]!));
        await page.CloseAsync();
    }

    private static async Task DoAsync(DeskVisitor visitor, string task, string act, params (string, string)[] fields)
    {
        using var answer = await visitor.SendAsync($"{task}/{act}", fields);
        Assert.True(answer.StatusCode == HttpStatusCode.Found, $"{act}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        Assert.Equal(task, answer.Headers.Location!.ToString());
    }

    private static async Task<IDocument> ParsedAsync(HttpResponseMessage answer) => new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
}
