using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Lotmark.Ledger.Identifiers;
using Lotmark.Ledger.Tests.Access;
using Lotmark.Ledger.Tests.Custody;
using Npgsql;
using static Lotmark.Ledger.Tests.Custody.Trade;

namespace Lotmark.Ledger.Tests.Inspection.Recalls;

public sealed class RecallTests(LedgerApp app)
{
    private static int _boxes = 700_000;

    [Fact]
    public async Task A_recall_of_a_container_reaches_what_was_made_of_its_lots_once_a_second_person_confirms_it_and_is_followed_until_nothing_is_left()
    {
        var (trade, lots, made, container) = await ContainerAsync();
        using var supervisor = await app.ClientAsync("inspection", "supervisor");

        var proposed = await ProposeAsync(app.Inspector, "recall", new() { ["container"] = container });
        Assert.Equal((3, "proposed", 3, 48000m), ((int)proposed["totals"]!["lots"]!, (string)proposed["recall"]!["state"]!, (int)proposed["totals"]!["places"]!, (decimal)proposed["totals"]!["leftKg"]!));
        Assert.Equal("inDistribution", (string?)(await app.Anybody.PageAsync(lots[0]))["status"]);
        await RefusedAsync(app.Inspector, proposed, "confirm", null, HttpStatusCode.Forbidden, "second-person");
        using var colleague = await app.ClientAsync("inspection", "inspector");
        await RefusedAsync(colleague, proposed, "confirm", null, HttpStatusCode.Forbidden, "not-a-supervisor");

        var active = await DoAsync(supervisor, proposed, "confirm", null);

        Assert.Equal(("active", 3), ((string)active["recall"]!["state"]!, active["lots"]!.AsArray().Count(l => l!["stoppedAt"] is not null)));
        foreach (var lot in lots.Append(made)) Assert.Equal("recalled", (string?)(await app.Anybody.PageAsync(lot))["status"]);
        Assert.Equal(new[] { trade.Importer.Id, trade.Wholesaler.Id, trade.Shop.Id }.Order(), active["notices"]!.AsArray().Select(n => (string)n!["organisation"]!).Order());
        await trade.Shop.RefusedAsync(HttpStatusCode.Conflict, "lot-recalled", made, "sell", Sale(trade.Store, 1));
        await RefusedAsync(supervisor, proposed, "confirm", null, HttpStatusCode.Conflict, "not-proposed");

        // The shop sees that it is meant, its own places alone, and says that it knows.
        var listed = (await trade.Shop.Http.GetFromJsonAsync<JsonObject>("/api/recalls"))!["recalls"]!.AsArray();
        Assert.Equal((string)proposed["recall"]!["id"]!, (string)Assert.Single(listed)!["id"]!);
        var own = await DoAsync(trade.Shop.Http, proposed, "acknowledgement", new() { ["note"] = "Off the shelf." });
        Assert.All(own["places"]!.AsArray(), p => Assert.Equal(trade.Shop.Id, (string)p!["organisation"]!));
        Assert.NotNull(Assert.Single(own["notices"]!.AsArray())!["acknowledgedAt"]);
        using var stranger = await (await app.AdmitAsync("retailer")).Http.GetAsync(Address(proposed));
        Assert.Equal(HttpStatusCode.NotFound, stranger.StatusCode);

        await RefusedAsync(supervisor, proposed, "close", new(), HttpStatusCode.Conflict, "left-in-trade");
        await trade.Shop.DoAsync(made, "destroy", DestructionLater(trade.Store, 40));
        foreach (var (lot, place, quantity) in new[] { (lots[0], trade.Depot, 400m), (made, trade.Depot, 60m) }) await trade.Wholesaler.DoAsync(lot, "destroy", DestructionLater(place, quantity));
        await trade.Importer.DoAsync(lots[0], "destroy", DestructionLater(trade.Warehouse, 23500));
        await trade.Importer.DoAsync(lots[1], "destroy", DestructionLater(trade.Warehouse, 24000));
        var closed = await DoAsync(supervisor, proposed, "close", new());
        Assert.Equal(("closed", 0m, 48000m), ((string)closed["recall"]!["state"]!, (decimal)closed["totals"]!["leftKg"]!, (decimal)closed["totals"]!["destroyedKg"]!));
    }

    [Fact]
    public async Task A_hold_of_one_lot_alone_is_confirmed_by_who_proposed_it_and_leaves_alone_what_was_made_of_it()
    {
        var (_, lots, made, _) = await ContainerAsync();
        var proposed = await ProposeAsync(app.Inspector, "hold", new() { ["gtin"] = lots[0].Gtin, ["lotNumber"] = lots[0].Number, ["reached"] = false });

        var active = await DoAsync(app.Inspector, proposed, "confirm", null);

        Assert.Equal(lots[0].Path, (string)Assert.Single(active["lots"]!.AsArray())!["lot"]!);
        Assert.Equal(("held", "inDistribution"), ((string?)(await app.Anybody.PageAsync(lots[0]))["status"], (string?)(await app.Anybody.PageAsync(made))["status"]));
    }

    [Fact]
    public async Task What_was_proposed_and_withdrawn_stops_nothing()
    {
        var lot = await app.RegisterLotAsync();
        var proposed = await ProposeAsync(app.Inspector, "recall", new() { ["gtin"] = lot.Gtin, ["lotNumber"] = lot.Number });

        var withdrawn = await DoAsync(app.Inspector, proposed, "close", new());
        using var supervisor = await app.ClientAsync("inspection", "supervisor");

        Assert.Equal("withdrawn", (string)withdrawn["recall"]!["state"]!);
        await RefusedAsync(supervisor, proposed, "confirm", null, HttpStatusCode.Conflict, "not-proposed");
        Assert.Equal("cleared", (string?)(await app.Anybody.PageAsync(lot))["status"]);
    }

    [Fact]
    public async Task What_a_crash_left_half_done_is_done_to_its_end()
    {
        var (first, second) = (await app.RegisterLotAsync(), await app.RegisterLotAsync());
        using var recalled = await app.Inspector.PostAsJsonAsync(first.Api("/recall"), new { reason = "Residues" });
        var proposed = await ProposeAsync(app.Inspector, "recall", new() { ["gtin"] = second.Gtin, ["lotNumber"] = second.Number });
        await using var database = NpgsqlDataSource.Create((await File.ReadAllTextAsync(Path.Combine(app.Process.DataDirectory, "connection-string"))).Trim());
        await using var crashed = database.CreateCommand("""
            with confirmed as (update inspection.recall set state = 'underWay', confirmed_by = 'somebody', confirmed_key = 'desk', confirmed_at = now() where id = $1 returning id)
            insert into inspection.recall_lot (recall, lot) select id, unnest($2) from confirmed
            """);
        crashed.Parameters.Add(new() { Value = Guid.Parse((string)proposed["recall"]!["id"]!) });
        crashed.Parameters.Add(new() { Value = new[] { first.Path, second.Path } });

        await crashed.ExecuteNonQueryAsync();

        var done = await Eventually.ResultAsync(async () => (await app.Inspector.GetFromJsonAsync<JsonObject>(Address(proposed))) is { } view && (string)view["recall"]!["state"]! == "active" ? view : null, "the order is carried out");
        Assert.Equal("recalled", (string?)(await app.Anybody.PageAsync(second))["status"]);
        Assert.Equal("lot-recalled", (string?)done["lots"]!.AsArray().Single(l => (string)l!["lot"]! == first.Path)!["refused"]);
    }

    [Theory]
    [InlineData("""{ "kind": "recall", "reason": "x", "scope": {} }""", "scope.gtin")]
    [InlineData("""{ "kind": "recall", "reason": "x", "scope": { "gtin": "09520123451189" } }""", "scope.lotNumber")]
    [InlineData("""{ "kind": "recall", "reason": "x", "scope": { "container": "X", "manufacturer": "Y" } }""", "scope.container")]
    [InlineData("""{ "kind": "burn", "reason": "x", "scope": { "manufacturer": "Y" } }""", "kind")]
    [InlineData("""{ "kind": "hold", "scope": { "manufacturer": "Y" } }""", "reason")]
    [InlineData("""{ "kind": "hold", "reason": "x" }""", "scope")]
    public async Task An_order_that_makes_no_sense_is_told(string body, string field)
    {
        using var content = new StringContent(body, null, "application/json");
        using var answer = await app.Inspector.PostAsync("/api/recalls", content);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(field, (await answer.Content.ReadFromJsonAsync<JsonObject>())!["errors"]!.AsObject().Select(e => e.Key));
    }

    // Two lots of one container. Of the first 500 go to the depot; 100 of these become another lot, of which 40 go to the shop.
    private async Task<(Trade Trade, List<JsonObject> Lots, JsonObject Made, string Container)> ContainerAsync()
    {
        var trade = await OpenAsync(app);
        var number = Interlocked.Increment(ref _boxes);
        var container = Enumerable.Range(0, 10).Select(digit => $"RCLU{number}{digit}").First(n => ContainerNumber.TryParse(n, out _, out _));
        var lots = new List<JsonObject>();
        for (var i = 0; i < 2; i++)
        {
            var lot = await trade.ReleasedLotAsync(app, l => l["containerNo"] = container);
            lots.Add(lot);
        }
        await HandOverAsync(lots[0], trade.Importer, trade.Warehouse, trade.Wholesaler, trade.Depot, 500);
        await trade.Wholesaler.DoAsync(lots[0], "repack", Repack(trade.Depot, 100, null, 0, RepackedNumber(lots[0], "RC"), 100));
        var made = new JsonObject { ["gtin"] = lots[0].Gtin, ["lotNumber"] = RepackedNumber(lots[0], "RC") };
        var shipment = Shipment(trade.Depot, trade.Store, 40);
        shipment["at"] = "2026-11-12T11:30:00+08:00";
        var receipt = Receipt(trade.Store, 40, (string)(await trade.Wholesaler.DoAsync(made, "ship", shipment))["shipment"]!);
        receipt["at"] = "2026-11-12T12:30:00+08:00";
        await trade.Shop.DoAsync(made, "receive", receipt);
        await Eventually.TrueAsync(async () => (await app.Inspector.GetFromJsonAsync<JsonObject>($"/api/lots?container={container}"))!["lots"]!.AsArray().Count == 3, "the lots are listed");
        return (trade, lots, made, container);
    }

    private static JsonObject DestructionLater(string place, decimal quantity)
    {
        var destruction = Destruction(place, quantity);
        destruction["at"] = "2026-11-20T09:00:00+08:00";
        return destruction;
    }

    private static string Address(JsonObject view) => $"/api/recalls/{view["recall"]!["id"]}";

    private static async Task<JsonObject> ProposeAsync(HttpClient client, string kind, JsonObject scope)
    {
        using var answer = await client.PostAsJsonAsync("/api/recalls", new JsonObject { ["kind"] = kind, ["reason"] = "Residues above the limit", ["legalBasis"] = "Food Safety Law, article 63", ["scope"] = scope });
        var body = (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
        Assert.True(answer.StatusCode == HttpStatusCode.Created, body.ToJsonString());
        return body;
    }

    private static async Task<JsonObject> DoAsync(HttpClient client, JsonObject view, string what, JsonObject? request)
    {
        using var answer = await client.PostAsync($"{Address(view)}/{what}", request is null ? null : JsonContent.Create(request));
        var body = (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
        Assert.True(answer.StatusCode == HttpStatusCode.OK, body.ToJsonString());
        return body;
    }

    private static async Task RefusedAsync(HttpClient client, JsonObject view, string what, JsonObject? request, HttpStatusCode status, string code)
    {
        using var answer = await client.PostAsync($"{Address(view)}/{what}", request is null ? null : JsonContent.Create(request));
        Assert.Equal((status, code), (answer.StatusCode, (string?)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["code"]));
    }
}
