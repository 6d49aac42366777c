using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Lotmark.Ledger.Access;
using Lotmark.Ledger.Inspection.Tasks;
using Lotmark.Ledger.Tests.Access;
using Lotmark.Ledger.Tests.Custody;
using Lotmark.Ledger.Tests.Inspection.Desk;
using Lotmark.Ledger.Tests.ShopperReports;
using Npgsql;
using static Lotmark.Ledger.Tests.Inspection.Tasks.TaskCalls;

namespace Lotmark.Ledger.Tests.Inspection.Tasks;

public sealed class TaskTests(LedgerApp app)
{
    [Fact]
    public async Task From_the_complaint_to_what_the_shopper_is_told_and_all_of_it_is_in_the_log()
    {
        var trade = await Trade.OpenAsync(app);
        var lot = await app.RegisterLotAsync();
        var number = await app.Anybody.ReportAsync(lot, null, ("kind", "thawed"), ("district", "Yinzhou"));
        var report = (string)(await app.ReportsOfAsync(lot)).Single()!["id"]!;
        var before = await app.Inspector.GetFromJsonAsync<JsonObject>(lot.Api());

        var id = await app.Inspector.PublishAsync(About(lot, ("location", trade.Store), ("reports", new JsonArray(report)), ("skills", new JsonArray("sampling"))));
        await app.Inspector.ActAsync(id, "take");
        await app.Inspector.ActAsync(id, "check-in", new { latitude = 29.8683, longitude = 121.544, accuracyM = 12, location = trade.Store });
        await app.Inspector.ActAsync(id, "findings", new { text = "Six packs were soft.", severity = "major", @event = 2 });
        await app.Inspector.ActAsync(id, "samples", new { number = "S-1", quantity = 2, unit = "packs", testFor = "TVB-N", laboratory = "Institute" });
        var closed = await app.Inspector.ActAsync(id, "close", new { assessment = "nonConforming", text = "Not kept cold.", reports = new[] { report }, answerEn = "We were in the shop: the freezer was too warm." });
        var tested = await app.Inspector.ActAsync(id, "results", new { sample = "S-1", outcome = "conforming", text = "12 mg/100 g", testedOn = Day(0) });

        Assert.Equal(("closed", "nonConforming", "Ningbo"), ((string)closed["task"]!["state"]!, (string)closed["task"]!["assessment"]!, (string)closed["task"]!["city"]!));
        Assert.Equal(["published", "taken", "checkedIn", "found", "sampled", "closed", "tested"], tested["entries"]!.AsArray().Select(e => (string)e!["act"]!));
        Assert.Equal((29.8683m, trade.Store), ((decimal)tested["entries"]![2]!["presence"]!["latitude"]!, (string)tested["entries"]![2]!["presence"]!["location"]!));
        using var page = await app.Anybody.SendAsync(new(HttpMethod.Get, $"/report/{number}") { Headers = { { "Accept-Language", "en" } } });
        Assert.Contains("the freezer was too warm", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        var events = (await app.Inspector.GetFromJsonAsync<JsonObject>(lot.Api("/history")))!["events"]!.AsArray();
        Assert.Equal(["lot_registered", "problem_reported", "finding_recorded", "sample_taken", "lot_inspected", "sample_tested"], events.Select(e => (string)e!["type"]!));
        Assert.Equal([3, 4, 5, 6], tested["entries"]!.AsArray().Select(e => (int?)e!["event"]).OfType<int>());
        Assert.Equal(("Six packs were soft.", 2, trade.Store, id), ((string)events[2]!["data"]!["text"]!, (int)events[2]!["data"]!["event"]!, (string)events[2]!["data"]!["location"]!, (string)events[2]!["data"]!["task"]!));
        var after = await app.Inspector.GetFromJsonAsync<JsonObject>(lot.Api());
        Assert.True(JsonNode.DeepEquals(before!["balances"], after!["balances"]));
        var journey = (await app.Anybody.PageAsync(lot))["journey"]!.ToJsonString();
        Assert.DoesNotContain("soft", journey, StringComparison.Ordinal);

        var bundle = await app.AnchoredEvidenceAsync(lot);
        var leaves = bundle["entries"]!.AsArray().Select(e => Encoding.UTF8.GetString(Convert.FromBase64String((string)e!))).ToList();
        Assert.Equal(6, leaves.Count);
        foreach (var (leaf, told) in new[] { (2, "Six packs were soft."), (3, "TVB-N"), (4, "nonConforming"), (5, "12 mg/100 g") }) Assert.Contains(told, leaves[leaf], StringComparison.Ordinal);
        Assert.All(leaves, leaf => Assert.DoesNotContain("29.8683", leaf, StringComparison.Ordinal));
        Assert.Equal(0, await VerifyAsync(bundle));
    }

    [Fact]
    public async Task Of_those_who_take_a_task_at_once_one_has_it()
    {
        var lot = await app.RegisterLotAsync();
        var takers = new List<HttpClient>();
        for (var i = 0; i < 6; i++) takers.Add(await app.ClientAsync("inspection", "inspector"));
        var id = await app.Inspector.PublishAsync(About(lot));

        var answers = await Task.WhenAll(takers.Select(t => t.TryAsync(id, "take")));

        Assert.Single(answers, a => a.Status == HttpStatusCode.OK);
        Assert.All(answers.Where(a => a.Status != HttpStatusCode.OK), a => Assert.Equal((HttpStatusCode.Conflict, "taken-before"), (a.Status, (string?)a.Answer!["code"])));
        await using var another = new LedgerServices(app); // another process
        for (var round = 0; round < 5; round++)
        {
            var contested = await app.Inspector.PublishAsync(About(lot));
            var doer = new Doer("inspection/elsewhere", new("inspection", null, "elsewhere", Role.Inspector), DateTimeOffset.UtcNow);
            var here = takers[0].TryAsync(contested, "take");
            var there = another.Get<TaskActs>().RunAsync(Guid.Parse(contested), doer, null, file => TakeTask.Decide(file, doer), CancellationToken.None);
            Assert.NotEqual((await here).Status == HttpStatusCode.OK, await there is null);
        }
        var winner = takers[Array.FindIndex(answers, a => a.Status == HttpStatusCode.OK)];
        Assert.Equal(2, (await winner.ActAsync(id, "take"))["entries"]!.AsArray().Count);
        Assert.Contains(id, await winner.TasksAsync("mine=true&limit=1000"));
        Assert.DoesNotContain(id, await app.Inspector.TasksAsync("mine=true&limit=1000"));
    }

    [Fact]
    public async Task What_is_elsewhere_or_wants_what_one_can_t_do_is_not_offered()
    {
        var lot = await app.RegisterLotAsync();
        var inspector = await app.ClientAsync("inspection", "inspector");
        var about = new Dictionary<string, string>();
        foreach (var (name, city, district, skill) in new (string, string?, string?, string?)[]
        {
            ("here", null, "330212", null), ("in the city", null, "330200", "sampling"), ("elsewhere", null, "330203", null), ("far away", "Ningbo", "440305", null), ("other skill", null, "330212", "meat"),
            ("here by name", "宁波", "鄞州区", null), ("elsewhere by name", "Hangzhou", "Binjiang", null), ("anywhere", null, null, null),
        })
            about[name] = await app.Inspector.PublishAsync(About(lot, ("city", city), ("district", district), ("skills", skill is null ? null : new JsonArray(skill))));
        Assert.Equal(about.Values.Order(), (await OfferedAsync()).Order());

        using (var set = await inspector.PutAsJsonAsync("/api/tasks/profile", new { districts = new[] { "330212", "鄞州" }, skills = new[] { "sampling", "aquatic" } })) Assert.Equal(HttpStatusCode.OK, set.StatusCode);
        var offered = await OfferedAsync();

        Assert.Equal(["anywhere", "here", "here by name", "in the city"], about.Where(t => offered.Contains(t.Value)).Select(t => t.Key).Order(StringComparer.Ordinal));
        Assert.Equal(["330212", "鄞州"], (await inspector.GetFromJsonAsync<JsonObject>("/api/tasks/profile"))!["districts"]!.AsArray().Select(d => (string)d!));
        var inCity = await inspector.TasksAsync($"district=330200&lot={Uri.EscapeDataString(lot.Path)}");
        Assert.Equal(["elsewhere", "here", "in the city", "other skill"], about.Where(t => inCity.Contains(t.Value)).Select(t => t.Key).Order(StringComparer.Ordinal));
        await inspector.ActAsync(about["here"], "take");
        Assert.DoesNotContain(about["here"], await OfferedAsync());
        await inspector.ActAsync(about["elsewhere"], "take"); // what is open can be taken

        Task<IReadOnlyList<string>> OfferedAsync() => inspector.TasksAsync($"offered=true&lot={Uri.EscapeDataString(lot.Path)}");
    }

    [Fact]
    public async Task What_is_overdue_shows_until_it_is_done()
    {
        var lot = await app.RegisterLotAsync();
        var (late, inTime) = (await app.Inspector.PublishAsync(About(lot, ("due", Day(0)))), await app.Inspector.PublishAsync(About(lot, ("due", Day(0)))));
        var ofLot = $"overdue=true&lot={Uri.EscapeDataString(lot.Path)}";
        Assert.Empty(await app.Inspector.TasksAsync(ofLot));

        // Nobody can wait for tomorrow: the day is set back in the table.
        await using (var services = new LedgerServices(app))
        await using (var passed = services.Get<NpgsqlDataSource>().CreateCommand("update inspection.task set due = due - 1, body = jsonb_set(body, '{due}', to_jsonb((due - 1)::text)) where id = $1"))
        {
            passed.Parameters.Add(new() { Value = Guid.Parse(late) });
            await passed.ExecuteNonQueryAsync();
        }

        Assert.Equal([late], await app.Inspector.TasksAsync(ofLot));
        using var inspector = await DeskVisitor.SignedInAsync(app, Role.Inspector);
        var page = await inspector.PageAsync($"/inspect/tasks?{ofLot}");
        Assert.Contains("OVERDUE", Assert.Single(page.QuerySelectorAll(".seen > li")).TextContent, StringComparison.Ordinal);
        Assert.Contains("Overdue (", page.QuerySelector(".tabs")!.TextContent, StringComparison.Ordinal);
        Assert.True((bool)(await app.Inspector.GetFromJsonAsync<JsonObject>($"/api/tasks/{late}"))!["overdue"]!);
        Assert.False((bool)(await app.Inspector.GetFromJsonAsync<JsonObject>($"/api/tasks/{inTime}"))!["overdue"]!);
        await app.Inspector.ActAsync(late, "take");
        await app.Inspector.ActAsync(late, "close", new { assessment = "unfounded", text = "Nothing in it." });
        Assert.Empty(await app.Inspector.TasksAsync(ofLot));
    }

    [Fact]
    public async Task What_comes_out_of_turn_is_refused_and_changes_nothing()
    {
        var lot = await app.RegisterLotAsync();
        var (other, supervisor) = (await app.ClientAsync("inspection", "inspector"), await app.ClientAsync("inspection", "supervisor"));
        var id = await app.Inspector.PublishAsync(About(lot));
        var (finding, closing, reason) = (new { text = "Soft" }, new { assessment = "conforming", text = "Fine" }, new { reason = "On leave" });

        await app.Inspector.RefusedAsync(id, "check-in", new { }, HttpStatusCode.Conflict, "not-taken");
        await app.Inspector.ActAsync(id, "take");
        await app.Inspector.RefusedAsync(id, "findings", finding, HttpStatusCode.Conflict, "not-checked-in");
        await app.Inspector.RefusedAsync(id, "close", closing, HttpStatusCode.Conflict, "not-checked-in");
        await app.Inspector.RefusedAsync(id, "check-in", new { at = "2020-01-01T00:00:00+08:00" }, HttpStatusCode.Conflict, "before-taken");
        foreach (var (act, body) in new (string, object)[] { ("check-in", new { }), ("findings", finding), ("samples", Sample("S-1")), ("close", closing), ("give-back", reason) })
            await other.RefusedAsync(id, act, body, HttpStatusCode.Forbidden, "not-yours");
        await supervisor.ActAsync(id, "give-back", reason);
        await app.Inspector.RefusedAsync(id, "check-in", new { }, HttpStatusCode.Conflict, "not-taken");
        await other.ActAsync(id, "take");
        await other.ActAsync(id, "check-in", new { });
        await other.RefusedAsync(id, "findings", new { text = "Soft", @event = 9 }, HttpStatusCode.Conflict, "event-unknown");
        await other.RefusedAsync(id, "findings", new { text = "Soft", gtin = lot.Gtin, lotNumber = "NEVER-SEEN" }, HttpStatusCode.NotFound, "lot-unknown");
        await other.ActAsync(id, "samples", Sample("S-1"));
        await other.RefusedAsync(id, "samples", Sample("S-1"), HttpStatusCode.Conflict, "sample-number-taken");
        await other.RefusedAsync(id, "results", new { sample = "S-2", outcome = "conforming" }, HttpStatusCode.Conflict, "sample-unknown");
        await app.Importer.RefusedAsync(id, "cancel", reason, HttpStatusCode.Forbidden, "not-open");
        await other.RefusedAsync(id, "cancel", reason, HttpStatusCode.Forbidden, "not-open");
        await supervisor.ActAsync(id, "cancel", reason);
        foreach (var (act, body) in new (string, object?)[] { ("take", null), ("check-in", new { }), ("findings", finding), ("close", closing), ("cancel", reason), ("results", new { sample = "S-1", outcome = "conforming" }) })
            await supervisor.RefusedAsync(id, act, body, HttpStatusCode.Conflict, "task-cancelled");
        await supervisor.RefusedAsync($"{Guid.Empty}", "take", null, HttpStatusCode.NotFound, "task-unknown");

        Assert.Equal(2, (await app.Inspector.GetFromJsonAsync<JsonObject>(lot.Api("/history")))!["events"]!.AsArray().Count);
    }

    [Fact]
    public async Task Only_reports_about_its_own_lot_are_answered_with_a_task()
    {
        var (lot, other) = (await app.RegisterLotAsync(), await app.RegisterLotAsync());
        await app.Anybody.ReportAsync(other, null, ("kind", "ill"), ("district", "Ningbo"));
        var foreign = (string)(await app.ReportsOfAsync(other)).Single()!["id"]!;
        var id = await app.Inspector.OnTheSpotAsync(About(lot));

        foreach (var (report, code) in new[] { (foreign, "report-of-another-lot"), ($"{Guid.NewGuid()}", "report-unknown") })
        {
            var (status, answer) = await app.Inspector.TryAsync(id, "close", new { assessment = "conforming", text = "Fine", reports = new[] { report }, answerZh = "无异常。" });
            Assert.Equal((HttpStatusCode.BadRequest, code), (status, (string?)answer!["errors"]!["reports[0]"]![0]!["code"]));
            using var published = await app.Inspector.PostAsJsonAsync("/api/tasks", About(lot, ("reports", new JsonArray(report))));
            Assert.Equal(HttpStatusCode.BadRequest, published.StatusCode);
        }

        Assert.Equal("onSite", (string)(await app.Inspector.GetFromJsonAsync<JsonObject>($"/api/tasks/{id}"))!["task"]!["state"]!);
        Assert.Equal("received", (string)(await app.ReportsOfAsync(other)).Single()!["status"]!);
    }

    [Fact]
    public async Task What_is_sent_again_is_recorded_once_and_what_is_sent_at_once_one_after_the_other()
    {
        var lot = await app.RegisterLotAsync();
        var id = await app.Inspector.OnTheSpotAsync(About(lot));
        var key = $"{Guid.NewGuid()}";

        var again = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => app.Inspector.TryAsync(id, "findings", new { text = "Once" }, key)));
        var (reused, _) = await app.Inspector.TryAsync(id, "findings", new { text = "Other words" }, key);
        var many = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => app.Inspector.TryAsync(id, "findings", new { text = $"Finding {i}" })));

        Assert.All(again.Concat(many), a => Assert.Equal(HttpStatusCode.OK, a.Status));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, reused);
        var entries = (await app.Inspector.GetFromJsonAsync<JsonObject>($"/api/tasks/{id}"))!["entries"]!.AsArray();
        Assert.Equal(Enumerable.Range(1, 12), entries.Select(e => (int)e!["number"]!));
        Assert.Equal(Enumerable.Range(2, 9), entries.Select(e => (int?)e!["event"]).OfType<int>());
        var task = About(lot);
        var ids = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/tasks") { Content = JsonContent.Create(task), Headers = { { "Idempotency-Key", key + "-p" } } };
            using var answer = await app.Inspector.SendAsync(request);
            return (string)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["task"]!["id"]!;
        }));
        Assert.Single(ids.Distinct());
    }

    [Fact]
    public async Task A_place_is_inspected_without_a_lot_and_what_is_found_there_of_one_is_its_event()
    {
        var trade = await Trade.OpenAsync(app);
        var lot = await app.RegisterLotAsync();
        var id = await app.Inspector.OnTheSpotAsync(About(null, ("location", trade.Cold)));

        await app.Inspector.ActAsync(id, "findings", new { text = "The door does not close." });
        await app.Inspector.ActAsync(id, "findings", new { text = "Stored in the corridor.", gtin = lot.Gtin, lotNumber = lot.Number });
        await app.Inspector.RefusedAsync(id, "findings", new { text = "x", @event = 1 }, HttpStatusCode.Conflict, "event-of-no-lot");
        var closed = await app.Inspector.ActAsync(id, "close", new { assessment = "nonConforming", text = "The door is to be mended." });

        Assert.Null(closed["task"]!["lotNumber"]);
        var found = (await app.Inspector.GetFromJsonAsync<JsonObject>(lot.Api("/history")))!["events"]!.AsArray();
        Assert.Equal(["lot_registered", "finding_recorded"], found.Select(e => (string)e!["type"]!));
        Assert.Equal(trade.Cold, (string)found[1]!["data"]!["location"]!);
    }

    private static object Sample(string number) => new { number, quantity = 100, unit = "g", testFor = "Residues" };

    private async Task<int> VerifyAsync(JsonObject bundle)
    {
        var folder = Directory.CreateTempSubdirectory("lotmark-test-").FullName;
        var (evidence, trust) = (Path.Combine(folder, "evidence.json"), Path.Combine(folder, "trust.json"));
        await File.WriteAllTextAsync(evidence, bundle.ToJsonString());
        await File.WriteAllTextAsync(trust, await app.Anybody.GetStringAsync("/.well-known/lotmark-trust.json"));
        return await Lotmark.Ledger.Verify.VerifyCommand.RunAsync([evidence, "--trust", trust], TextWriter.Null);
    }
}
