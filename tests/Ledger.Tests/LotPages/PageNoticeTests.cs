using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Lotmark.Ledger.Tests.Faults;

namespace Lotmark.Ledger.Tests.LotPages;

/// <summary>What one node records, the pages of another show.</summary>
public sealed class PageNoticeTests(SharedPostgres postgres)
{
    [Fact]
    public async Task A_recall_shows_on_every_node_although_its_page_is_kept_and_its_connection_was_lost_before()
    {
        await using var ledger = await postgres.NewLedgerAsync();
        var api = await ledger.StartAsync("--Lotmark:Roles", "api,worker");
        var scanner = await ledger.StartAsync("--Lotmark:Roles", "scanner");
        using var importer = api.As("importer");
        using var inspector = api.As("inspector");
        var (kept, lost) = (await RegisterAsync(importer, "KEPT"), await RegisterAsync(importer, "LOST"));
        foreach (var lot in new[] { kept, lost }) await FinalAsync(scanner, lot);

        await RecallAsync(inspector, kept);
        await RecalledAsync(scanner, kept);
        Assert.DoesNotContain("Recalled", await PageAsync(scanner, lost), StringComparison.Ordinal);

        await ledger.QueryAsync<long>("select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database() and query in ('listen lot_changed', 'select 1')");
        await RecallAsync(inspector, lost);
        await RecalledAsync(scanner, lost);
    }

    // Far sooner than a page would age.
    private static Task RecalledAsync(LedgerProcess scanner, JsonObject lot) => Eventually.TrueAsync(
        async () => (await PageAsync(scanner, lot)).Contains("Recalled. Do not eat", StringComparison.Ordinal), "the recall shows", TimeSpan.FromSeconds(20));

    private static Task FinalAsync(LedgerProcess scanner, JsonObject lot) => Eventually.TrueAsync(
        async () => (string?)(await scanner.Http.PageAsync(lot))["proof"]?["state"] == "final", "the proof is final, so that the page is kept");

    private static Task<string> PageAsync(LedgerProcess scanner, JsonObject lot) => scanner.Http.GetStringAsync($"/{lot.Path}?lang=en");

    private static async Task RecallAsync(HttpClient inspector, JsonObject lot)
    {
        using var recalled = await inspector.PostAsJsonAsync(lot.Api("/recall"), new { reason = "Residues above the limit" });
        Assert.Equal(HttpStatusCode.Created, recalled.StatusCode);
    }

    private static async Task<JsonObject> RegisterAsync(HttpClient importer, string number)
    {
        var lot = SampleFiles.Read("ecuador-shrimp-sea");
        lot["lotNumber"] = number;
        using var answer = await importer.PostAsJsonAsync("/api/lots", lot);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return lot;
    }
}
