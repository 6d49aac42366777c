using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Lotmark.Ledger.Tests.Access;
using Lotmark.Ledger.Tests.Custody;
using Lotmark.Ledger.Tests.Inspection.Tasks;
using Lotmark.Ledger.Tests.ShopperReports;
using Npgsql;
using static Lotmark.Ledger.Tests.Custody.Trade;

namespace Lotmark.Ledger.Tests.Interchange.Webhooks;

/// <summary>Who is told what.</summary>
public sealed class ToldTests(LedgerApp app)
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

        await Endpoints.ExecuteAsync(database, $"""
            with since as (insert into inspection.product_since values ('{gtin}', current_date - 100) on conflict do nothing)
            insert into inspection.sighting (id, source, kind, at, day, lot, lot_since, gtin, city, witness, detail)
            select gen_random_uuid(), 'warned' || n, 'discrepancy', now() - make_interval(days => d), current_date - d, '{lot}', current_date - 100, '{gtin}', 'Taizhou', n::text, '{"{}"}'
            from (select n, case when n < 40 then n % 6 else 8 + n % 48 end as d from generate_series(0, 47) n) s
            """);

        var told = await receiver.OneAsync("/authority", r => r.Type == "signal.warning" && (string?)r.Json["data"]!["warning"]!["subject"] == lot, "the authority is told what rises");
        Assert.Equal(("discrepancy", "lot"), ((string?)told.Json["data"]!["warning"]!["kind"], (string?)told.Json["data"]!["warning"]!["of"]));
        await Endpoints.ExecuteAsync(database, "insert into lotmark.alarm (code, message) values ('webhook-test', 'Nothing is wrong.')");
        await receiver.OneAsync("/authority", r => r.Type == "alarm.raised" && (string?)r.Json["data"]!["code"] == "webhook-test", "the alarm is told");
        await Endpoints.ExecuteAsync(database, "delete from lotmark.alarm where code = 'webhook-test'");
        await receiver.OneAsync("/authority", r => r.Type == "alarm.over" && (string?)r.Json["data"]!["code"] == "webhook-test", "its end is told");
        // Looked at again since, and not told again.
        var looked = DateTimeOffset.UtcNow;
        await Eventually.TrueAsync(async () => await Endpoints.ExecuteAsync(database, $"select from interchange.webhook_warning where key like 'rise:%{lot}' and seen_at > '{looked:O}'", rows: true) == 1, "it is looked at once more");
        Assert.Single(receiver.All, r => r.Type == "signal.warning" && (string?)r.Json["data"]!["warning"]!["subject"] == lot);
        await Endpoints.ExecuteAsync(database, $"delete from inspection.sighting where gtin = '{gtin}'");
    }

    [Fact]
    public async Task What_is_committed_late_is_told_late_and_not_passed_over()
    {
        await using var receiver = await Receiver.StartAsync();
        var authority = await app.AdmitAsync("authority");
        await authority.Http.HookAsync(receiver.Address("/authority"), "alarm.raised");
        await using var services = new LedgerServices(app);
        var database = services.Get<NpgsqlDataSource>();
        await using var connection = await database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var late = new NpgsqlCommand("insert into lotmark.alarm (code, message) values ('webhook-late', 'Nothing is wrong.')", connection);
        await late.ExecuteNonQueryAsync();

        await Endpoints.ExecuteAsync(database, "insert into lotmark.alarm (code, message) values ('webhook-early', 'Nothing is wrong.')");
        await receiver.OneAsync("/authority", r => (string?)r.Json["data"]!["code"] == "webhook-early", "what was committed first is told");
        Assert.DoesNotContain(receiver.All, r => (string?)r.Json["data"]!["code"] == "webhook-late");
        await transaction.CommitAsync();

        await receiver.OneAsync("/authority", r => (string?)r.Json["data"]!["code"] == "webhook-late", "what was committed late is told");
        await Endpoints.ExecuteAsync(database, "delete from lotmark.alarm where code in ('webhook-late', 'webhook-early')");
    }
}
