using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Lotmark.Ledger.Tests.ShopperReports;

public sealed class ListReportsTests(LedgerApp app)
{
    [Fact]
    public async Task Reports_are_found_by_lot_kind_state_and_time_in_parts()
    {
        var lot = await app.RegisterLotAsync();
        foreach (var kind in new[] { "thawed", "spoiled", "thawed" }) await app.Anybody.ReportAsync(lot, null, ("kind", kind), ("district", "Ningbo"));
        var all = await app.ReportsOfAsync(lot);
        await app.AnswerReportAsync((string)all[0]!["links"]!["self"]!, new { status = "lookedInto" });

        Assert.Equal(3, all.Count);
        Assert.Equal(2, (await app.ReportsOfAsync(lot, "&kind=thawed")).Count);
        Assert.Equal((string)all[0]!["id"]!, (string)(await app.ReportsOfAsync(lot, "&status=lookedInto")).Single()!["id"]!);
        Assert.Empty(await app.ReportsOfAsync(lot, "&since=2100-01-01"));
        var (first, parts) = (await app.Inspector.GetFromJsonAsync<JsonObject>($"/api/reports?lot={Uri.EscapeDataString(lot.Path)}&limit=2"), new List<string>());
        parts.AddRange(first!["reports"]!.AsArray().Select(r => (string)r!["id"]!));
        parts.AddRange((await app.ReportsOfAsync(lot, $"&limit=2&after={first["next"]}")).Select(r => (string)r!["id"]!));
        Assert.Equal(all.Select(r => (string)r!["id"]!), parts);
    }

    [Theory]
    [InlineData("lot=x")]
    [InlineData("kind=thawed%00")]
    [InlineData("status=0")]
    [InlineData("since=yesterday")]
    [InlineData("after=~")]
    [InlineData("after=9999999999999999999~00000000000000000000000000000000")]
    [InlineData("who=me")]
    public async Task A_wrong_filter_is_named(string query)
    {
        using var answer = await app.Inspector.GetAsync($"/api/reports?{query}");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(query.Split('=')[0], (await answer.Content.ReadFromJsonAsync<JsonObject>())!["errors"]!.AsObject().Select(e => e.Key));
    }
}
