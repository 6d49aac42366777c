using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Lotmark.Ledger.Interchange.Webhooks;
using Lotmark.Ledger.Tests.Access;
using Lotmark.Ledger.Tests.Custody;
using Lotmark.Ledger.Tests.Inspection.Tasks;
using Lotmark.Ledger.Tests.ShopperReports;
using Microsoft.Extensions.Logging;
using Npgsql;
using static Lotmark.Ledger.Tests.Custody.Trade;

namespace Lotmark.Ledger.Tests.Interchange.Webhooks;

public sealed class WebhookTests(LedgerApp app)
{
    [Fact]
    public async Task Who_is_a_party_to_a_lot_is_told_what_happens_to_it_and_nobody_else_is()
    {
        await using var receiver = await Receiver.StartAsync();
        var trade = await OpenAsync(app);
        var (_, secret) = await trade.Importer.Http.HookAsync(receiver.Address("/importer"), "lot.registered", "lot.received", "lot.held", "lot.hold_lifted");
        await trade.Wholesaler.Http.HookAsync(receiver.Address("/wholesaler"), "lot.registered", "lot.shipped", "lot.received", "lot.held");
        await trade.Shop.Http.HookAsync(receiver.Address("/shop"), "lot.registered", "lot.received", "lot.held");
        var lot = await trade.ReleasedLotAsync(app);
        await HandOverAsync(lot, trade.Importer, trade.Warehouse, trade.Wholesaler, trade.Depot, 500);

        using var held = await app.Inspector.PostAsJsonAsync(lot.Api("/hold"), new { reason = "Residues are suspected" });

        var told = await receiver.OneAsync("/importer", r => r.Lot == lot.Path && r.Type == "lot.held", "the importer is told of the hold");
        await receiver.OneAsync("/wholesaler", r => r.Lot == lot.Path && r.Type == "lot.held", "the wholesaler is told of the hold");
        await receiver.OneAsync("/wholesaler", r => r.Lot == lot.Path && r.Type == "lot.shipped", "the wholesaler is told that some is under way");
        await Eventually.TrueAsync(() => Task.FromResult(receiver.All.Count(r => r.Path == "/importer" && r.Lot == lot.Path) == 4), "the importer is told of all four");
        Assert.Equal(1, told.SignedWith(secret));
        Assert.StartsWith("msg_", told.Id, StringComparison.Ordinal);
        Assert.InRange(long.Parse(told.Timestamp, CultureInfo.InvariantCulture), DateTimeOffset.UtcNow.AddMinutes(-5).ToUnixTimeSeconds(), DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 1);
        Assert.Equal("application/json", told.Headers["content-type"]);
        var (said, data) = (told.Json, told.Json["data"]!);
        Assert.Equal(new[] { "type", "timestamp", "data" }, said.Select(m => m.Key));
        Assert.Equal((lot.Gtin, lot.Number, "lot_held", "held", "inspection"), ((string?)data["gtin"], (string?)data["lotNumber"], (string?)data["event"], (string?)data["status"], (string?)data["by"]));
        var history = (await app.Inspector.GetFromJsonAsync<JsonObject>(new Uri((string)data["links"]!["history"]!).AbsolutePath))!["events"]!.AsArray();
        Assert.Equal("lot_held", (string)history[(int)data["version"]! - 1]!["type"]!);
        Assert.DoesNotContain(receiver.All, r => r.Path == "/shop");
        Assert.Equal(receiver.All.Count, receiver.All.DistinctBy(r => (r.Path, r.Id)).Count());
    }

    [Fact]
    public async Task An_order_about_many_lots_is_told_to_holders_and_what_becomes_of_it_to_authorities()
    {
        await using var receiver = await Receiver.StartAsync();
        var trade = await OpenAsync(app);
        var authority = await app.AdmitAsync("authority");
        await authority.Http.HookAsync(receiver.Address("/authority"), "recall.active", "recall.acknowledged", "recall.disposed", "recall.closed");
        await trade.Importer.Http.HookAsync(receiver.Address("/importer"), "recall.notice", "recall.closed", "lot.recalled");
        var lot = await trade.ReleasedLotAsync(app);
        using var supervisor = await app.ClientAsync("inspection", "supervisor");

        var recall = (string)(await app.Inspector.AskAsync(HttpMethod.Post, "/api/recalls", new { kind = "recall", reason = "Residues", scope = new { gtin = lot.Gtin, lotNumber = lot.Number } }, HttpStatusCode.Created))!["recall"]!["id"]!;
        await supervisor.AskAsync(HttpMethod.Post, $"/api/recalls/{recall}/confirm", null, HttpStatusCode.OK);

        var notice = await receiver.OneAsync("/importer", r => r.Type == "recall.notice", "the importer has a notice");
        var links = notice.Json["data"]!["links"]!;
        await trade.Importer.Http.AskAsync(HttpMethod.Post, new Uri((string)links["acknowledgement"]!).AbsolutePath, new { note = "Off the shelf, says Ms Example." }, HttpStatusCode.OK);
        var destruction = Destruction(trade.Warehouse, 24000);
        destruction["at"] = "2026-11-20T09:00:00+08:00";
        await trade.Importer.DoAsync(lot, "destroy", destruction);
        await supervisor.AskAsync(HttpMethod.Post, $"/api/recalls/{recall}/close", new { outcome = "Destroyed." }, HttpStatusCode.OK);
        foreach (var type in new[] { "recall.active", "recall.acknowledged", "recall.closed" })
            await receiver.OneAsync("/authority", r => r.Type == type && (string?)r.Json["data"]!["recall"] == recall, $"the authority is told of {type}");
        await receiver.OneAsync("/authority", r => r.Type == "recall.disposed" && r.Lot == lot.Path, "the authority is told that some was destroyed");
        await receiver.OneAsync("/importer", r => r.Type == "recall.closed", "the importer is told that it is over");
        await receiver.OneAsync("/importer", r => r.Type == "lot.recalled" && r.Lot == lot.Path, "the importer is told of its lot");
        var acknowledged = receiver.All.Single(r => r.Type == "recall.acknowledged" && (string?)r.Json["data"]!["recall"] == recall);
        Assert.Equal(trade.Importer.Id, (string?)acknowledged.Json["data"]!["organisation"]);
        // Neither who did it nor what they wrote.
        Assert.All(receiver.All, r => Assert.DoesNotContain("Ms Example", r.Json.ToJsonString(), StringComparison.Ordinal));
        Assert.All(receiver.All, r => Assert.DoesNotContain("supervisor-", r.Json.ToJsonString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Authorities_are_told_how_far_a_task_is_and_not_whose_it_is_and_parties_what_was_found()
    {
        await using var receiver = await Receiver.StartAsync();
        var authority = await app.AdmitAsync("authority");
        var importer = await app.AdmitAsync("importer");
        await authority.Http.HookAsync(receiver.Address("/authority"), "task.open", "task.taken", "task.on_site", "task.closed");
        await importer.Http.HookAsync(receiver.Address("/importer"), "lot.finding_recorded", "lot.inspected");
        var lot = await app.RegisterLotAsync(importer);

        var task = await app.Inspector.OnTheSpotAsync(TaskCalls.About(lot));
        await app.Inspector.ActAsync(task, "findings", new { text = "Thawed" });
        await app.Inspector.ActAsync(task, "close", new { assessment = "nonConforming", text = "Thawed and frozen again" });

        foreach (var type in new[] { "task.open", "task.taken", "task.on_site", "task.closed" })
            await receiver.OneAsync("/authority", r => r.Type == type && (string?)r.Json["data"]!["task"] == task, $"the authority is told of {type}");
        var closed = receiver.All.Single(r => r.Type == "task.closed" && (string?)r.Json["data"]!["task"] == task);
        Assert.Equal(("nonConforming", lot.Path), ((string?)closed.Json["data"]!["assessment"], closed.Lot));
        var read = await app.Inspector.GetFromJsonAsync<JsonObject>(new Uri((string)closed.Json["data"]!["links"]!["self"]!).AbsolutePath);
        Assert.Equal("closed", (string?)read!["task"]!["state"]);
        Assert.DoesNotContain((string)read["task"]!["takenBy"]!, closed.Json.ToJsonString(), StringComparison.Ordinal);
        await receiver.OneAsync("/importer", r => r.Type == "lot.finding_recorded" && r.Lot == lot.Path, "the importer is told of the finding");
        await receiver.OneAsync("/importer", r => r.Type == "lot.inspected" && r.Lot == lot.Path, "the importer is told of the end");
    }

    [Fact]
    public async Task What_is_seen_of_lots_is_told_to_authorities_and_what_is_answered_to_parties()
    {
        await using var receiver = await Receiver.StartAsync();
        var authority = await app.AdmitAsync("authority");
        var importer = await app.AdmitAsync("importer");
        await authority.Http.HookAsync(receiver.Address("/authority"), "sighting.report", "sighting.excursion");
        await importer.Http.HookAsync(receiver.Address("/importer"), "report.answered", "lot.problem_reported", "lot.excursion");
        var lot = await app.RegisterLotAsync(importer);
        await app.Anybody.ReportAsync(lot, null, ("kind", "thawed"), ("text", "It was warm, says Li Example."), ("contact", "li@example.com"), ("district", "Yinzhou"));
        var report = Assert.Single(await app.ReportsOfAsync(lot))!;

        await app.AnswerReportAsync((string)report["links"]!["self"]!, new { status = "answered", en = "Thank you, Li." });
        using var readings = new StringContent(string.Concat(Enumerable.Range(0, 24).Select(i => $"2026-11-10T{i:D2}:00:00Z,5.0\n").Prepend("time,temperature\n")), null, "text/csv");
        using var measured = await importer.Http.PostAsync(lot.Api("/temperatures?device=LOG-9"), readings);

        var answered = await receiver.OneAsync("/importer", r => r.Type == "report.answered", "the importer is told of the answer");
        Assert.Equal((lot.Path, "answered", "thawed"), (answered.Lot, (string?)answered.Json["data"]!["status"], (string?)answered.Json["data"]!["problem"]));
        await receiver.OneAsync("/importer", r => r.Type == "lot.problem_reported" && r.Lot == lot.Path, "the importer is told of the report");
        await receiver.OneAsync("/importer", r => r.Type == "lot.excursion" && r.Lot == lot.Path, "the importer is told of the excursion");
        await receiver.OneAsync("/authority", r => r.Type == "sighting.report" && r.Lot == lot.Path, "the authority is told of the report");
        await receiver.OneAsync("/authority", r => r.Type == "sighting.excursion" && r.Lot == lot.Path, "the authority is told of the excursion");
        Assert.All(receiver.All, r => Assert.DoesNotContain("example.com", r.Json["data"]!.ToJsonString(), StringComparison.Ordinal));
        Assert.All(receiver.All, r => Assert.DoesNotMatch("Li|warm|Thank", r.Json["data"]!.ToJsonString()));
    }

    [Fact]
    public async Task What_begins_to_rise_is_told_once_and_alarms_are()
    {
        await using var receiver = await Receiver.StartAsync();
        var authority = await app.AdmitAsync("authority");
        await authority.Http.HookAsync(receiver.Address("/authority"), "signal.warning", "alarm.raised", "alarm.over");
        const string gtin = "09520125550026", lot = $"01/{gtin}/10/W-1";
        await using var services = new LedgerServices(app);
        var database = services.Get<NpgsqlDataSource>();

        await ExecuteAsync(database, $"""
            with since as (insert into inspection.product_since values ('{gtin}', current_date - 100) on conflict do nothing)
            insert into inspection.sighting (id, source, kind, at, day, lot, lot_since, gtin, city, witness, detail)
            select gen_random_uuid(), 'warned' || n, 'discrepancy', now() - make_interval(days => d), current_date - d, '{lot}', current_date - 100, '{gtin}', 'Taizhou', n::text, '{"{}"}'
            from (select n, case when n < 40 then n % 6 else 8 + n % 48 end as d from generate_series(0, 47) n) s
            """);

        var told = await receiver.OneAsync("/authority", r => r.Type == "signal.warning" && (string?)r.Json["data"]!["warning"]!["subject"] == lot, "the authority is told what rises");
        Assert.Equal(("discrepancy", "lot"), ((string?)told.Json["data"]!["warning"]!["kind"], (string?)told.Json["data"]!["warning"]!["of"]));
        await ExecuteAsync(database, "insert into lotmark.alarm (code, message) values ('webhook-test', 'Nothing is wrong.')");
        await receiver.OneAsync("/authority", r => r.Type == "alarm.raised" && (string?)r.Json["data"]!["code"] == "webhook-test", "the alarm is told");
        await ExecuteAsync(database, "delete from lotmark.alarm where code = 'webhook-test'");
        await receiver.OneAsync("/authority", r => r.Type == "alarm.over" && (string?)r.Json["data"]!["code"] == "webhook-test", "its end is told");
        // Looked at again since, and not told again.
        var looked = DateTimeOffset.UtcNow;
        await Eventually.TrueAsync(async () => await ExecuteAsync(database, $"select from interchange.webhook_warning where key like 'rise:%{lot}' and seen_at > '{looked:O}'", rows: true) == 1, "it is looked at once more");
        Assert.Single(receiver.All, r => r.Type == "signal.warning" && (string?)r.Json["data"]!["warning"]!["subject"] == lot);
        await ExecuteAsync(database, $"delete from inspection.sighting where gtin = '{gtin}'");
    }

    [Fact]
    public async Task What_is_not_taken_is_tried_as_the_schedule_says_then_shown_with_the_reason_and_sent_again_when_that_is_asked_for()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.AnswerWith(500, "<b>out of order</b>");
        var owner = await app.AdmitAsync("importer");
        var (id, _) = await owner.Http.HookAsync(receiver.Address(), "lot.registered");
        var began = DateTimeOffset.UtcNow.AddMinutes(-1);

        var dead = await owner.Http.TriedAsync(id, "dead");

        Assert.Equal((3, 500, "answered", "<b>out of order</b>"), ((int)dead["attempts"]!, (int)dead["status"]!, (string)dead["fault"]!, (string)dead["answer"]!));
        Assert.Equal(3, receiver.All.Count(r => r.Id == (string)dead["messageId"]!));
        Assert.Single(receiver.All.Select(r => Convert.ToBase64String(r.Body)).Distinct());
        Assert.Equal(1, (int)(await owner.Http.SeeHookAsync(id))["dead"]!);
        Assert.Equal((string)dead["id"]!, (string)Assert.Single(await owner.Http.DeliveriesAsync(id, "?state=dead"))["id"]!);
        Assert.Empty(await owner.Http.DeliveriesAsync(id, "?state=delivered"));

        receiver.AnswerWith(200);
        await owner.Http.AskAsync(HttpMethod.Post, $"/api/webhooks/{id}/deliveries/{dead["id"]}/replay", null, HttpStatusCode.Accepted);
        await Eventually.TrueAsync(async () => (await owner.Http.DeliveriesAsync(id, "?state=delivered")).Count == 1, "it arrives");
        Assert.Equal(4, receiver.All.Count(r => r.Id == (string)dead["messageId"]!));
        var full = await owner.Http.AskAsync(HttpMethod.Get, $"/api/webhooks/{id}/deliveries/{dead["id"]}", null, HttpStatusCode.OK);
        Assert.Equal("webhook.test", (string)full!["message"]!["type"]!);
        Assert.Null(full["delivery"]!["fault"]);

        var again = await owner.Http.AskAsync(HttpMethod.Post, $"/api/webhooks/{id}/replay", new { since = began }, HttpStatusCode.Accepted);
        Assert.Equal(1, (int)again!["count"]!);
        await Eventually.TrueAsync(() => Task.FromResult(receiver.All.Count(r => r.Id == (string)dead["messageId"]!) == 5), "it arrives once more");
        Assert.Equal(0, (int)(await owner.Http.AskAsync(HttpMethod.Post, $"/api/webhooks/{id}/replay", new { since = DateTimeOffset.UtcNow.AddHours(1) }, HttpStatusCode.Accepted))!["count"]!);
    }

    [Fact]
    public async Task Who_is_gone_or_switched_off_is_left_alone_and_told_afterwards_what_was_missed()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.AnswerWith(410);
        var owner = await app.AdmitAsync("importer");
        var (id, _) = await owner.Http.HookAsync(receiver.Address(), "lot.registered");

        var gone = await owner.Http.TriedAsync(id, "dead");

        Assert.Equal((1, "gone"), ((int)gone["attempts"]!, (string)gone["fault"]!));
        var seen = await Eventually.ResultAsync(async () => await owner.Http.SeeHookAsync(id) is var hook && !(bool)hook["enabled"]! ? hook : null, "it is switched off");
        Assert.Equal("gone", (string)seen["off"]!);
        await owner.Http.AskAsync(HttpMethod.Post, $"/api/webhooks/{id}/test", null, HttpStatusCode.Conflict);
        var missed = await app.RegisterLotAsync(owner);
        await Eventually.TrueAsync(async () => (await owner.Http.DeliveriesAsync(id, "?state=dead")).Any(d => (string)d["type"]! == "lot.registered" && (string)d["fault"]! == "off"), "what was missed is noted");
        Assert.Single(receiver.All);

        receiver.AnswerWith(200);
        await owner.Http.AskAsync(HttpMethod.Put, $"/api/webhooks/{id}", new { url = receiver.Address(), types = new[] { "lot.registered" } }, HttpStatusCode.OK);
        await owner.Http.AskAsync(HttpMethod.Post, $"/api/webhooks/{id}/replay", new { since = "2026-01-01T00:00:00Z", state = "dead" }, HttpStatusCode.Accepted);
        await receiver.OneAsync("/hook", r => r.Lot == missed.Path, "what was missed arrives");

        // Switched off by its owner, what is on its way is given up at once.
        receiver.AnswerWith(503);
        await owner.Http.TriedAsync(id, "pending");
        var off = await owner.Http.AskAsync(HttpMethod.Put, $"/api/webhooks/{id}", new { url = receiver.Address(), types = new[] { "lot.registered" }, enabled = false }, HttpStatusCode.OK);
        Assert.Equal((false, "asked", 0), ((bool)off!["enabled"]!, (string)off["off"]!, (int)off["pending"]!));
    }

    [Fact]
    public async Task After_a_secret_is_changed_both_sign_for_a_day()
    {
        await using var receiver = await Receiver.StartAsync();
        var owner = await app.AdmitAsync("coldStore");
        var (id, former) = await owner.Http.HookAsync(receiver.Address(), "lot.received");

        var made = (await owner.Http.AskAsync(HttpMethod.Post, $"/api/webhooks/{id}/secret", null, HttpStatusCode.OK))!;

        var secret = (string)made["secret"]!;
        Assert.NotEqual(former, secret);
        Assert.InRange((DateTimeOffset)made["webhook"]!["formerSecretUntil"]! - DateTimeOffset.UtcNow, TimeSpan.FromHours(23), TimeSpan.FromHours(24));
        await owner.Http.TriedAsync(id);
        var both = receiver.All[^1];
        Assert.Equal((1, 1, 2), (both.SignedWith(secret), both.SignedWith(former), both.Signature.Split(' ').Length));
        await using var services = new LedgerServices(app);
        await ExecuteAsync(services.Get<NpgsqlDataSource>(), $"update interchange.webhook set former_until = now() - interval '1 second' where id = '{id}'");
        await owner.Http.TriedAsync(id);
        var one = receiver.All[^1];
        Assert.Equal((1, 0, 1), (one.SignedWith(secret), one.SignedWith(former), one.Signature.Split(' ').Length));
        Assert.Null((await owner.Http.SeeHookAsync(id))["formerSecretUntil"]);
        Assert.DoesNotContain("whsec_", await owner.Http.GetStringAsync("/api/webhooks"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Endpoints_of_others_are_not_there()
    {
        await using var receiver = await Receiver.StartAsync();
        var (owner, other) = (await app.AdmitAsync("importer"), await app.AdmitAsync("importer"));
        var (id, _) = await owner.Http.HookAsync(receiver.Address(), "lot.registered");
        var delivery = await owner.Http.TriedAsync(id);
        var change = new { url = receiver.Address("/stolen"), types = new[] { "lot.registered" } };

        foreach (var (method, path, body) in new (HttpMethod, string, object?)[]
        {
            (HttpMethod.Get, "", null), (HttpMethod.Put, "", change), (HttpMethod.Delete, "", null), (HttpMethod.Post, "/secret", null), (HttpMethod.Post, "/test", null), (HttpMethod.Get, "/deliveries", null),
            (HttpMethod.Get, $"/deliveries/{delivery["id"]}", null), (HttpMethod.Post, $"/deliveries/{delivery["id"]}/replay", null), (HttpMethod.Post, "/replay", new { since = "2026-01-01T00:00:00Z" }),
        })
            Assert.Equal("webhook-unknown", (string?)(await other.Http.AskAsync(method, $"/api/webhooks/{id}{path}", body, HttpStatusCode.NotFound))!["code"]);
        Assert.Empty((await other.Http.GetFromJsonAsync<JsonObject>("/api/webhooks"))!["webhooks"]!.AsArray());
        Assert.Equal(receiver.Address(), (string?)(await owner.Http.SeeHookAsync(id))["url"]);
        using var reader = await app.ClientAsync(owner.Id, "reader");
        Assert.Equal(id, (string?)Assert.Single((await reader.GetFromJsonAsync<JsonObject>("/api/webhooks"))!["webhooks"]!.AsArray())!["id"]);
        await owner.Http.AskAsync(HttpMethod.Delete, $"/api/webhooks/{id}", null, HttpStatusCode.NoContent);
        await owner.Http.AskAsync(HttpMethod.Get, $"/api/webhooks/{id}", null, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task An_organisation_has_ten_endpoints_at_most_however_many_it_asks_for_at_once()
    {
        var owner = await app.AdmitAsync("retailer");

        var answers = await Task.WhenAll(Enumerable.Range(0, 14).Select(async n =>
        {
            using var answer = await owner.Http.PostAsJsonAsync("/api/webhooks", new { url = $"https://erp.example/{n}", types = new[] { "lot.held" } });
            return answer.StatusCode;
        }));

        Assert.Equal((10, 4), (answers.Count(s => s == HttpStatusCode.Created), answers.Count(s => s == HttpStatusCode.Conflict)));
    }

    [Theory]
    [InlineData("""{ "types": ["lot.held"] }""", "url", "required")]
    [InlineData("""{ "url": "erp.example", "types": ["lot.held"] }""", "url", "webhook-url")]
    [InlineData("""{ "url": "ftp://erp.example/", "types": ["lot.held"] }""", "url", "webhook-url")]
    [InlineData("""{ "url": "https://user:word@erp.example/", "types": ["lot.held"] }""", "url", "webhook-url")]
    [InlineData("""{ "url": "https://erp.example/#part", "types": ["lot.held"] }""", "url", "webhook-url")]
    [InlineData("""{ "url": "http://8.8.8.8/", "types": ["lot.held"] }""", "url", "webhook-url")]
    [InlineData("""{ "url": "https://169.254.169.254/", "types": ["lot.held"] }""", "url", "webhook-address")]
    [InlineData("""{ "url": "https://[::ffff:10.0.0.1]/", "types": ["lot.held"] }""", "url", "webhook-address")]
    [InlineData("""{ "url": "https://erp.example/" }""", "types", "required")]
    [InlineData("""{ "url": "https://erp.example/", "types": [] }""", "types", "required")]
    [InlineData("""{ "url": "https://erp.example/", "types": ["lot.stolen"] }""", "types", "unknown-code")]
    [InlineData("""{ "url": "https://erp.example/", "types": ["sighting.report"] }""", "types", "type-for-others")]
    [InlineData("""{ "url": "https://erp.example/", "types": ["lot.held"], "secret": "mine" }""", "secret", "unknown-field")]
    public async Task A_request_that_makes_no_sense_is_refused_by_its_field(string body, string field, string code)
    {
        var owner = await app.AdmitAsync("importer");
        using var content = new StringContent(body, null, "application/json");
        using var answer = await owner.Http.PostAsync("/api/webhooks", content);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var errors = (await answer.Content.ReadFromJsonAsync<JsonObject>())!["errors"]!.AsObject();
        Assert.Equal(code, (string?)errors[field]![0]!["code"]);
        Assert.Empty((await owner.Http.GetFromJsonAsync<JsonObject>("/api/webhooks"))!["webhooks"]!.AsArray());
    }

    [Fact]
    public async Task Each_is_shown_the_types_that_it_may_ask_for()
    {
        var importers = (await app.Importer.GetFromJsonAsync<JsonObject>("/api/webhooks/types"))!["types"]!.AsArray().Select(t => (string)t!["code"]!).ToList();
        var inspectors = (await app.Inspector.GetFromJsonAsync<JsonObject>("/api/webhooks/types"))!["types"]!.AsArray().Select(t => (string)t!["code"]!).ToList();

        Assert.Contains("lot.shipped", importers);
        Assert.DoesNotContain("sighting.report", importers);
        Assert.Contains("sighting.report", inspectors);
        Assert.Contains("lot.recalled", importers.Intersect(inspectors));
    }

    [Fact]
    public async Task Deliveries_come_in_pages_and_what_waits_is_told_in_numbers()
    {
        await using var receiver = await Receiver.StartAsync();
        var owner = await app.AdmitAsync("importer");
        var (id, _) = await owner.Http.HookAsync(receiver.Address(), "lot.registered");
        for (var i = 0; i < 3; i++) await owner.Http.TriedAsync(id);

        var first = (await owner.Http.GetFromJsonAsync<JsonObject>($"/api/webhooks/{id}/deliveries?limit=2"))!;
        var second = (await owner.Http.GetFromJsonAsync<JsonObject>($"/api/webhooks/{id}/deliveries?limit=2&after={first["next"]}"))!;

        Assert.Equal((2, 1, true), (first["deliveries"]!.AsArray().Count, second["deliveries"]!.AsArray().Count, second["next"] is null));
        await owner.Http.AskAsync(HttpMethod.Get, $"/api/webhooks/{id}/deliveries?state=lost", null, HttpStatusCode.BadRequest);
        await Eventually.TrueAsync(async () => await app.Anybody.GetStringAsync("/metrics") is var numbers && numbers.Contains("lotmark_webhook_tries", StringComparison.Ordinal)
            && numbers.Contains("lotmark_webhook_deliveries", StringComparison.Ordinal), "metrics tell of it");
    }

    [Fact]
    public async Task What_arrived_is_kept_for_thirty_days_and_what_did_not_for_ninety()
    {
        await using var receiver = await Receiver.StartAsync();
        var owner = await app.AdmitAsync("importer");
        var (id, _) = await owner.Http.HookAsync(receiver.Address(), "lot.registered");
        await using var services = new LedgerServices(app);
        var database = services.Get<NpgsqlDataSource>();
        var kept = new List<string>();
        foreach (var (answer, days) in new[] { (200, 29), (200, 31), (410, 89), (410, 91) })
        {
            receiver.AnswerWith(answer);
            await owner.Http.AskAsync(HttpMethod.Put, $"/api/webhooks/{id}", new { url = receiver.Address(), types = new[] { "lot.registered" } }, HttpStatusCode.OK);
            var delivery = await owner.Http.TriedAsync(id, answer == 200 ? "delivered" : "dead");
            if (days is 29 or 89) kept.Add((string)delivery["id"]!);
            await ExecuteAsync(database, $"update interchange.webhook_message m set at = now() - interval '{days} days' from interchange.webhook_delivery d where d.message = m.id and d.id = '{delivery["id"]}'");
            await ExecuteAsync(database, $"update interchange.webhook_delivery set ended_at = now() - interval '{days} days' where id = '{delivery["id"]}'");
        }
        using var upkeep = new WebhookUpkeep(database, TimeProvider.System, services.Get<Meter>(), services.Get<ILogger<WebhookUpkeep>>());

        await upkeep.StartAsync(CancellationToken.None);

        await Eventually.TrueAsync(async () => (await owner.Http.DeliveriesAsync(id)).Count == 2, "the others are deleted");
        await upkeep.StopAsync(CancellationToken.None);
        Assert.Equal(kept.Order(), (await owner.Http.DeliveriesAsync(id)).Select(d => (string)d["id"]!).Order());
    }

    private static async Task<int> ExecuteAsync(NpgsqlDataSource database, string sql, bool rows = false)
    {
        await using var command = database.CreateCommand(sql);
        if (!rows) return await command.ExecuteNonQueryAsync();
        await using var reader = await command.ExecuteReaderAsync();
        var count = 0;
        while (await reader.ReadAsync()) count++;
        return count;
    }
}
