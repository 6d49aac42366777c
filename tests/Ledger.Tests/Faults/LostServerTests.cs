using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Lotmark.Ledger.Tests.ShopperReports;

namespace Lotmark.Ledger.Tests.Faults;

/// <summary>What can happen to a whole database server: it dies, or its files are put back to an older backup.</summary>
public sealed class LostServerTests(LostServerTests.OneServer one) : IClassFixture<LostServerTests.OneServer>
{
    private const string Alarm = "log-rolled-back";

    [Fact]
    public async Task A_server_that_is_killed_and_started_again_loses_nothing_that_was_acknowledged()
    {
        var server = one.Server;
        await using var ledger = await Installation.CreateAsync(server);
        var process = await ledger.StartAsync();
        await using var importers = Importers.At(process);
        for (var death = 1; death <= 2; death++)
        {
            await importers.UntilAcknowledgedAsync(40);
            await server.KillAsync();
            await Eventually.TrueAsync(async () => await ReadinessAsync(process) == HttpStatusCode.ServiceUnavailable, "it says that it is not ready");

            await server.StartAsync();
        }
        await importers.UntilAcknowledgedAsync(40);
        await importers.EnoughAsync();

        await Eventually.TrueAsync(async () => await ReadinessAsync(process) == HttpStatusCode.OK, "it is ready again");
        await LogInvariants.HoldAsync(ledger, process, importers.Acknowledged, importers.Checkpoints);
        Assert.Subset(Importers.Honest, importers.Answers.Keys.ToHashSet());
    }

    [Fact]
    public async Task While_the_server_is_away_pages_say_what_was_known_and_since_when()
    {
        var server = one.Server;
        await using var ledger = await Installation.CreateAsync(server);
        var process = await ledger.StartAsync();
        var (seen, unseen) = (await RegisterAsync(process, "SEEN"), await RegisterAsync(process, "UNSEEN"));
        Assert.DoesNotContain("class=\"asof\"", await PageAsync(process, seen), StringComparison.Ordinal);
        var stamp = Reporter.Stamp().Match(await process.Http.GetStringAsync($"/report/{seen.Path}")).Groups[1].Value;
        await server.KillAsync();
        try
        {
            await Eventually.TrueAsync(async () => (await PageAsync(process, seen)).Contains("class=\"asof\"", StringComparison.Ordinal), "the page says that it is old");
            Assert.Contains("EC", await PageAsync(process, seen), StringComparison.Ordinal);
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/{unseen.Path}") { Headers = { Accept = { new("text/html") } } };
            using var away = await process.Http.SendAsync(request);
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "text/html"), (away.StatusCode, away.Content.Headers.ContentType!.MediaType));
            using var report = await process.Http.SendReportAsync($"/report/{seen.Path}", stamp, null, ("kind", "thawed"), ("district", "Ningbo"), ("text", "kept"));
            Assert.Equal(HttpStatusCode.ServiceUnavailable, report.StatusCode);
            Assert.Contains("kept</textarea>", await report.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
        finally
        {
            await server.StartAsync();
        }
        await Eventually.TrueAsync(async () => !(await PageAsync(process, seen)).Contains("class=\"asof\"", StringComparison.Ordinal), "the page is new again");
    }

    private static async Task<string> PageAsync(LedgerProcess ledger, JsonObject lot)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/{lot.Path}") { Headers = { Accept = { new("text/html") } } };
        using var answer = await ledger.Http.SendAsync(request);
        return await answer.Content.ReadAsStringAsync();
    }

    [Fact]
    public async Task A_restored_database_is_read_and_neither_written_signed_nor_anchored_and_the_alarm_says_why()
    {
        var server = one.Server;
        await using var ledger = await Installation.CreateAsync(server);
        var before = await ledger.StartAsync();
        var kept = await RegisterAsync(before, "KEPT");
        await AnchoredAsync(before, kept);
        await before.StopAsync();
        await server.StopAsync();
        await server.BackUpAsync();
        await server.StartAsync();
        var meanwhile = await ledger.StartInAsync(before.DataDirectory);
        await AnchoredAsync(meanwhile, await RegisterAsync(meanwhile, "LOST"));
        await meanwhile.StopAsync();
        await server.StopAsync();
        await server.RestoreAsync();
        await server.StartAsync();
        var signed = await ledger.QueryAsync<long>("select max(size) from log.checkpoint");

        var restored = await ledger.StartInAsync(before.DataDirectory);

        var health = await Eventually.ResultAsync(async () =>
        {
            var health = await restored.Http.GetFromJsonAsync<JsonObject>("/health/ready");
            return (string)health!["status"]! == "Degraded" ? health : null;
        }, "the alarm is stated");
        Assert.Contains("backup", (string)health["checks"]!["alarms"]!["data"]![Alarm]!["message"]!, StringComparison.OrdinalIgnoreCase);
        using (var importer = restored.As("importer"))
        using (var answer = await importer.PostAsJsonAsync("/api/lots", Lot("AFTER"))) Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        await ReadsAsync(restored, kept);
        Assert.Equal(signed, await ledger.QueryAsync<long>("select max(size) from log.checkpoint"));
        Assert.Equal(0, await ledger.QueryAsync<long>("select count(*) from anchoring.transaction where state in ('prepared', 'sent')"));
        Assert.False(await ledger.QueryAsync<bool>("select exists (select from lotmark.mt_events where stream_id like '%/AFTER')"));
    }

    private static async Task ReadsAsync(LedgerProcess ledger, JsonObject lot)
    {
        using var inspector = ledger.As("inspector");
        foreach (var address in new[] { $"/{lot.Path}", lot.Api(), lot.Api("/history"), lot.Api("/evidence"), "/log/checkpoint", "/api/anchors/latest" })
        {
            using var answer = await inspector.GetAsync(address);
            Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{address} answers {answer.StatusCode}.");
        }
    }

    private static JsonObject Lot(string number)
    {
        var lot = SampleFiles.Read("ecuador-shrimp-sea");
        lot["lotNumber"] = number;
        return lot;
    }

    private static async Task<JsonObject> RegisterAsync(LedgerProcess ledger, string number)
    {
        var lot = Lot(number);
        using var importer = ledger.As("importer");
        using var answer = await importer.PostAsJsonAsync("/api/lots", lot);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return lot;
    }

    private static Task AnchoredAsync(LedgerProcess ledger, JsonObject lot) => Eventually.TrueAsync(async () =>
    {
        using var answer = await ledger.Http.GetAsync(lot.Api("/evidence"));
        return answer.IsSuccessStatusCode && (await answer.Content.ReadFromJsonAsync<JsonObject>())!["anchor"] is not null;
    }, "the lot is anchored");

    private static async Task<HttpStatusCode> ReadinessAsync(LedgerProcess process)
    {
        using var answer = await process.Http.GetAsync("/health/ready");
        return answer.StatusCode;
    }

    /// <summary>A server that these tests have for themselves.</summary>
    public sealed class OneServer : IAsyncLifetime
    {
        public PostgresServer Server { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Server = await PostgresServer.CreateAsync();

        public ValueTask DisposeAsync() => Server?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}
