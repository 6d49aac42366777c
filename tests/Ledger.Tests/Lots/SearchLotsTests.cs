using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Lotmark.Ledger.Identifiers;
using Lotmark.Ledger.Tests.Access;
using Lotmark.Ledger.Tests.Custody;

namespace Lotmark.Ledger.Tests.Lots;

public sealed class SearchLotsTests(LedgerApp app)
{
    [Fact]
    public async Task One_box_takes_all_that_is_printed_on_the_pack_and_written_on_the_papers()
    {
        var (trade, lot) = await SpecialAsync();
        string[] typed =
        [
            $"https://ledger.example/{lot.Path}", $"(01){lot.Gtin}(10){lot.Number}", lot.Path, $"{lot.Gtin} {lot.Number}", lot.Number, (string)lot["containerNo"]!, (string)lot["customsDeclarationNo"]!,
            (string)lot["ciqCertificateNo"]!, $"{(string)lot["overseasManufacturer"]!["foreignEstablishmentNo"]!} {lot.Number}", $"北极甜虾 {lot.Number}", $"甜虾 {lot.Number}", $"虾 {lot.Number}",
            $"PANDALUS {lot.Number}", $"Nordic Fang {lot.Number}", $"gl {lot.Number}", $"dal {lot.Number}", trade.Importer.Uscc,
        ];

        foreach (var text in typed) Assert.Equal((text, lot.Number), (text, string.Join(' ', Numbers(await SearchAsync(app.Inspector, text)))));
    }

    [Theory]
    [InlineData("pandlaus", "pandalus")]
    [InlineData("Pandallus", "pandalus")]
    [InlineData("nordicc", "nordic")]
    [InlineData("北级甜虾", null)]
    public async Task A_mistyped_name_is_read_as_the_nearest_and_the_answer_says_so(string typed, string? readAs)
    {
        var (trade, lot) = await SpecialAsync();

        var list = await SearchAsync(app.Inspector, $"{typed}", $"&importer={trade.Importer.Uscc}");

        Assert.Equal([lot.Number], Numbers(list));
        if (readAs is null) Assert.NotNull(list["readAs"]);
        else Assert.Contains(readAs, ((string)list["readAs"]!).Split('/'));
        Assert.Null((await SearchAsync(app.Inspector, "pandalus"))["readAs"]);
    }

    [Fact]
    public async Task Filters_find_by_every_number_alone()
    {
        var (trade, lot) = await SpecialAsync();
        string[] filters =
        [
            $"gtin={lot.Gtin}&lotNumber={Uri.EscapeDataString(lot.Number)}", $"container={lot["containerNo"]}", $"certificate={lot["ciqCertificateNo"]}",
            $"manufacturer={lot["overseasManufacturer"]!["foreignEstablishmentNo"]}&importer={trade.Importer.Uscc}", $"declaration={lot["customsDeclarationNo"]}",
            $"location={trade.Warehouse}", $"holder={trade.Importer.Id}", $"exportCountry=GL&importer={trade.Importer.Uscc}", $"importer={trade.Importer.Uscc}&sort=entry", $"importer={trade.Importer.Uscc}&sort=expiry",
        ];

        foreach (var filter in filters) Assert.Equal((filter, lot.Number), (filter, string.Join(' ', Numbers((await app.Inspector.GetFromJsonAsync<JsonObject>($"/api/lots?{filter}"))!))));
    }

    [Fact]
    public async Task By_a_confidential_number_those_alone_find_who_may_know_it()
    {
        var (trade, lot) = await SpecialAsync();
        await trade.Importer.DoAsync(lot, "ship", Trade.Shipment(trade.Warehouse, trade.Cold, 10));
        await Eventually.TrueAsync(async () => Numbers(await SearchAsync(trade.ColdStore.Http, lot.Number)).Count == 1, "the cold store finds the lot by its number");
        var declaration = (string)lot["customsDeclarationNo"]!;

        Assert.Equal([lot.Number], Numbers(await SearchAsync(trade.Importer.Http, declaration)));
        Assert.Empty(Numbers(await SearchAsync(trade.ColdStore.Http, declaration)));
        Assert.Empty(Numbers(await SearchAsync(trade.ColdStore.Http, "", $"&declaration={declaration}")));
    }

    [Fact]
    public async Task A_sorted_list_goes_on_where_its_part_ended()
    {
        var trade = await Trade.OpenAsync(app);
        foreach (var (day, end) in new[] { ("2026-11-03", "2028-01-01"), ("2026-11-05", "2027-06-01"), ("2026-11-04", "2029-01-01"), ("2026-11-05", "2027-01-01") })
        {
            var registration = app.NewRegistration();
            (registration["entryDate"], registration["expiryDate"], registration["shelfLifeDays"]) = (day, end, null);
            await RegisterAsync(trade.Importer, registration);
        }
        await Eventually.TrueAsync(async () => Numbers(await SearchAsync(trade.Importer.Http, "")).Count == 4, "the lots are listed");

        Assert.Equal(["2026-11-05", "2026-11-05", "2026-11-04", "2026-11-03"], (await WalkAsync("entry")).Select(l => (string)l["entryDate"]!));
        Assert.Equal(["2027-01-01", "2027-06-01", "2028-01-01", "2029-01-01"], (await WalkAsync("expiry")).Select(l => (string)l["lastDay"]!));

        async Task<List<JsonNode>> WalkAsync(string sort)
        {
            var (found, next) = (new List<JsonNode>(), "");
            do
            {
                var part = (await trade.Importer.Http.GetFromJsonAsync<JsonObject>($"/api/lots?sort={sort}&limit=1{next}"))!;
                found.AddRange(part["lots"]!.AsArray().Select(l => l!["lot"]!));
                next = part["next"] is { } after ? $"&after={Uri.EscapeDataString((string)after!)}" : null;
            }
            while (next is not null);
            return found;
        }
    }

    [Fact]
    public async Task A_list_goes_out_as_CSV_in_which_no_name_is_a_formula()
    {
        var trade = await Trade.OpenAsync(app);
        var registration = app.NewRegistration();
        registration["productName"]!["en"] = "=HYPERLINK(\"http://evil.example\",\"Shrimp\")";
        await RegisterAsync(trade.Importer, registration);
        await Eventually.TrueAsync(async () => Numbers(await SearchAsync(trade.Importer.Http, "")).Count == 1, "the lot is listed");

        using var answer = await trade.Importer.Http.GetAsync("/api/lots/export");
        var lines = (await answer.Content.ReadAsStringAsync()).Split("\r\n");

        Assert.Equal("text/csv", answer.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith("gtin,lotNumber,status,", lines[0].TrimStart('\ufeff'), StringComparison.Ordinal);
        Assert.Contains(",\"'=HYPERLINK(\"\"http://evil.example\"\",\"\"Shrimp\"\")\",", lines[1], StringComparison.Ordinal);
        Assert.Equal(3, lines.Length);
    }

    [Theory]
    [InlineData("\ud83e\udd90")]
    [InlineData("\ud842\udfb7\u91ce\u5bb6")]
    [InlineData("\u0627\u0631")]
    public async Task A_lot_with_anything_in_its_name_is_listed_and_keeps_no_other_off_the_list(string hostile)
    {
        var trade = await Trade.OpenAsync(app);
        var registration = app.NewRegistration();
        registration["productName"]!["en"] = $"Shrimp {hostile} frozen";
        await RegisterAsync(trade.Importer, registration);
        await app.RegisterLotAsync(trade.Importer);

        await Eventually.TrueAsync(async () => Numbers(await SearchAsync(trade.Importer.Http, "")).Count == 2, "both lots are listed");
        Assert.Equal([registration.Number], Numbers(await SearchAsync(trade.Importer.Http, hostile)));
        using var noCharacter = await app.Inspector.GetAsync($"/api/lots?q={Uri.EscapeDataString("\ufffe\ufdd0")}");
        Assert.Equal(HttpStatusCode.OK, noCharacter.StatusCode);
    }

    [Theory]
    [InlineData("sort=colour", "sort")]
    [InlineData("gtin=123", "gtin")]
    [InlineData("container=NOBOX", "container")]
    [InlineData("q=a%20b%20c%20d%20e%20f%20g%20h%20i", "q")]
    public async Task A_search_that_makes_no_sense_is_told(string query, string field)
    {
        using var answer = await app.Inspector.GetAsync($"/api/lots?{query}");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(field, (await answer.Content.ReadFromJsonAsync<JsonObject>())!["errors"]!.AsObject().Single().Key);
    }

    // One lot whose names and numbers no other test has; in the importer's warehouse, and listed there.
    private async Task<(Trade Trade, JsonObject Lot)> SpecialAsync()
    {
        var trade = await Trade.OpenAsync(app);
        var lot = app.NewRegistration();
        var id = trade.Importer.Id.GetHashCode(StringComparison.Ordinal) & 0xFFFFF;
        lot["productName"] = new JsonObject { ["zh"] = "北极甜虾", ["en"] = "Cold-water prawns" };
        (lot["species"], lot["brand"]) = ("Pandalus borealis", "Nordic Fang");
        (lot["originCountry"], lot["exportCountry"]) = ("GL", "GL");
        lot["containerNo"] = NewContainer(id);
        lot["customsDeclarationNo"] = $"310120261{id:D9}";
        lot["ciqCertificateNo"] = $"330126{id:D9}";
        lot["overseasManufacturer"] = new JsonObject { ["name"] = "Polar Prawns A/S", ["foreignEstablishmentNo"] = $"GL-{id}" };
        await RegisterAsync(trade.Importer, lot);
        await trade.Importer.DoAsync(lot, "receive", Trade.Receipt(trade.Warehouse, 24000));
        await Eventually.TrueAsync(async () => Numbers((await app.Inspector.GetFromJsonAsync<JsonObject>($"/api/lots?location={trade.Warehouse}"))!).Count == 1, "the lot is listed at its place");
        return (trade, lot);
    }

    private static async Task RegisterAsync(Member importer, JsonObject lot)
    {
        lot["importer"]!["uscc"] = importer.Uscc;
        using var answer = await importer.Http.PostAsJsonAsync("/api/lots", lot);
        Assert.True(answer.StatusCode == HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
    }

    private static string NewContainer(int id) =>
        Enumerable.Range(0, 10).Select(digit => $"LMKU{id % 1_000_000:D6}{digit}").First(number => ContainerNumber.TryParse(number, out _, out _));

    private static async Task<JsonObject> SearchAsync(HttpClient client, string text, string more = "") => (await client.GetFromJsonAsync<JsonObject>($"/api/lots?q={Uri.EscapeDataString(text)}{more}"))!;

    private static List<string> Numbers(JsonObject list) => [.. list["lots"]!.AsArray().Select(l => (string)l!["lot"]!["lotNumber"]!)];
}
