using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Npgsql;

namespace Lotmark.Ledger.Tests.Inspection;

/// <summary>The audit that runs in bites beside the service.</summary>
public sealed class AuditBesideTests
{
    private static readonly string[] Often = ["--Audit:Interval", "00:00:02", "--Audit:Pause", "00:00:00.1", "--Audit:BiteSize", "4"];

    [Fact]
    public async Task What_is_tampered_with_is_an_alarm_until_it_is_put_right()
    {
        await using var ledger = await LedgerProcess.StartAsync(null, Often);
        await Eventually.TrueAsync(async () => await AuditAsync(ledger) is var audit && (string?)audit["status"] == "Healthy" && (long?)audit["data"]!["leaves"] >= SampleFiles.Names.Count(),
            "the whole ledger is audited", TimeSpan.FromMinutes(2));
        var lot = SampleFiles.Read("norway-salmon-air").Path;

        await TamperAsync(ledger, "update lotmark.mt_events set type = 'lot_released' where stream_id = @lot", lot);
        await Eventually.TrueAsync(async () => (await ReadyAsync(ledger))["checks"]!["alarms"]!["data"]!["audit-mismatch"] is not null, "the alarm stands", TimeSpan.FromMinutes(2));
        var found = await AuditAsync(ledger);
        var metrics = await ledger.Http.GetStringAsync("/metrics");
        await TamperAsync(ledger, "update lotmark.mt_events set type = 'lot_registered' where stream_id = @lot", lot);

        Assert.Equal("Degraded", (string?)found["status"]);
        Assert.Contains($"event-changed  lot {lot}  event 1", (string?)found["description"], StringComparison.Ordinal);
        Assert.Contains("lotmark_audit_mismatches", metrics, StringComparison.Ordinal);
        Assert.Contains("lotmark_audit_finished", metrics, StringComparison.Ordinal);
        await Eventually.TrueAsync(async () => (string?)(await ReadyAsync(ledger))["status"] == "Healthy", "the alarm is over", TimeSpan.FromMinutes(2));
    }

    [Fact]
    public async Task After_a_restart_the_audit_goes_on_with_what_is_new()
    {
        await using var first = await LedgerProcess.StartAsync(null, "--Audit:Pause", "00:00:00.1");
        await Eventually.TrueAsync(async () => (string?)(await AuditAsync(first))["data"]!["finishedAt"] is not null, "the whole ledger is audited", TimeSpan.FromMinutes(2));
        await first.StopAsync();

        await using var second = await LedgerProcess.StartAsync(first.DataDirectory, "--Audit:Pause", "00:00:00.1");
        var before = await AuditAsync(second);
        using var importer = second.As("importer");
        var lot = SampleFiles.Read("ecuador-shrimp-sea");
        lot["lotNumber"] = "AFTER-RESTART";
        using var answer = await importer.PostAsJsonAsync("/api/lots", lot);
        answer.EnsureSuccessStatusCode();

        await Eventually.TrueAsync(async () => (long?)(await AuditAsync(second))["data"]!["position"] > (long?)before["data"]!["position"], "the new leaf is audited", TimeSpan.FromMinutes(2));
        Assert.Equal((string?)before["data"]!["finishedAt"], (string?)(await AuditAsync(second))["data"]!["finishedAt"]);
    }

    private static async Task<JsonNode> AuditAsync(LedgerProcess ledger) => (await ReadyAsync(ledger))["checks"]!["audit"]!;

    private static async Task<JsonNode> ReadyAsync(LedgerProcess ledger) => (await ledger.Http.GetFromJsonAsync<JsonNode>("/health/ready"))!;

    private static async Task TamperAsync(LedgerProcess ledger, string sql, string lot)
    {
        await using var database = new NpgsqlConnection(await File.ReadAllTextAsync(Path.Combine(ledger.DataDirectory, "connection-string")));
        await database.OpenAsync();
        await using var command = new NpgsqlCommand(sql, database) { Parameters = { new("lot", lot) } };
        await command.ExecuteNonQueryAsync();
    }
}
