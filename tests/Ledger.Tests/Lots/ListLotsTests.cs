using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Lotmark.Ledger.Tests.Access;
using Lotmark.Ledger.Tests.Custody;

namespace Lotmark.Ledger.Tests.Lots;

public sealed class ListLotsTests(LedgerApp app)
{
    [Fact]
    public async Task Everybody_sees_the_lots_it_is_a_party_to_newest_first_part_by_part()
    {
        var trade = await Trade.OpenAsync(app);
        var lots = new List<JsonObject>();
        for (var i = 0; i < 3; i++) lots.Add(await app.RegisterLotAsync(trade.Importer));
        await ListedAsync(trade.Importer, "", lots.Count);

        var first = await trade.Importer.Http.GetFromJsonAsync<JsonObject>("/api/lots?limit=2");
        using var next = await trade.Importer.Http.GetAsync($"/api/lots?limit=2&after={Uri.EscapeDataString((string)first!["next"]!)}");
        var second = await next.Content.ReadFromJsonAsync<JsonObject>();

        Assert.Equal(lots.AsEnumerable().Reverse().Select(l => l.Number), Numbers(first).Concat(Numbers(second!)));
        Assert.Null(second!["next"]);
        Assert.Empty(await NumbersAsync(trade.Shop, ""));
    }

    [Fact]
    public async Task Filters_narrow_the_list()
    {
        var trade = await Trade.OpenAsync(app);
        var plain = await app.RegisterLotAsync(trade.Importer);
        var received = await trade.ReceivedLotAsync(app);
        await Eventually.ResultAsync(async () => (await NumbersAsync(trade.Importer, "status=inStation")).Contains(received.Number) ? received : null, "the lot is listed as received");

        Assert.Equal([plain.Number], await NumbersAsync(trade.Importer, "status=cleared"));
        Assert.Equal(2, (await NumbersAsync(trade.Importer, "origin=EC&category=crustacean&entryFrom=2026-11-07&entryTo=2026-11-07")).Count);
        Assert.Empty(await NumbersAsync(trade.Importer, "entryFrom=2026-11-08"));
        Assert.Equal([received.Number], await NumbersAsync(trade.Importer, $"q=shrimp%20{Uri.EscapeDataString(received.Number)}"));
        Assert.Equal(2, (await NumbersAsync(new("", "", app.Inspector), $"importer={trade.Importer.Uscc}&q=白虾")).Count);
        Assert.Empty(await NumbersAsync(trade.Importer, "q=100%25_"));
    }

    [Fact]
    public async Task What_is_shipped_to_somebody_is_in_its_list()
    {
        var trade = await Trade.OpenAsync(app);
        var lot = await trade.ReleasedLotAsync(app);
        await trade.Importer.DoAsync(lot, "ship", Trade.Shipment(trade.Warehouse, trade.Store, 10));

        await ListedAsync(trade.Shop, "", 1);

        Assert.Equal([lot.Number], await NumbersAsync(trade.Shop, "status=inDistribution"));
    }

    [Theory]
    [InlineData("status=gone", "status")]
    [InlineData("status=1", "status")]
    [InlineData("entryFrom=yesterday", "entryFrom")]
    [InlineData("origin=ecuador", "origin")]
    [InlineData("colour=red", "colour")]
    [InlineData("after=nonsense", "after")]
    [InlineData("after=9999999999999999999~x", "after")]
    [InlineData("limit=0", "limit")]
    [InlineData("q=%00", "q")]
    public async Task A_filter_that_makes_no_sense_is_named(string query, string field)
    {
        using var answer = await app.Inspector.GetAsync($"/api/lots?{query}");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(field, (await answer.Content.ReadFromJsonAsync<JsonObject>())!["errors"]!.AsObject().Single().Key);
    }

    private static Task<List<string>> ListedAsync(Member member, string query, int count) =>
        Eventually.ResultAsync(async () => (await NumbersAsync(member, query)) is var numbers && numbers.Count == count ? numbers : null, "the lots are listed");

    private static async Task<List<string>> NumbersAsync(Member member, string query) => Numbers((await member.Http.GetFromJsonAsync<JsonObject>($"/api/lots?{query}"))!);

    private static List<string> Numbers(JsonObject list) => [.. list["lots"]!.AsArray().Select(l => (string)l!["lot"]!["lotNumber"]!)];
}
