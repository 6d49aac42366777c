using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Lotmark.Ledger.Tests.Requests;

public sealed class LongAddressTests(LedgerApp app)
{
    [Fact]
    public async Task A_sheet_may_name_as_many_of_the_longest_lots_as_it_may_print()
    {
        var lots = Enumerable.Range(0, 500).Select(n => $"01/09520123451011/10/{string.Concat(Enumerable.Repeat("%22", 17))}{n:D3}").ToList();

        using var answer = await app.Anybody.GetAsync($"/labels/sheet?{string.Join('&', lots.Select(lot => "lot=" + lot))}");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal(lots, (await answer.Content.ReadFromJsonAsync<JsonObject>())!["lots"]!.AsArray().Select(lot => (string?)lot));
    }
}
