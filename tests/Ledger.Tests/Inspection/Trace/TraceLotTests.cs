using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Lotmark.Ledger.Tests.Access;
using Lotmark.Ledger.Tests.Custody;
using static Lotmark.Ledger.Tests.Custody.Trade;

namespace Lotmark.Ledger.Tests.Inspection.Trace;

public sealed class TraceLotTests(LedgerApp app)
{
    [Fact]
    public async Task Forward_a_lot_leads_to_every_place_and_every_lot_made_of_it_with_what_is_there()
    {
        var (trade, lot, other, made) = await RepackedAsync();

        var trace = await TraceAsync(app.Inspector, lot, "forward");

        Assert.Equal([lot.Path, made.Path], trace["lots"]!.AsArray().Select(l => (string)l!["lot"]!));
        Assert.Equal([0, 1], trace["lots"]!.AsArray().Select(l => (int)l!["depth"]!));
        Assert.Equal(
            [
                $"{lot.Path} port 24000 24000 0 0 0", $"{lot.Path} {trade.Warehouse} 24000 600 0 0 23400", $"{lot.Path} {trade.Depot} 500 0 0 100 400",
                $"{lot.Path} {trade.Store} 0 0 0 0 0", $"{made.Path} {trade.Depot} 150 40 0 0 110", $"{made.Path} {trade.Store} 40 0 15 0 25",
            ],
            trace["places"]!.AsArray().Select(p => $"{p!["lot"]} {p["location"]} {p["received"]} {p["shipped"]} {p["sold"]} {p["used"]} {p["onHand"]}"));
        Assert.Equal(100m, (decimal)trace["places"]![3]!["expected"]!);
        var repack = Assert.Single(trace["transformations"]!.AsArray())!;
        Assert.Equal([$"{lot.Path} 100"], repack["inputs"]!.AsArray().Select(i => $"{i!["lot"]} {i["quantity"]}"));
        Assert.Equal([made.Path], repack["outputs"]!.AsArray().Select(o => (string)o!));
        var totals = trace["totals"]!;
        Assert.Equal((2, 3, 23935m, 100m, 15m), ((int)totals["lots"]!, (int)totals["places"]!, (decimal)totals["onHandKg"]!, (decimal)totals["underWayKg"]!, (decimal)totals["soldKg"]!));
        Assert.DoesNotContain(other.Path, trace.ToJsonString(), StringComparison.Ordinal);
        Assert.NotNull(trace["places"]![1]!["name"]);
    }

    [Fact]
    public async Task Back_a_lot_leads_to_all_that_it_was_made_of_and_who_handled_it()
    {
        var (trade, lot, other, made) = await RepackedAsync();

        var trace = await TraceAsync(app.Inspector, made, "back");

        Assert.Equal([made.Path, lot.Path, other.Path], trace["lots"]!.AsArray().Select(l => (string)l!["lot"]!));
        Assert.Equal([$"{lot.Path} 100", $"{other.Path} 50"], trace["transformations"]![0]!["inputs"]!.AsArray().Select(i => $"{i!["lot"]} {i["quantity"]}"));
        Assert.Equal(
            ["port", trade.Warehouse, trade.Depot, trade.Store],
            trace["places"]!.AsArray().Where(p => (string)p!["lot"]! == lot.Path).Select(p => (string)p!["location"]!));
        Assert.Contains(trace["shipments"]!.AsArray(), s => (string)s!["lot"]! == other.Path && (string)s["to"]! == trade.Depot && (decimal)s["quantity"]! == 500);
    }

    [Fact]
    public async Task Who_is_a_party_sees_its_own_side_and_of_the_lots_of_others_the_name()
    {
        var (trade, lot, _, made) = await RepackedAsync();

        var importers = await TraceAsync(trade.Importer.Http, lot, "forward");
        var shops = await TraceAsync(trade.Shop.Http, made, "back");

        // Its own lot in full; of what somebody else made of it, that it exists.
        Assert.Contains(importers["places"]!.AsArray(), p => (string)p!["location"]! == trade.Depot);
        Assert.Equal((made.Path, null), ((string)importers["lots"]![1]!["lot"]!, importers["lots"]![1]!["status"]));
        Assert.DoesNotContain(importers["places"]!.AsArray(), p => (string)p!["lot"]! == made.Path);
        Assert.All(shops["places"]!.AsArray(), p => Assert.Equal(trade.Store, (string)p!["location"]!));
        Assert.All(shops["transformations"]![0]!["inputs"]!.AsArray(), i => Assert.Null(i!["quantity"]));
        using var stranger = await (await app.AdmitAsync("retailer")).Http.GetAsync(lot.Api("/trace"));
        Assert.Equal(HttpStatusCode.Forbidden, stranger.StatusCode);
    }

    [Fact]
    public async Task A_corrected_quantity_counts_as_corrected()
    {
        var trade = await OpenAsync(app);
        var lot = await trade.ReceivedLotAsync(app);
        await trade.Importer.DoAsync(lot, "destroy", Destruction(trade.Warehouse, 20));
        await trade.Importer.DoAsync(lot, "corrections", new() { ["event"] = 3, ["reason"] = "incorrectData", ["explanation"] = "Weighed again.", ["values"] = new JsonObject { ["quantity"] = 21 } });

        var trace = await TraceAsync(app.Inspector, lot, "forward");

        Assert.Equal((21m, 23979m), ((decimal)trace["places"]![1]!["destroyed"]!, (decimal)trace["places"]![1]!["onHand"]!));
    }

    [Fact]
    public async Task An_unknown_lot_and_an_unknown_direction_are_told()
    {
        var lot = await app.RegisterLotAsync();
        using var unknown = await app.Inspector.GetAsync("/api/lots/09520123451189/NO-SUCH-LOT/trace");
        using var sideways = await app.Inspector.GetAsync(lot.Api("/trace?direction=sideways&depth=3"));

        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, sideways.StatusCode);
        var errors = (await sideways.Content.ReadFromJsonAsync<JsonObject>())!["errors"]!.AsObject();
        Assert.Equal(["depth", "direction"], errors.Select(e => e.Key).Order());
    }

    // 600 of one lot leave the importer: 500 arrive at the depot and 100 are under way to the shop. Of 100 and 50 of another, 150 are made; 40 of these go to the shop, 15 are sold.
    private async Task<(Trade Trade, JsonObject Lot, JsonObject Other, JsonObject Made)> RepackedAsync()
    {
        var trade = await OpenAsync(app);
        var (lot, other) = (await trade.ReleasedLotAsync(app), await trade.ReleasedLotAsync(app));
        foreach (var each in new[] { lot, other }) await HandOverAsync(each, trade.Importer, trade.Warehouse, trade.Wholesaler, trade.Depot, 500);
        await trade.Importer.DoAsync(lot, "ship", Shipment(trade.Warehouse, trade.Store, 100));
        await trade.Wholesaler.DoAsync(lot, "repack", Repack(trade.Depot, 100, other, 50, "TR-1", 150));
        var made = new JsonObject { ["gtin"] = lot.Gtin, ["lotNumber"] = RepackedNumber(other, "TR-1") };
        var shipment = Shipment(trade.Depot, trade.Store, 40);
        shipment["at"] = "2026-11-12T11:30:00+08:00";
        var receipt = Receipt(trade.Store, 40, (string)(await trade.Wholesaler.DoAsync(made, "ship", shipment))["shipment"]!);
        receipt["at"] = "2026-11-12T12:30:00+08:00";
        await trade.Shop.DoAsync(made, "receive", receipt);
        var sale = Sale(trade.Store, 15);
        sale["at"] = "2026-11-12T13:30:00+08:00";
        await trade.Shop.DoAsync(made, "stock", new() { ["location"] = trade.Store, ["quantity"] = 40, ["at"] = "2026-11-12T13:00:00+08:00" });
        await trade.Shop.DoAsync(made, "sell", sale);
        return (trade, lot, other, made);
    }

    private static async Task<JsonObject> TraceAsync(HttpClient client, JsonObject lot, string direction)
    {
        using var answer = await client.GetAsync(lot.Api($"/trace?direction={direction}"));
        var body = (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
        Assert.True(answer.StatusCode == HttpStatusCode.OK, body.ToJsonString());
        return body;
    }
}
