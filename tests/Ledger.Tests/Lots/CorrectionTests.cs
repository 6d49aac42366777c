using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Lotmark.Ledger.Tests.Access;
using Lotmark.Ledger.Tests.Custody;

namespace Lotmark.Ledger.Tests.Lots;

public sealed class CorrectionTests(LedgerApp app)
{
    [Fact]
    public async Task A_corrected_registration_counts_everywhere_and_the_first_one_stays_in_the_history()
    {
        var trade = await Trade.OpenAsync(app);
        var lot = await app.RegisterLotAsync(trade.Importer);

        await trade.Importer.DoAsync(lot, "corrections", Correction(1, new() { ["brand"] = "Costa Nueva", ["productName"] = new JsonObject { ["en"] = null }, ["customsDeclarationNo"] = "310120261000456780" }));

        var now = await trade.Importer.SeeAsync(lot);
        Assert.Equal(("Costa Nueva", "冻南美白虾（带头带壳）", null, "310120261000456780"), ((string)now["brand"]!, (string)now["productName"]!["zh"]!, (string?)now["productName"]!["en"], (string)now["customsDeclarationNo"]!));
        var events = (await trade.Importer.Http.GetFromJsonAsync<JsonObject>(lot.Api("/history")))!["events"]!.AsArray();
        Assert.Equal(("Costa Muestra", 2), ((string)events[0]!["data"]!["description"]!["brand"]!, (int)events[0]!["correctedBy"]![0]!));
        Assert.Equal(("lot_corrected", 1, "incorrectData", trade.Importer.Id), ((string)events[1]!["type"]!, (int)events[1]!["data"]!["event"]!, (string)events[1]!["data"]!["reason"]!, (string)events[1]!["data"]!["by"]!["organisation"]!));
        using var page = await app.Anybody.GetAsync($"/{lot.Path}");
        Assert.Contains("Costa Nueva", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_importer_first_sent_may_be_sent_again_after_a_correction()
    {
        var trade = await Trade.OpenAsync(app);
        var lot = await app.RegisterLotAsync(trade.Importer);
        await trade.Importer.DoAsync(lot, "corrections", Correction(1, new() { ["brand"] = "Costa Nueva" }));

        using var again = await trade.Importer.Http.PostAsJsonAsync("/api/lots", lot);

        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.Equal("Costa Nueva", (string?)(await trade.Importer.SeeAsync(lot))["brand"]);
    }

    [Fact]
    public async Task New_values_are_checked_as_those_of_the_request_were()
    {
        var trade = await Trade.OpenAsync(app);
        var lot = await app.RegisterLotAsync(trade.Importer);

        using var answer = await trade.Importer.Http.PostAsJsonAsync(lot.Api("/corrections"), Correction(1, new() { ["entryDate"] = "2099-01-01", ["importer"] = new JsonObject { ["uscc"] = "X" }, ["colour"] = "red" }));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(["values.colour"], Fields(await answer.Content.ReadFromJsonAsync<JsonObject>()).Where(f => f.Contains("colour", StringComparison.Ordinal)));
        await trade.Importer.RefusedAsync(HttpStatusCode.Conflict, "identity-stands", lot, "corrections", Correction(1, new() { ["lotNumber"] = "OTHER" }));
        await trade.Importer.RefusedAsync(HttpStatusCode.Conflict, "event-unknown", lot, "corrections", Correction(9, new() { ["brand"] = "x" }));
    }

    [Fact]
    public async Task A_count_is_corrected_by_who_counted_and_never_below_what_left_since()
    {
        var trade = await Trade.OpenAsync(app);
        var lot = await trade.ReleasedLotAsync(app); // 1 registered, 2 received, 3 document, 4 released
        await Trade.HandOverAsync(lot, trade.Importer, trade.Warehouse, trade.Wholesaler, trade.Depot, 1000); // 5 shipped, 6 received
        await trade.Wholesaler.DoAsync(lot, "ship", Trade.Shipment(trade.Depot, trade.Store, 900)); // 7

        var tooLow = await trade.Wholesaler.RefusedAsync(HttpStatusCode.Conflict, "quantity-exceeds", lot, "corrections", Correction(6, new() { ["quantity"] = 899 }));
        await trade.Wholesaler.DoAsync(lot, "corrections", Correction(6, new() { ["quantity"] = 950 }));

        Assert.Contains("1 more", (string)tooLow["title"]!, StringComparison.Ordinal);
        var seen = await trade.Importer.SeeAsync(lot);
        Assert.Equal((50m, 50m), ((decimal)seen["custody"]!["missing"]!, (decimal)seen["custody"]!["stocks"]!.AsArray().Single(s => (string?)s!["location"] == trade.Depot)!["onHand"]!));
        await trade.Importer.RefusedAsync(HttpStatusCode.Forbidden, "not-your-event", lot, "corrections", Correction(6, new() { ["quantity"] = 1000 }));
        await trade.Importer.RefusedAsync(HttpStatusCode.Conflict, "confirmed-by-receiver", lot, "corrections", DidNotOccur(5));
        await trade.Importer.RefusedAsync(HttpStatusCode.Conflict, "confirmed-by-receiver", lot, "corrections", Correction(5, new() { ["at"] = "2026-11-20T10:30:00+08:00" }));
        await trade.Wholesaler.RefusedAsync(HttpStatusCode.Conflict, "quantity-exceeds", lot, "corrections", DidNotOccur(6));
        await trade.Wholesaler.DoAsync(lot, "corrections", DidNotOccur(7));
        Assert.Equal(950m, (decimal)(await trade.Wholesaler.SeeAsync(lot))["custody"]!["stocks"]![0]!["onHand"]!);
    }

    [Fact]
    public async Task Whatever_happened_to_a_lot_can_be_told_again_with_another_time()
    {
        var trade = await Trade.OpenAsync(app);
        var lot = await trade.ReleasedLotAsync(app);
        var (a, b) = (Trade.NewUnit(), Trade.NewUnit());
        JsonObject Part(string unit) => new() { ["unit"] = unit, ["quantity"] = 50 };
        await CorrectableAsync(trade.Importer, "split", new() { ["location"] = trade.Warehouse, ["into"] = new JsonArray(Part(a), Part(b)), ["at"] = "2026-11-10T10:00:00+08:00" });
        await CorrectableAsync(trade.Importer, "merge", new() { ["location"] = trade.Warehouse, ["units"] = new JsonArray(a, b), ["into"] = a, ["at"] = "2026-11-10T10:00:00+08:00" });
        await CorrectableAsync(trade.Importer, "ship", Trade.Shipment(trade.Warehouse, trade.Store, null, a));
        var loose = await CorrectableAsync(trade.Importer, "ship", Trade.Shipment(trade.Warehouse, trade.Store, 200));
        await CorrectableAsync(trade.Shop, "receive", Trade.Receipt(trade.Store, 200, (string)loose["shipment"]!));
        await CorrectableAsync(trade.Shop, "stock", new() { ["location"] = trade.Store, ["quantity"] = 10, ["at"] = "2026-11-11T10:00:00+08:00" });
        await CorrectableAsync(trade.Shop, "sell", Trade.Sale(trade.Store, 10));
        await CorrectableAsync(trade.Shop, "sell", Trade.Sale(trade.Store, null));
        await CorrectableAsync(trade.Importer, "destroy", Trade.Destruction(trade.Warehouse, 10));
        await CorrectableAsync(trade.Importer, "reexport", new()
        {
            ["location"] = trade.Warehouse,
            ["quantity"] = 10,
            ["at"] = "2026-11-12T08:00:00+08:00",
            ["destinationCountry"] = "EC",
            ["reason"] = "label",
            ["reference"] = Trade.Reference("other"),
        });

        async Task<JsonObject> CorrectableAsync(Member member, string what, JsonObject command)
        {
            var answer = await member.DoAsync(lot, what, command);
            var before = await QuantitiesAsync();
            await member.DoAsync(lot, "corrections", Correction((int)answer["version"]!, new() { ["at"] = "2026-11-10T10:30:00+08:00" }));
            Assert.Equal(before, await QuantitiesAsync());
            return answer;
        }

        async Task<string> QuantitiesAsync()
        {
            var custody = (await trade.Importer.SeeAsync(lot))["custody"]!;
            foreach (var shipment in custody["shipments"]!.AsArray()) shipment!.AsObject().Remove("shippedAt");
            return custody.ToJsonString();
        }
    }

    [Fact]
    public async Task How_a_pallet_was_made_is_corrected_until_it_moves_on()
    {
        var trade = await Trade.OpenAsync(app);
        var lot = await trade.ReleasedLotAsync(app); // 4 events
        var unit = Trade.NewUnit();
        await trade.Importer.DoAsync(lot, "split", new()
        {
            ["location"] = trade.Warehouse,
            ["into"] = new JsonArray(new JsonObject { ["unit"] = unit, ["quantity"] = 600 }),
            ["at"] = "2026-11-10T10:30:00+08:00",
        });
        JsonObject Weighing(decimal quantity) => new() { ["into"] = new JsonArray(new JsonObject { ["unit"] = unit, ["quantity"] = quantity }) };

        await trade.Importer.DoAsync(lot, "corrections", Correction(5, Weighing(700)));
        Assert.Equal(700m, (decimal)(await trade.Importer.SeeAsync(lot))["custody"]!["units"]![0]!["quantity"]!);
        await trade.Importer.DoAsync(lot, "ship", Trade.Shipment(trade.Warehouse, trade.Depot, null, unit));

        await trade.Importer.RefusedAsync(HttpStatusCode.Conflict, "unit-moved-on", lot, "corrections", Correction(5, Weighing(650)));
    }

    [Fact]
    public async Task A_registration_that_did_not_occur_leaves_no_lot_and_may_be_made_anew()
    {
        var trade = await Trade.OpenAsync(app);
        var lot = await app.RegisterLotAsync(trade.Importer);

        await trade.Importer.DoAsync(lot, "corrections", DidNotOccur(1));

        using var gone = await trade.Importer.Http.GetAsync(lot.Api());
        using var page = await app.Anybody.GetAsync($"/{lot.Path}");
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (gone.StatusCode, page.StatusCode));
        Assert.Equal(2, (await app.Inspector.GetFromJsonAsync<JsonObject>(lot.Api("/history")))!["events"]!.AsArray().Count);
        lot["brand"] = "Second";
        using var anew = await trade.Importer.Http.PostAsJsonAsync("/api/lots", lot);
        Assert.Equal(HttpStatusCode.Created, anew.StatusCode);
        Assert.Equal(("Second", 3), ((string)(await trade.Importer.SeeAsync(lot))["brand"]!, (int)(await trade.Importer.SeeAsync(lot))["version"]!));
    }

    [Fact]
    public async Task A_registration_on_which_others_rest_occurred()
    {
        var trade = await Trade.OpenAsync(app);
        var lot = await trade.ReceivedLotAsync(app);

        await trade.Importer.RefusedAsync(HttpStatusCode.Conflict, "others-rest-on-it", lot, "corrections", DidNotOccur(1));
    }

    [Fact]
    public async Task What_was_corrected_can_be_corrected_again()
    {
        var trade = await Trade.OpenAsync(app);
        var lot = await app.RegisterLotAsync(trade.Importer);

        await trade.Importer.DoAsync(lot, "corrections", Correction(1, new() { ["brand"] = "Costa Nuova" }));
        await trade.Importer.DoAsync(lot, "corrections", Correction(1, new() { ["brand"] = "Costa Nueva" }));

        Assert.Equal("Costa Nueva", (string)(await trade.Importer.SeeAsync(lot))["brand"]!);
    }

    private static JsonObject Correction(int number, JsonObject values) => new() { ["event"] = number, ["reason"] = "incorrectData", ["explanation"] = "Typed wrongly.", ["values"] = values };

    private static JsonObject DidNotOccur(int number) => new() { ["event"] = number, ["reason"] = "didNotOccur", ["explanation"] = "Recorded for the wrong lot." };

    private static IEnumerable<string> Fields(JsonObject? problem) => problem!["errors"]!.AsObject().Select(e => e.Key);
}
