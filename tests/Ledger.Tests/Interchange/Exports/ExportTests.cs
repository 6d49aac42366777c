using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Lotmark.Ledger.Access;
using Lotmark.Ledger.Tests.Access;
using Lotmark.Ledger.Tests.Custody;
using Lotmark.Ledger.Tests.Inspection.Desk;
using Npgsql;
using static Lotmark.Ledger.Tests.Custody.Trade;

namespace Lotmark.Ledger.Tests.Interchange.Exports;

public sealed partial class ExportTests(LedgerApp app)
{
    private const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    [Theory]
    [InlineData("fsma204")]
    [InlineData("eu931")]
    [InlineData("cn-import-records")]
    public async Task Records_of_a_lot_that_was_received_shipped_repacked_and_corrected_are_told_in_full_in_both_forms(string export)
    {
        var story = await StoryAsync();

        var csv = await story.CsvAsync(app.Inspector, export);
        var xlsx = await BytesAsync(app.Inspector, $"/api/exports/{export}?importer={story.Trade.Importer.Uscc}&format=xlsx", Xlsx);

        Assert.Empty(Workbook.Faults(xlsx));
        Golden.Same($"{export}.csv", csv);
        Golden.Same($"{export}.txt", story.Normal(Workbook.Text(xlsx)));
    }

    [Fact]
    public async Task The_list_of_a_recall_tells_where_all_of_it_is_who_knows_and_how_it_was_disposed_of()
    {
        var story = await StoryAsync();
        var recall = await ActiveAsync(story.Lot);
        using var known = await story.Trade.Shop.Http.PostAsJsonAsync($"{recall}/acknowledgement", new { note = "Off the shelf." });
        await story.Trade.Shop.DoAsync(story.Made, "destroy", LaterDestruction(story.Trade.Store, 12));
        var back = Shipment(story.Trade.Depot, story.Trade.Warehouse, 50);
        (back["return"], back["at"]) = (true, "2026-11-20T09:00:00+08:00");
        await story.Trade.Wholesaler.DoAsync(story.Lot, "ship", back);

        var csv = await BytesAsync(app.Inspector, $"{recall}/list?format=csv", "text/csv");
        var xlsx = await BytesAsync(app.Inspector, $"{recall}/list", Xlsx, "zh-CN");
        var own = await BytesAsync(story.Trade.Shop.Http, $"{recall}/list?format=csv", "text/csv");
        using var stranger = await (await app.AdmitAsync("retailer")).Http.GetAsync($"{recall}/list");

        Assert.Empty(Workbook.Faults(xlsx));
        Golden.Same("recall-list.csv", story.Normal(Encoding.UTF8.GetString(csv)));
        Golden.Same("recall-list.txt", story.Normal(Workbook.Text(xlsx)));
        var line = Assert.Single(Lines(Encoding.UTF8.GetString(own)).Skip(1));
        Assert.Contains("12 kg destroyed on 2026-11-20: incineration", line, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, stranger.StatusCode);
    }

    [Fact]
    public async Task A_party_gets_what_it_recorded_and_what_names_it_and_nothing_confidential_of_others()
    {
        var story = await StoryAsync();

        // The shop received twenty of what was made. What the importer did, and what it sold to whom, is none of its business.
        var cte = Rows(await story.CsvAsync(story.Trade.Shop.Http, "fsma204"));
        Assert.Equal(["receiving", "shipping"], cte.Select(r => r["CTE"]).Order());
        Assert.All(cte, r => Assert.Equal("LOT-MADE", r["Traceability Lot Code"]));
        Assert.Equal("S-20", Assert.Single(Rows(await story.CsvAsync(story.Trade.Shop.Http, "eu931")))["Consignment Reference"]);
        Assert.Empty(Rows(await story.CsvAsync(story.Trade.Shop.Http, "cn-import-records")));

        // The wholesaler sees itself as the buyer, and not whom the lot was meant for.
        var sold = Rows(await story.CsvAsync(story.Trade.Wholesaler.Http, "cn-import-records"));
        Assert.Equal("500", Assert.Single(sold)["交货数量"]);
        // The cold store keeps what nobody bought yet: of the buyers that were declared it learns nothing.
        var kept = Assert.Single(Rows(await story.CsvAsync(story.Trade.ColdStore.Http, "cn-import-records")));
        Assert.Equal(("", ""), (kept["购货者名称"], kept["交货数量"]));
        // The importer is no party to the lot that was made of its own: it learns that it was made, and not what it is.
        var used = Assert.Single(Rows(await story.CsvAsync(story.Trade.Importer.Http, "fsma204")), r => r["CTE"] == "transformation");
        Assert.Equal(("LOT-MADE", "", "100", ""), (used["Traceability Lot Code"], used["Product Description"], used["Input Quantity"], used["Quantity"]));

        using var reader = await app.ClientAsync(story.Trade.Importer.Id, "reader");
        foreach (var client in new[] { reader, (await app.AdmitAsync("laboratory")).Http })
            using (var refused = await client.GetAsync("/api/exports/fsma204")) Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Empty(Rows(await story.CsvAsync((await app.AdmitAsync("importer")).Http, "fsma204")));
    }

    [Theory]
    [InlineData("format=pdf", "format")]
    [InlineData("format=CSV", "format")]
    [InlineData("entryFrom=yesterday", "entryFrom")]
    [InlineData("gtin=123", "gtin")]
    [InlineData("limit=5", "limit")]
    [InlineData("sort=colour", "sort")]
    public async Task A_parameter_that_makes_no_sense_is_named(string query, string field)
    {
        using var answer = await app.Inspector.GetAsync($"/api/exports/eu931?{query}");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal([field], (await answer.Content.ReadFromJsonAsync<JsonObject>())!["errors"]!.AsObject().Select(e => e.Key));
    }

    [Theory]
    [InlineData("text/csv", "text/csv")]
    [InlineData("text/csv;q=0.5, */*;q=0.1", "text/csv")]
    [InlineData("text/html, */*;q=0.8", Xlsx)]
    [InlineData("application/*", Xlsx)]
    [InlineData("text/csv;q=0, */*", Xlsx)]
    [InlineData("application/pdf", "application/problem+json")]
    public async Task Without_a_format_the_caller_is_given_what_it_accepts(string accept, string given)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/exports/eu931?lotNumber=NO-SUCH-LOT");
        request.Headers.TryAddWithoutValidation("Accept", accept);
        using var answer = await app.Inspector.SendAsync(request);

        Assert.Equal((given, given.EndsWith("json", StringComparison.Ordinal) ? HttpStatusCode.NotAcceptable : HttpStatusCode.OK), (answer.Content.Headers.ContentType?.MediaType, answer.StatusCode));
    }

    [Fact]
    public async Task More_lots_than_a_file_takes_are_asked_to_be_narrowed()
    {
        var lot = await app.RegisterLotAsync(await app.AdmitAsync("importer"));
        await using var services = new LedgerServices(app);
        await ListedAsync(1, lot);
        // Lots that were never registered, seen by nobody who does not ask for them.
        await ExecuteAsync(services, $"""
            insert into lots.listing (lot, status, parties, registered_at, entry_date, last_day, origin, category, importer, searched, row)
            select '01/' || n || '/10/' || md5(lot), 'void', parties, registered_at, entry_date, last_day, origin, category, importer, '', row from lots.listing, generate_series(1, 10001) n where lot = '{lot.Path}'
            """);
        try
        {
            var query = $"status=void&importer={(string)lot["importer"]!["uscc"]!}";
            using var refused = await app.Inspector.GetAsync($"/api/exports/fsma204?{query}");
            using var visitor = await DeskVisitor.SignedInAsync(app, Role.Inspector);
            var notice = await visitor.PageAsync($"/inspect/exports/fsma204?{query}&format=csv", HttpStatusCode.Conflict);

            var problem = await refused.Content.ReadFromJsonAsync<JsonObject>();
            Assert.Equal((HttpStatusCode.Conflict, "too-many-lots"), (refused.StatusCode, (string?)problem!["code"]));
            Assert.Contains("entryFrom", (string)problem["title"]!, StringComparison.Ordinal);
            Assert.Contains("Narrow the search", notice.Body!.TextContent, StringComparison.Ordinal);
        }
        finally
        {
            await ExecuteAsync(services, $"delete from lots.listing where status = 'void' and lot like '%' || md5('{lot.Path}')");
        }
    }

    [Fact]
    public async Task Inspectors_take_them_from_the_desk()
    {
        var story = await StoryAsync();
        var recall = await ActiveAsync(story.Lot);
        using var visitor = await DeskVisitor.SignedInAsync(app, Role.Inspector);
        var pages = new[] { $"/inspect?lotNumber={Uri.EscapeDataString(story.Lot.Number)}", $"/inspect/lots/{story.Lot.Gtin}/{Uri.EscapeDataString(story.Lot.Number)}", recall.Replace("/api", "/inspect", StringComparison.Ordinal) };

        foreach (var (page, count) in pages.Zip([6, 6, 2]))
        {
            var links = (await visitor.PageAsync(page)).QuerySelectorAll("a[href*='format=']").Select(a => a.GetAttribute("href")!).ToList();
            Assert.Equal((page, count), (page, links.Count));
            foreach (var link in links)
            {
                using var answer = await visitor.Http.GetAsync(link);
                Assert.Equal((link, HttpStatusCode.OK), (link, answer.StatusCode));
                Assert.Equal(link.Contains("format=csv", StringComparison.Ordinal) ? "text/csv" : Xlsx, answer.Content.Headers.ContentType!.MediaType);
                Assert.StartsWith("attachment", answer.Content.Headers.ContentDisposition!.ToString(), StringComparison.Ordinal);
                if (link.Contains("fsma204", StringComparison.Ordinal) && link.Contains("csv", StringComparison.Ordinal)) Assert.Contains(story.Lot.Number, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            }
        }
        using var wrong = await visitor.Http.GetAsync("/inspect/exports/eu931?format=csv&entryFrom=yesterday");
        Assert.Equal("/inspect?entryFrom=yesterday", wrong.Headers.Location?.ToString());
    }

    // 24,000 kg come in. 500 go to the wholesaler, which counts 480 and corrects that to 490; 60 go to the cold store; a shipment of 70 never happened.
    // Of what the wholesaler has 100 become another lot, of which 20 go to the shop, in a shipment whose number was mistyped at first.
    private async Task<Story> StoryAsync()
    {
        var trade = await OpenAsync(app);
        var lot = await trade.ReleasedLotAsync(app, l =>
        {
            l["productName"] = new JsonObject { ["zh"] = "=冻虾", ["en"] = "=Shrimp, \"head-on\"" };
            (l["harvestDate"], l["harvestDateTo"], l["buyers"]) = ("2026-09-14", "2026-09-16", "Buyer A, Buyer B");
        });
        var shipped = await trade.Importer.DoAsync(lot, "ship", Shipment(trade.Warehouse, trade.Depot, 500).With("shipment", "S-500"));
        await trade.Wholesaler.DoAsync(lot, "receive", Receipt(trade.Depot, 480, (string)shipped["shipment"]!)); // 6
        await trade.Wholesaler.DoAsync(lot, "corrections", Correction(6, "incorrectData", new() { ["quantity"] = 490 }));
        await trade.Importer.DoAsync(lot, "ship", Shipment(trade.Warehouse, trade.Cold, 60).With("shipment", "S-60"));
        await trade.ColdStore.DoAsync(lot, "receive", Receipt(trade.Cold, 60, "S-60"));
        await trade.Importer.DoAsync(lot, "ship", Shipment(trade.Warehouse, trade.Store, 70).With("shipment", "S-70")); // 10
        await trade.Importer.DoAsync(lot, "corrections", Correction(10, "didNotOccur", null));
        var made = new JsonObject { ["gtin"] = lot.Gtin, ["lotNumber"] = RepackedNumber(lot, "EX") };
        await trade.Wholesaler.DoAsync(lot, "repack", Repack(trade.Depot, 100, null, 0, made.Number, 100));
        await trade.Wholesaler.DoAsync(made, "ship", Shipment(trade.Depot, trade.Store, 20).With("shipment", "S-20").With("at", "2026-11-12T23:30:00+08:00")); // 2
        await trade.Shop.DoAsync(made, "receive", Receipt(trade.Store, 20, "S-20").With("at", "2026-11-13T06:30:00+08:00"));
        await ListedAsync(2, lot);
        return new(trade, lot, made, app.Anybody.BaseAddress!.ToString().TrimEnd('/'));
    }

    private Task ListedAsync(int count, JsonObject lot) => Eventually.TrueAsync(
        async () => (await app.Inspector.GetFromJsonAsync<JsonObject>($"/api/lots?importer={(string)lot["importer"]!["uscc"]!}"))!["lots"]!.AsArray().Count == count, "the lots are listed");

    private async Task<string> ActiveAsync(JsonObject lot)
    {
        using var proposed = await app.Inspector.PostAsJsonAsync("/api/recalls", new { kind = "hold", reason = "Residues", scope = new { gtin = lot.Gtin, lotNumber = lot.Number } });
        var address = $"/api/recalls/{(await proposed.Content.ReadFromJsonAsync<JsonObject>())!["recall"]!["id"]}";
        using var confirmed = await app.Inspector.PostAsync($"{address}/confirm", null);
        Assert.Equal(HttpStatusCode.OK, confirmed.StatusCode);
        return address;
    }

    private static JsonObject Correction(int number, string reason, JsonObject? values) => new() { ["event"] = number, ["reason"] = reason, ["explanation"] = "Mistyped.", ["values"] = values };

    private static JsonObject LaterDestruction(string place, decimal quantity) => Destruction(place, quantity).With("at", "2026-11-20T09:00:00+08:00");

    private static async Task ExecuteAsync(LedgerServices services, string sql)
    {
        await using var command = services.Get<NpgsqlDataSource>().CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<byte[]> BytesAsync(HttpClient client, string address, string type, string language = "en")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { { "Accept-Language", language } } };
        using var answer = await client.SendAsync(request);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        Assert.Equal(type, answer.Content.Headers.ContentType!.MediaType);
        return await answer.Content.ReadAsByteArrayAsync();
    }

    private static string[] Lines(string csv) => csv.TrimStart('\uFEFF').Split('\n', StringSplitOptions.RemoveEmptyEntries);

    // The cells of a record; in these none holds a line end.
    private static List<Dictionary<string, string>> Rows(string csv)
    {
        var lines = Lines(csv).Select(l => Cells().Matches(l.TrimEnd('\r')).Select(m => m.Groups[1].Success ? m.Groups[1].Value.Replace("\"\"", "\"", StringComparison.Ordinal) : m.Groups[2].Value).ToList()).ToList();
        return [.. lines.Skip(1).Select(line => lines[0].Zip(line).ToDictionary(c => c.First, c => c.Second))];
    }

    [GeneratedRegex("(?:^|,)(?:\"((?:[^\"]|\"\")*)\"|([^,]*))")]
    private static partial Regex Cells();

    private sealed record Story(Trade Trade, JsonObject Lot, JsonObject Made, string Ledger)
    {
        public async Task<string> CsvAsync(HttpClient client, string export) =>
            Normal(Encoding.UTF8.GetString(await BytesAsync(client, $"/api/exports/{export}?importer={Trade.Importer.Uscc}&format=csv", "text/csv")));

        // Each test has its own organisations, places and lots.
        public string Normal(string text)
        {
            foreach (var (found, name) in new[]
            {
                (Ledger, "https://ledger"), (Uri.EscapeDataString(Made.Number), "LOT-MADE"), (Made.Number, "LOT-MADE"), (Uri.EscapeDataString(Lot.Number), "LOT"), (Lot.Number, "LOT"),
                (Trade.Importer.Uscc, "USCC"), (Trade.Warehouse, "WAREHOUSE-GLN"), (Trade.Cold, "COLD-GLN"), (Trade.Depot, "DEPOT-GLN"), (Trade.Store, "STORE-GLN"),
            }) text = text.Replace(found, name, StringComparison.Ordinal);
            text = Organisation().Replace(text, "$1 N");
            return Now().Replace(text, "NOW");
        }
    }

    [GeneratedRegex(@"(Test organisation|测试单位) ?\d+")]
    private static partial Regex Organisation();

    // When a notice was given; what happened in these stories happened in November and is told by the day.
    [GeneratedRegex(@"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\dZ?")]
    private static partial Regex Now();
}

file static class Changing
{
    public static JsonObject With(this JsonObject command, string name, string value)
    {
        command[name] = value;
        return command;
    }
}
