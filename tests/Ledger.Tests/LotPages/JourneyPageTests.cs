using System.Text.Json.Nodes;
using Lotmark.Ledger.Tests.Custody;

namespace Lotmark.Ledger.Tests.LotPages;

public sealed class JourneyPageTests(LedgerApp app)
{
    [Fact]
    public async Task The_page_tells_where_a_lot_was_and_when_but_not_with_whom_nor_how_much()
    {
        var trade = await Trade.OpenAsync(app);
        var lot = await trade.ReleasedLotAsync(app);
        await Trade.HandOverAsync(lot, trade.Importer, trade.Warehouse, trade.Shop, trade.Store, 137);
        await trade.Shop.DoAsync(lot, "stock", new() { ["location"] = trade.Store, ["quantity"] = 73, ["at"] = "2026-11-12T09:00:00+08:00" });

        var page = await app.Anybody.PageAsync(lot);

        var journey = page["journey"]!.AsArray();
        // Two arrivals in one city on one day are one step.
        Assert.Equal(["received", "shipped", "onSale", "released"], journey.Select(s => (string)s!["kind"]!));
        Assert.Equal(("2026-11-12", "Ningbo", "CN"), ((string)journey[2]!["on"]!, (string)journey[2]!["place"]!["city"]!, (string)journey[2]!["place"]!["country"]!));
        var told = journey.ToJsonString();
        foreach (var secret in new[] { trade.Shop.Id, trade.Store, trade.Warehouse, "137", "73" }) Assert.DoesNotContain(secret, told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_correction_shows_what_was_said_first_beside_what_is_right()
    {
        var trade = await Trade.OpenAsync(app);
        var lot = await trade.ReceivedLotAsync(app);
        var right = Trade.Receipt(trade.Warehouse, 24_000);
        right["at"] = "2026-11-09T09:00:00+08:00";
        await trade.Importer.DoAsync(lot, "corrections", new() { ["event"] = 2, ["reason"] = "incorrectData", ["explanation"] = "the day before", ["values"] = right });
        await trade.Importer.DoAsync(lot, "corrections", new() { ["event"] = 1, ["reason"] = "incorrectData", ["explanation"] = "mistyped", ["values"] = new JsonObject { ["entryDate"] = "2026-11-06" } });

        var journey = (await app.Anybody.PageAsync(lot))["journey"]!.AsArray();

        Assert.Equal(("2026-11-10", "2026-11-09"), ((string)journey[0]!["on"]!, (string)journey[0]!["corrected"]!["on"]!));
        var fact = journey[1]!["facts"]![0]!;
        Assert.Equal(("entryDate", "2026-11-07", "2026-11-06"), ((string)fact["kind"]!, (string)fact["before"]!, (string)fact["after"]!));
    }

    [Fact]
    public async Task Only_the_step_that_took_the_last_of_a_lot_says_that_nothing_is_left()
    {
        var trade = await Trade.OpenAsync(app);
        var lot = await trade.ReceivedLotAsync(app);
        await trade.Importer.DoAsync(lot, "destroy", Trade.Destruction(trade.Warehouse, 4_000));
        Assert.Contains("Some of it was destroyed in Ningbo", await app.Anybody.GetStringAsync($"/{lot.Path}?lang=en"), StringComparison.Ordinal);

        var rest = Trade.Destruction(trade.Warehouse, 20_000);
        rest["at"] = "2026-11-20T09:00:00+08:00";
        await trade.Importer.DoAsync(lot, "destroy", rest);

        var page = await app.Anybody.PageAsync(lot);
        Assert.Equal([false, true], page["journey"]!.AsArray().Where(step => (string)step!["kind"]! == "destroyed").Select(step => (bool)step!["nothingLeft"]!));
        Assert.Contains("nothing is left", await app.Anybody.GetStringAsync($"/{lot.Path}?lang=en"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_course_of_the_temperature_is_thinned_out_and_keeps_its_peak()
    {
        var lot = await app.RegisterLotAsync();
        await app.MeasureAsync(lot, Enumerable.Range(0, 2_000).Select(i => i == 777 ? -3.1 : -19.5));

        var course = (await app.Anybody.PageAsync(lot))["temperature"]!["course"]!.AsArray();

        Assert.InRange(course.Count, 55, 61);
        Assert.Equal(-3.1m, course.Max(span => (decimal)span!["maxC"]!));
    }
}
