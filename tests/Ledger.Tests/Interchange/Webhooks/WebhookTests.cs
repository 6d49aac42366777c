using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Lotmark.Ledger.Interchange.Webhooks;
using Lotmark.Ledger.Tests.Access;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Lotmark.Ledger.Tests.Interchange.Webhooks;

/// <summary>Endpoints and what becomes of messages on their way there.</summary>
public sealed class WebhookTests(LedgerApp app)
{
    [Fact]
    public async Task A_receiver_that_never_answers_holds_up_nobody_else()
    {
        const int lots = 40;
        await using var receiver = await Receiver.StartAsync();
        receiver.Answer = (context, message) =>
        {
            if (message.Path == "/stuck") return Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            context.Response.StatusCode = 204;
            return Task.CompletedTask;
        };
        var owner = await app.AdmitAsync("importer");
        var (stuck, _) = await owner.Http.HookAsync(receiver.Address("/stuck"), "lot.registered");
        await owner.Http.HookAsync(receiver.Address("/quick"), "lot.registered");

        await Task.WhenAll(Enumerable.Range(0, lots).Select(_ => app.RegisterLotAsync(owner)));

        await Eventually.TrueAsync(() => Task.FromResult(receiver.All.Count(r => r.Path == "/quick") == lots), "the other one has all of them");
        Assert.Empty(await owner.Http.DeliveriesAsync(stuck, "?state=delivered"));
        Assert.InRange(receiver.All.Count(r => r.Path == "/stuck"), 1, lots - 1);
        await owner.Http.AskAsync(HttpMethod.Delete, $"/api/webhooks/{stuck}", null, HttpStatusCode.NoContent);
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
        await Endpoints.ExecuteAsync(services.Get<NpgsqlDataSource>(), $"update interchange.webhook set former_until = now() - interval '1 second' where id = '{id}'");
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
            await Endpoints.ExecuteAsync(database, $"update interchange.webhook_message m set at = now() - interval '{days} days' from interchange.webhook_delivery d where d.message = m.id and d.id = '{delivery["id"]}'");
            await Endpoints.ExecuteAsync(database, $"update interchange.webhook_delivery set ended_at = now() - interval '{days} days' where id = '{delivery["id"]}'");
        }
        using var upkeep = new WebhookUpkeep(database, TimeProvider.System, services.Get<Meter>(), services.Get<ILogger<WebhookUpkeep>>());

        await upkeep.StartAsync(CancellationToken.None);

        await Eventually.TrueAsync(async () => (await owner.Http.DeliveriesAsync(id)).Count == 2, "the others are deleted");
        await upkeep.StopAsync(CancellationToken.None);
        Assert.Equal(kept.Order(), (await owner.Http.DeliveriesAsync(id)).Select(d => (string)d["id"]!).Order());
    }
}
