using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Lotmark.Ledger.Access;
using Lotmark.Ledger.Tests.Access;
using Lotmark.Ledger.Tests.Custody;
using Lotmark.Ledger.Tests.Inspection.Desk;
using Lotmark.Ledger.Tests.ShopperReports;
using static Lotmark.Ledger.Tests.Custody.Trade;

namespace Lotmark.Ledger.Tests.Inspection.Signals;

public sealed class SightingTests(LedgerApp app)
{
    [Fact]
    public async Task What_a_shopper_sends_stands_in_the_inbox_and_leads_to_the_lot_and_its_papers()
    {
        var lot = await app.RegisterLotAsync();

        await app.Anybody.ReportAsync(lot, null, ("kind", "thawed"), ("district", "Ningbo  Yinzhou"), ("text", "Soft and wet"));

        var seen = await OnlyAsync(lot);
        Assert.Equal(("report", "thawed", "Ningbo Yinzhou"), ((string)seen["kind"]!, (string)seen["detail"]!["problem"]!, (string)seen["district"]!));
        using var inspector = await DeskVisitor.SignedInAsync(app, Role.Inspector);
        var page = await inspector.PageAsync($"/inspect/inbox?lot={Uri.EscapeDataString(lot.Path)}");
        var row = Assert.Single(page.QuerySelectorAll(".seen > li"));
        Assert.Contains("Thawed", row.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Soft and wet", row.TextContent, StringComparison.Ordinal);
        var links = row.QuerySelectorAll("a").Select(a => a.GetAttribute("href")!).ToList();
        Assert.Contains($"/inspect/lots/{lot.Gtin}/{Uri.EscapeDataString(lot.Number)}/papers#reports", links);
    }

    [Fact]
    public async Task An_excursion_that_batches_tell_of_twice_is_one()
    {
        var lot = await app.RegisterLotAsync();
        double[] warm = [-20, -20, .. Enumerable.Repeat(-5.0, 24)];
        await app.MeasureAsync(lot, warm);
        Assert.Equal("excursion", (string)(await OnlyAsync(lot))["kind"]!);

        await app.MeasureAsync(lot, [.. warm, -4, -4, -20]);

        var seen = await Eventually.ResultAsync(async () => await ListAsync(lot) is [var one] && (decimal)one!["detail"]!["excursion"]!["peakC"]! == -4m ? one : null, "the excursion is seen whole");
        Assert.Equal("2026-11-10T00:10:00+00:00", (string)seen["detail"]!["excursion"]!["start"]!);
    }

    [Fact]
    public async Task A_discrepancy_is_seen_where_it_was_found_until_a_correction_takes_it_back()
    {
        const string hostile = "<script>alert('x')</script>";
        var trade = await OpenAsync(app);
        var place = Members.NewPlace();
        place["city"] = hostile;
        using (var placed = await trade.Wholesaler.Http.PostAsJsonAsync("/api/locations", place)) Assert.Equal(HttpStatusCode.Created, placed.StatusCode);
        var lot = await trade.ReleasedLotAsync(app);
        var shipped = await trade.Importer.DoAsync(lot, "ship", Shipment(trade.Warehouse, (string)place["gln"]!, 500));
        var received = await trade.Wholesaler.DoAsync(lot, "receive", Receipt((string)place["gln"]!, 480, (string)shipped["shipment"]!));

        var seen = await OnlyAsync(lot);
        Assert.Equal(("discrepancy", hostile, 480m), ((string)seen["kind"]!, (string)seen["city"]!, (decimal)seen["detail"]!["discrepancy"]!["found"]!));
        Assert.Contains(await ListAsync($"city={Uri.EscapeDataString(hostile)}"), s => (string)s!["id"]! == (string)seen["id"]!);
        using var inspector = await DeskVisitor.SignedInAsync(app, Role.Inspector);
        foreach (var address in new[] { $"/inspect/inbox?lot={Uri.EscapeDataString(lot.Path)}", "/inspect/signals" })
        {
            var page = await inspector.PageAsync(address);
            Assert.All(page.QuerySelectorAll("script"), script => Assert.NotNull(script.GetAttribute("src")));
            Assert.Contains(hostile, page.Body!.TextContent, StringComparison.Ordinal);
        }

        await trade.Wholesaler.DoAsync(lot, "corrections", new()
        {
            ["event"] = (int)received["version"]!,
            ["reason"] = "incorrectData",
            ["explanation"] = "Counted again.",
            ["values"] = new JsonObject { ["quantity"] = 500 },
        });

        await Eventually.TrueAsync(async () => (await ListAsync(lot)).Count == 0, "the discrepancy is gone");
    }

    [Fact]
    public async Task A_code_that_is_scanned_as_only_copies_are_is_seen_once()
    {
        var lot = await app.RegisterLotAsync();
        using (var issued = await app.Importer.PostAsJsonAsync(lot.Api("/serials"), new { serials = new[] { "C-1", "C-2" } })) Assert.Equal(HttpStatusCode.Created, issued.StatusCode);

        for (var i = 0; i < 11; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/{lot.Path}/21/C-1") { Headers = { { "Accept", "text/html" } } };
            using var looked = await app.Anybody.SendAsync(request);
            Assert.Equal(HttpStatusCode.OK, looked.StatusCode);
        }

        var seen = await OnlyAsync(lot);
        Assert.Equal(("copied", "C-1", 11), ((string)seen["kind"]!, (string)seen["detail"]!["serial"]!, (int)seen["detail"]!["scans"]!));
    }

    [Fact]
    public async Task What_is_set_aside_leaves_the_open_ones_and_says_by_whom_and_why()
    {
        var lot = await app.RegisterLotAsync();
        await app.Anybody.ReportAsync(lot, null, ("kind", "wrongDate"), ("district", "Ningbo"));
        var id = (string)(await OnlyAsync(lot))["id"]!;
        using var inspector = await DeskVisitor.SignedInAsync(app, Role.Inspector);
        var list = $"/inspect/inbox?open=true&lot={Uri.EscapeDataString(lot.Path)}";

        using var empty = await inspector.SendAsync($"/inspect/inbox/{id}/set-aside", ("to", list), ("reason", " "));
        using var done = await inspector.SendAsync($"/inspect/inbox/{id}/set-aside", ("to", list), ("reason", "<b>Packing date</b> read as expiry"));
        using var again = await app.Inspector.PostAsJsonAsync($"/api/sightings/{id}/set-aside", new { reason = "Twice" });
        using var unknown = await app.Inspector.PostAsJsonAsync($"/api/sightings/{Guid.Empty}/set-aside", new { reason = "Nothing" });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, empty.StatusCode);
        Assert.Equal((HttpStatusCode.Found, list), (done.StatusCode, done.Headers.Location!.ToString()));
        Assert.Equal((HttpStatusCode.Conflict, "set-aside-before"), (again.StatusCode, (string?)(await again.Content.ReadFromJsonAsync<JsonObject>())!["code"]));
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.Empty(await ListAsync($"open=true&lot={Uri.EscapeDataString(lot.Path)}"));
        var aside = Assert.Single(await ListAsync($"open=false&lot={Uri.EscapeDataString(lot.Path)}"))!["setAside"]!;
        Assert.Equal((inspector.Name, "<b>Packing date</b> read as expiry"), ((string)aside["by"]!, (string)aside["reason"]!));
        Assert.NotNull((await inspector.PageAsync(list)).QuerySelector(".empty"));
        var all = await inspector.PageAsync($"/inspect/inbox?open=&lot={Uri.EscapeDataString(lot.Path)}");
        Assert.Contains("<b>Packing date</b>", all.QuerySelector(".seen")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Filters_that_make_no_sense_are_named_and_parts_of_the_list_follow_each_other()
    {
        var lot = await app.RegisterLotAsync();
        foreach (var kind in new[] { "ill", "spoiled", "thawed" }) await app.Anybody.ReportAsync(lot, null, ("kind", kind), ("district", "Ningbo"));
        await Eventually.TrueAsync(async () => (await ListAsync(lot)).Count == 3, "all three are seen");

        using var wrong = await app.Inspector.GetAsync("/api/sightings?kind=rumour&lot=1&gtin=12&since=yesterday&open=maybe&after=x&colour=red");
        var errors = (await wrong.Content.ReadFromJsonAsync<JsonObject>())!["errors"]!.AsObject().Select(e => e.Key);
        var first = (await app.Inspector.GetFromJsonAsync<JsonObject>($"/api/sightings?limit=2&lot={Uri.EscapeDataString(lot.Path)}"))!;
        var rest = await ListAsync($"limit=2&lot={Uri.EscapeDataString(lot.Path)}&after={first["next"]}");
        var told = first["sightings"]!.AsArray().Concat(rest).Select(s => (string)s!["detail"]!["problem"]!);
        var wanted = await ListAsync($"kind=report&gtin={lot.Gtin}&since={DateTime.UtcNow.AddDays(-1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}&lot={Uri.EscapeDataString(lot.Path)}");
        using var inspector = await DeskVisitor.SignedInAsync(app, Role.Inspector);

        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.Equal(["after", "colour", "gtin", "kind", "lot", "open", "since"], errors);
        Assert.Equal(["thawed", "spoiled", "ill"], told);
        Assert.Equal(3, wanted.Count);
        Assert.NotEmpty((await inspector.PageAsync("/inspect/inbox?kind=rumour", HttpStatusCode.BadRequest)).QuerySelectorAll("[role=alert]"));
        Assert.NotEmpty((await inspector.PageAsync("/inspect/signals?until=2999-01-01", HttpStatusCode.BadRequest)).QuerySelectorAll("[role=alert]"));
    }

    private async Task<JsonNode> OnlyAsync(JsonObject lot) => await Eventually.ResultAsync(async () => await ListAsync(lot) is [{ } one] ? one : null, "it is seen");

    private Task<JsonArray> ListAsync(JsonObject lot) => ListAsync($"lot={Uri.EscapeDataString(lot.Path)}");

    private async Task<JsonArray> ListAsync(string query) => (await app.Inspector.GetFromJsonAsync<JsonObject>($"/api/sightings?{query}"))!["sightings"]!.AsArray();
}
