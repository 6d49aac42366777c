using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Lotmark.Ledger.Tests.Access;
using static Lotmark.Ledger.Tests.Custody.Trade;

namespace Lotmark.Ledger.Tests.Custody;

public sealed class CustodyTests(LedgerApp app)
{
    [Fact]
    public async Task A_lot_goes_from_the_port_to_the_shelf_and_is_closed_when_the_last_of_it_is_sold()
    {
        var trade = await OpenAsync(app);
        var lot = await app.RegisterLotAsync(trade.Importer);
        Assert.Equal("cleared", (string?)(await trade.Importer.SeeAsync(lot))["status"]);

        await trade.Importer.DoAsync(lot, "receive", Receipt(trade.Warehouse, 24000));
        Assert.Equal("inStation", (string?)(await trade.Importer.SeeAsync(lot))["status"]);
        lot = await trade.ReleasedLotAsync(app);
        Assert.Equal("released", (string?)(await trade.Importer.SeeAsync(lot))["status"]);
        await HandOverAsync(lot, trade.Importer, trade.Warehouse, trade.Wholesaler, trade.Depot, 24000);
        Assert.Equal("inDistribution", (string?)(await trade.Importer.SeeAsync(lot))["status"]);
        await HandOverAsync(lot, trade.Wholesaler, trade.Depot, trade.Shop, trade.Store, 24000);
        await trade.Shop.DoAsync(lot, "stock", new() { ["location"] = trade.Store, ["quantity"] = 24, ["uom"] = "TNE", ["at"] = "2026-11-11T08:00:00+08:00" });
        Assert.Equal("atRetail", (string?)(await trade.Shop.SeeAsync(lot))["status"]);
        await trade.Shop.DoAsync(lot, "sell", Sale(trade.Store, 100));
        var closed = await trade.Shop.DoAsync(lot, "sell", Sale(trade.Store, null));

        Assert.Equal("closed", (string?)closed["status"]);
        using var page = await app.Anybody.SendAsync(new(HttpMethod.Get, $"/{lot.Path}") { Headers = { { "Accept", "application/json" } } });
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    [Fact]
    public async Task More_than_is_there_is_refused_with_the_amount_that_is_left()
    {
        var trade = await OpenAsync(app);
        var lot = await trade.ReleasedLotAsync(app);
        await trade.Importer.DoAsync(lot, "ship", Shipment(trade.Warehouse, trade.Depot, 23000));

        var refused = await trade.Importer.RefusedAsync(HttpStatusCode.Conflict, "quantity-exceeds", lot, "ship", Shipment(trade.Warehouse, trade.Depot, 1000.5m));

        Assert.Equal((1000m, "KGM"), ((decimal)refused["left"]!, (string)refused["uom"]!));
        Assert.Contains("1000 KGM", (string)refused["title"]!, StringComparison.Ordinal);
        await trade.Importer.RefusedAsync(HttpStatusCode.Conflict, "quantity-exceeds", lot, "receive", Receipt(trade.Warehouse, 1));
    }

    [Fact]
    public async Task What_the_receiver_counts_and_measures_is_kept_beside_what_was_shipped()
    {
        var trade = await OpenAsync(app);
        var lot = await trade.ReleasedLotAsync(app);
        var shipment = (string)(await trade.Importer.DoAsync(lot, "ship", Shipment(trade.Warehouse, trade.Depot, 500)))["shipment"]!;

        var answer = await trade.Wholesaler.DoAsync(lot, "receive", Receipt(trade.Depot, 480, shipment, temperature: -9.5m));

        Assert.Equal(("quantity-differs", "temperature-outside"), ((string)answer["warnings"]!["quantity"]![0]!["code"]!, (string)answer["warnings"]!["temperatureC"]![0]!["code"]!));
        var lots = await trade.Importer.SeeAsync(lot);
        Assert.Equal(["quantity 500 480", "temperature -18 -9.5"], lots["discrepancies"]!.AsArray().Select(d => $"{d!["kind"]} {d["expected"]} {d["found"]}"));
        Assert.Equal(20m, (decimal)lots["custody"]!["missing"]!);
        await trade.Wholesaler.RefusedAsync(HttpStatusCode.Conflict, "quantity-exceeds", lot, "ship", Shipment(trade.Depot, trade.Store, 481));
        await trade.Wholesaler.RefusedAsync(HttpStatusCode.Conflict, "shipment-confirmed", lot, "receive", Receipt(trade.Depot, 500, shipment));
        await trade.ColdStore.RefusedAsync(HttpStatusCode.Forbidden, "foreign-lot", lot, "receive", Receipt(trade.Cold, 500, shipment));
    }

    [Fact]
    public async Task Nobody_moves_what_lies_at_a_place_of_others()
    {
        var trade = await OpenAsync(app);
        var lot = await trade.ReleasedLotAsync(app);
        await HandOverAsync(lot, trade.Importer, trade.Warehouse, trade.Wholesaler, trade.Depot, 100);

        await trade.Importer.RefusedAsync(HttpStatusCode.Forbidden, "not-your-location", lot, "ship", Shipment(trade.Depot, trade.Store, 10));
        await trade.Wholesaler.RefusedAsync(HttpStatusCode.Forbidden, "not-your-location", lot, "ship", Shipment(null, trade.Store, 10));
        using var unknown = await trade.Importer.Http.PostAsJsonAsync(lot.Api("/ship"), Shipment(trade.Warehouse, "loc-nowhere", 10));
        Assert.Equal(HttpStatusCode.BadRequest, unknown.StatusCode);
        Assert.Equal("location-unknown", (string)(await unknown.Content.ReadFromJsonAsync<JsonObject>())!["errors"]!["to"]![0]!["code"]!);
    }

    [Theory]
    [InlineData("receive", "location")]
    [InlineData("ship", "to")]
    [InlineData("split", "location")]
    [InlineData("merge", "location")]
    [InlineData("stock", "location")]
    [InlineData("sell", "location")]
    [InlineData("repack", "location")]
    public async Task The_port_is_no_place_where_lots_arrive_or_are_handled(string what, string field)
    {
        var trade = await OpenAsync(app);
        var lot = await trade.ReleasedLotAsync(app);
        var command = new Dictionary<string, JsonObject>
        {
            ["receive"] = Receipt("port", 1),
            ["ship"] = Shipment(trade.Warehouse, "port", 1),
            ["split"] = Split("port", null, (NewUnit(), 1)),
            ["merge"] = new() { ["location"] = "port", ["units"] = new JsonArray(NewUnit(), NewUnit()), ["into"] = NewUnit(), ["at"] = "2026-11-11T08:00:00+08:00" },
            ["stock"] = new() { ["location"] = "port", ["quantity"] = 1, ["at"] = "2026-11-11T08:00:00+08:00" },
            ["sell"] = Sale("port", 1),
            ["repack"] = Repack("port", 1, null, 0, "P-1", 1),
        }[what];

        using var importers = await trade.Importer.Http.PostAsJsonAsync(lot.Api($"/{what}"), command);
        using var answer = what is "stock" or "sell" ? await trade.Shop.Http.PostAsJsonAsync(lot.Api($"/{what}"), command) : importers;

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("location-unknown", (string?)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["errors"]![field]![0]!["code"]);
    }

    [Fact]
    public async Task What_lies_at_the_port_is_shipped_and_destroyed_from_there_named_or_not()
    {
        var trade = await OpenAsync(app);
        var lot = await app.RegisterLotAsync(trade.Importer);

        await trade.Importer.DoAsync(lot, "ship", Shipment("port", trade.Cold, 10));
        await trade.Importer.DoAsync(lot, "destroy", Destruction("port", 20));
        await trade.Importer.DoAsync(lot, "destroy", Destruction(null, 30));
        await trade.Importer.DoAsync(lot, "corrections", new() { ["event"] = 3, ["reason"] = "incorrectData", ["explanation"] = "Weighed again.", ["values"] = new JsonObject { ["quantity"] = 21 } });

        var custody = (await trade.Importer.SeeAsync(lot))["custody"]!;
        Assert.Equal((23939m, 51m), ((decimal)custody["unplaced"]!, (decimal)custody["destroyed"]!));
    }

    [Fact]
    public async Task Pallets_are_made_shipped_whole_and_put_together_without_losing_a_gram()
    {
        var trade = await OpenAsync(app);
        var lot = await trade.ReleasedLotAsync(app);
        var (a, b, c) = (NewUnit(), NewUnit(), NewUnit());
        await trade.Importer.DoAsync(lot, "split", Split(trade.Warehouse, null, (a, 600), (b, 400)));

        await trade.Importer.RefusedAsync(HttpStatusCode.Conflict, "quantities-differ", lot, "split", Split(trade.Warehouse, b, (NewUnit(), 150), (NewUnit(), 249.5m)));
        var loose = await trade.Importer.RefusedAsync(HttpStatusCode.Conflict, "quantity-exceeds", lot, "ship", Shipment(trade.Warehouse, trade.Depot, 23500));
        Assert.Equal(23000m, (decimal)loose["left"]!);
        var shipment = (string)(await trade.Importer.DoAsync(lot, "ship", Shipment(trade.Warehouse, trade.Depot, null, a, b)))["shipment"]!;
        await trade.Wholesaler.DoAsync(lot, "receive", Receipt(trade.Depot, 1000, shipment));
        await trade.Wholesaler.DoAsync(lot, "merge", new() { ["location"] = trade.Depot, ["units"] = new JsonArray(a, b), ["into"] = c, ["quantity"] = 1000, ["at"] = "2026-11-11T08:00:00+08:00" });
        await trade.Wholesaler.RefusedAsync(HttpStatusCode.Conflict, "unit-not-here", lot, "ship", Shipment(trade.Depot, trade.Store, null, a));
        await trade.Wholesaler.DoAsync(lot, "ship", Shipment(trade.Depot, trade.Store, null, c));

        var seen = await app.Inspector.GetFromJsonAsync<JsonObject>(lot.Api());
        Assert.Equal((24000m, 23000m, 1000m), ((decimal)seen!["custody"]!["entered"]!, (decimal)seen["custody"]!["stocks"]![0]!["onHand"]!, (decimal)seen["custody"]!["underWay"]!));
    }

    [Fact]
    public async Task What_is_made_of_lots_weighs_no_more_than_they_did_and_names_them()
    {
        var trade = await OpenAsync(app);
        var (first, second) = (await trade.ReleasedLotAsync(app), await trade.ReleasedLotAsync(app));
        await HandOverAsync(first, trade.Importer, trade.Warehouse, trade.Wholesaler, trade.Depot, 1000);
        await HandOverAsync(second, trade.Importer, trade.Warehouse, trade.Wholesaler, trade.Depot, 500);

        var tooMuch = await trade.Wholesaler.RefusedAsync(HttpStatusCode.Conflict, "more-than-used", first, "repack", Repack(trade.Depot, 100, second, 50, "R-1", 150.1m));
        await trade.Wholesaler.DoAsync(first, "repack", Repack(trade.Depot, 100, second, 50, "R-1", 150));
        await trade.Wholesaler.RefusedAsync(HttpStatusCode.Conflict, "lot-exists", first, "repack", Repack(trade.Depot, 100, second, 50, "R-1", 150));

        Assert.Equal(150m, (decimal)tooMuch["left"]!);
        var made = new JsonObject { ["gtin"] = first.Gtin, ["lotNumber"] = RepackedNumber(second, "R-1") };
        var seen = await trade.Wholesaler.SeeAsync(made);
        Assert.Equal(("inDistribution", "EC", "2028-09-16"), ((string)seen["status"]!, (string)seen["originCountry"]!, (string)seen["expiryDate"]!));
        Assert.Equal([first.Path, second.Path], seen["sources"]!.AsArray().Select(s => (string)s!));
        Assert.Equal([made.Path], (await trade.Importer.SeeAsync(second))["products"]!.AsArray().Select(s => (string)s!));
        await trade.Wholesaler.RefusedAsync(HttpStatusCode.Conflict, "quantity-exceeds", second, "ship", Shipment(trade.Depot, trade.Store, 451));
    }

    [Fact]
    public async Task A_storage_house_invents_no_lot_code()
    {
        var trade = await OpenAsync(app);
        var lot = await trade.ReceivedLotAsync(app);
        await HandOverAsync(lot, trade.Importer, trade.Warehouse, trade.ColdStore, trade.Cold, 1000);

        using var answer = await trade.ColdStore.Http.PostAsJsonAsync(lot.Api("/repack"), Repack(trade.Cold, 100, null, 0, "C-1", 100));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task Before_its_release_a_lot_goes_to_a_cold_store_and_nowhere_else()
    {
        var trade = await OpenAsync(app);
        var lot = await trade.ReceivedLotAsync(app);

        await trade.Importer.RefusedAsync(HttpStatusCode.Conflict, "not-released", lot, "ship", Shipment(trade.Warehouse, trade.Depot, 10));
        await HandOverAsync(lot, trade.Importer, trade.Warehouse, trade.ColdStore, trade.Cold, 10);
    }

    [Fact]
    public async Task What_is_sent_back_abroad_leaves_the_lot_returned()
    {
        var trade = await OpenAsync(app);
        var lot = await app.RegisterLotAsync(trade.Importer);
        var command = new JsonObject { ["quantity"] = 24000, ["at"] = "2026-11-12T08:00:00+08:00", ["destinationCountry"] = "EC", ["reason"] = "label", ["reference"] = Reference("other") };

        var answer = await trade.Importer.DoAsync(lot, "reexport", command);

        Assert.Equal("returned", (string?)answer["status"]);
    }

    [Fact]
    public async Task Many_who_ship_the_same_lot_at_once_never_ship_more_than_there_is()
    {
        var trade = await OpenAsync(app);
        var lot = await trade.ReleasedLotAsync(app);

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(async _ =>
        {
            using var answer = await trade.Importer.Http.PostAsJsonAsync(lot.Api("/ship"), Shipment(trade.Warehouse, trade.Depot, 1000));
            return answer.StatusCode;
        }));

        Assert.Equal((24, 16), (answers.Count(s => s == HttpStatusCode.Created), answers.Count(s => s == HttpStatusCode.Conflict)));
        Assert.Equal(24000m, (decimal)(await trade.Importer.SeeAsync(lot))["custody"]!["underWay"]!);
    }

    [Fact]
    public async Task The_same_command_sent_again_with_its_key_is_answered_as_the_first_time()
    {
        var trade = await OpenAsync(app);
        var lot = await trade.ReleasedLotAsync(app);
        var key = Guid.NewGuid().ToString();

        var first = await SendAsync();
        var second = await SendAsync();

        Assert.Equal((string)first["shipment"]!, (string)second["shipment"]!);
        Assert.Equal((int)first["version"]!, (int)(await trade.Importer.SeeAsync(lot))["version"]!);

        async Task<JsonObject> SendAsync()
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, lot.Api("/ship")) { Content = JsonContent.Create(Shipment(trade.Warehouse, trade.Depot, 1000)), Headers = { { "Idempotency-Key", key } } };
            using var answer = await trade.Importer.Http.SendAsync(request);
            Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
            return (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
        }
    }

    [Fact]
    public async Task Quantities_between_businesses_are_for_the_two_and_the_importer()
    {
        var trade = await OpenAsync(app);
        var lot = await trade.ReleasedLotAsync(app);
        await HandOverAsync(lot, trade.Importer, trade.Warehouse, trade.Wholesaler, trade.Depot, 700);
        await HandOverAsync(lot, trade.Wholesaler, trade.Depot, trade.Shop, trade.Store, 300);

        var shops = (await trade.Shop.Http.GetFromJsonAsync<JsonObject>(lot.Api("/history")))!["events"]!.AsArray();
        var importers = (await trade.Importer.Http.GetFromJsonAsync<JsonObject>(lot.Api("/history")))!["events"]!.AsArray();

        Assert.NotNull(shops[^4]!["data"]!["quantity"]!["sha256"]);
        Assert.Equal(("300", "300"), ((string?)shops[^2]!["data"]!["quantity"]!["confidential"], (string?)shops[^1]!["data"]!["quantity"]!["confidential"]));
        Assert.Equal("700", (string?)importers[^4]!["data"]!["quantity"]!["confidential"]);
        Assert.NotNull(shops[0]!["data"]!["description"]!["customsDeclarationNo"]!["sha256"]);
        var seen = await trade.Shop.SeeAsync(lot);
        Assert.Equal([trade.Store], seen["custody"]!["stocks"]!.AsArray().Select(s => (string)s!["location"]!));
        Assert.Equal("…6789", (string?)seen["customsDeclarationNo"]);
    }

    private static JsonObject Split(string location, string? unit, params (string Unit, decimal Quantity)[] into) => new()
    {
        ["location"] = location,
        ["unit"] = unit,
        ["into"] = new JsonArray([.. into.Select(p => new JsonObject { ["unit"] = p.Unit, ["quantity"] = p.Quantity })]),
        ["at"] = "2026-11-10T10:30:00+08:00",
    };
}
