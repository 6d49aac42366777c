using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Lotmark.Contracts.Freshness;

namespace Lotmark.Ledger.Tests.Log;

public sealed class AbsenceTests(LedgerApp app)
{
    [Fact]
    public async Task A_lot_that_was_never_registered_is_shown_to_be_absent()
    {
        await app.AnchoredEvidenceAsync(await app.RegisterLotAsync());

        using var answer = await app.Anybody.GetAsync("/api/lots/09520123451189/NEVER-1/evidence");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        var absence = (await answer.Content.ReadFromJsonAsync<JsonObject>())!["absence"]!;
        var freshness = absence["freshness"]!;
        var epoch = JsonNode.Parse(Convert.FromBase64String((string)freshness["epoch"]!))!;
        var terminal = freshness["terminal"] is { } leaf
            ? new LotMapLeaf(Convert.FromBase64String((string)leaf["key"]!), Convert.FromBase64String((string)leaf["value"]!))
            : null;
        var proof = new LotMapProof([.. freshness["siblings"]!.AsArray().Select(s => Convert.FromBase64String((string)s!))], terminal);
        Assert.IsType<LotMapAnswer.Absent>(proof.Evaluate("01/09520123451189/10/NEVER-1", Convert.FromHexString((string)epoch["data"]!["mapRoot"]!)));
    }
}
