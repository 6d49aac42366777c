using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Lotmark.Ledger.Access;
using Lotmark.Ledger.Inspection.Signals;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Tests.Access;
using Lotmark.Ledger.Tests.Inspection.Desk;
using Npgsql;

namespace Lotmark.Ledger.Tests.Inspection.Signals;

public sealed class SignalsTests(LedgerApp app)
{
    private const string Gtin = "09520125550019", City = "Shaoxing <i>", District = "Yuecheng & O'Brien";

    // Nobody can send what comes to be known two months ago: the days before are written into the table.
    [Fact]
    public async Task What_rises_is_told_with_how_many_are_usual_and_stands_on_the_map_and_in_the_ranking()
    {
        var lot = $"01/{Gtin}/10/S-1";
        await WriteAsync(lot, before: 16, lately: 24);
        await WriteAsync($"01/{Gtin}/10/S-2", before: 40, lately: 0);
        using var inspector = await DeskVisitor.SignedInAsync(app, Role.Inspector);

        var board = (await app.Inspector.GetFromJsonAsync<JsonObject>("/api/signals"))!;
        var earlier = (await app.Inspector.GetFromJsonAsync<JsonObject>($"/api/signals?until={Day(-8)}"))!;
        var page = await inspector.PageAsync("/inspect/signals");

        var method = board["method"]!;
        Assert.Equal((0.01, 7, 56), ((double)method["falseAlarmRate"]!, (int)method["windowDays"]!, (int)method["baselineDays"]!));
        Assert.True((int)method["tested"]! >= 3);
        Assert.Contains("independent", (string)method["assumes"]!["en"]!, StringComparison.Ordinal);
        var warnings = board["warnings"]!.AsArray().Where(w => (string?)w!["gtin"] == Gtin || (string?)w["city"] == City).ToDictionary(w => (string)w!["of"]!, w => w!);
        Assert.Equal((24, 2.0, 56), ((int)warnings["lot"]["count"]!, (double)warnings["lot"]["usual"]!, (int)warnings["lot"]["daysBefore"]!));
        Assert.Equal($"rise:report:lot:{lot}", (string)warnings["lot"]["key"]!);
        Assert.Equal((24, 7.0), ((int)warnings["product"]["count"]!, (double)warnings["product"]["usual"]!));
        Assert.Equal(BinomialTail.AtLeast(40, 7 / 63.0, 24), (double)warnings["lot"]["p"]!, 1e-12);
        Assert.DoesNotContain(earlier["warnings"]!.AsArray(), w => (string?)w!["gtin"] == Gtin);
        var place = Assert.Single(board["map"]!["places"]!.AsArray(), p => (string?)p!["city"] == City)!;
        Assert.Equal((28, 24), (place["counts"]!.AsArray().Count, place["counts"]!.AsArray().TakeLast(7).Sum(c => (int)c!)));
        Assert.True((int)Assert.Single(board["ranking"]!["products"]!.AsArray(), r => (string?)r!["subject"] == Gtin)!["reports"]! >= 24);

        var told = Assert.Single(page.QuerySelectorAll("li.warning"), w => w.QuerySelector($"a[href='/inspect/lots/{Gtin}/S-1']") is not null);
        Assert.Contains("24 in 7 days; 2 are usual", told.TextContent, StringComparison.Ordinal);
        Assert.Contains("By chance alone", told.TextContent, StringComparison.Ordinal);
        Assert.Contains(page.QuerySelectorAll(".heat tbody th"), th => th.TextContent.Contains($"{City} {District}", StringComparison.Ordinal));
        Assert.Null(page.QuerySelector("main i"));

        var made = new List<string>();
        for (var click = 0; click < 2; click++)
            using (var answer = await inspector.SendAsync("/inspect/signals/task", ("key", $"rise:report:lot:{lot}"), ("until", Day(0)))) made.Add(answer.Headers.Location!.ToString());
        using var over = await inspector.SendAsync("/inspect/signals/task", ("key", "rise:report:lot:never"), ("until", "x"));
        var task = (await app.Inspector.GetFromJsonAsync<JsonObject>($"/api/tasks/{Assert.Single(made.Distinct()).Split('/')[^1]}"))!["task"]!;
        Assert.Equal(HttpStatusCode.NotFound, over.StatusCode);
        Assert.Equal(("complaint", "S-1", 24), ((string)task["kind"]!, (string)task["lotNumber"]!, task["from"]!["sightings"]!.AsArray().Count));
        Assert.NotNull((await inspector.PageAsync("/inspect/signals")).QuerySelector($"li.warning a[href='{made[0]}']"));
    }

    [Fact]
    public async Task Only_inspectors_and_supervisors_see_it()
    {
        using var supervisor = await app.ClientAsync("inspection", "supervisor");
        foreach (var path in new[] { "/api/sightings", "/api/signals" })
        {
            using var seen = await supervisor.GetAsync(path);
            using var operatorsKey = await app.Admin.GetAsync(path);
            using var importer = await app.Importer.GetAsync(path);
            using var nobody = await app.Anybody.GetAsync(path);
            Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.Unauthorized), (seen.StatusCode, operatorsKey.StatusCode, importer.StatusCode, nobody.StatusCode));
        }
    }

    // As many before as said, spread over the days; the others within the last seven.
    private async Task WriteAsync(string lot, int before, int lately)
    {
        await using var services = new LedgerServices(app);
        await using var command = services.Get<NpgsqlDataSource>().CreateCommand("""
            with since as (insert into inspection.product_since values (@gtin, current_date - 100) on conflict do nothing)
            insert into inspection.sighting (id, source, kind, at, day, lot, lot_since, gtin, city, district, witness, detail)
            select gen_random_uuid(), @lot || n, 'report', now() - make_interval(days => d), @today::date - d, @lot, @today::date - 100, @gtin, @city, @district, n::text, '{"problem":"ill"}'
            from (select n, case when n < @lately then n % 7 else 7 + n % 56 end as d from generate_series(0, @lately + @before - 1) n) s
            """);
        command.Parameters.AddWithValue("gtin", Gtin);
        command.Parameters.AddWithValue("lot", lot);
        command.Parameters.AddWithValue("today", ImportingCountryDay.Of(DateTimeOffset.UtcNow));
        command.Parameters.AddWithValue("city", City);
        command.Parameters.AddWithValue("district", District);
        command.Parameters.AddWithValue("lately", lately);
        command.Parameters.AddWithValue("before", before);
        await command.ExecuteNonQueryAsync();
    }

    private static string Day(int days) => ImportingCountryDay.Of(DateTimeOffset.UtcNow).AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
