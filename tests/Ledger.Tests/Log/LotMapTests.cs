using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Npgsql;

namespace Lotmark.Ledger.Tests.Log;

/// <summary>The lot map is made of the leaves: lost, it is made again, and says the same.</summary>
public sealed class LotMapTests
{
    [Fact]
    public async Task A_map_that_was_lost_is_made_again_and_what_is_anchored_stays_provable()
    {
        await using var ledger = await LedgerProcess.StartAsync(null, "--Anchoring:Interval", "00:00:01");
        var lot = SampleFiles.Read("ecuador-shrimp-sea");
        var before = await AnchoredAsync(ledger, lot, _ => true);
        await using var database = NpgsqlDataSource.Create(await File.ReadAllTextAsync(Path.Combine(ledger.DataDirectory, "connection-string"), TestContext.Current.CancellationToken));

        await using (var lose = database.CreateCommand("update log.state set map_size = 0, map_lots = 0; delete from log.map_page")) await lose.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        var after = await AnchoredAsync(ledger, lot, _ => true);
        Assert.True(JsonNode.DeepEquals(before["freshness"], after["freshness"]));

        // And it goes on from there: the next epoch's map knows the new lot and all others.
        lot["lotNumber"] = "MAP-1";
        using var importer = ledger.As("importer");
        using (var answer = await importer.PostAsJsonAsync("/api/lots", lot)) answer.EnsureSuccessStatusCode();
        var next = await AnchoredAsync(ledger, lot, bundle => (string)bundle["anchor"]!["state"]! == "final");
        var (exit, output) = await LedgerProcess.RunAsync("verify", await WrittenAsync(next), "--rpc", (string)next["anchor"]!["rpcUrls"]![0]!);
        Assert.True(exit == 0, output);
        Assert.Contains("✓ freshness", output, StringComparison.Ordinal);
    }

    private static Task<JsonObject> AnchoredAsync(LedgerProcess ledger, JsonObject lot, Func<JsonObject, bool> wanted) => Eventually.ResultAsync(async () =>
    {
        using var answer = await ledger.Http.GetAsync(lot.Api("/evidence"));
        var bundle = answer.IsSuccessStatusCode ? await answer.Content.ReadFromJsonAsync<JsonObject>() : null;
        return bundle?["freshness"] is not null && wanted(bundle) ? bundle : null;
    }, "the lot is anchored, with its freshness");

    private static async Task<string> WrittenAsync(JsonObject bundle)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, bundle.ToJsonString());
        return file;
    }
}
