using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Lotmark.Ledger.Tests.Embedded;

public sealed class RevivalTests
{
    private static readonly string[] Often = ["--Anchoring:Interval", "00:00:01"];

    [Fact]
    public async Task A_database_server_that_is_killed_comes_back_and_the_service_with_it()
    {
        await using var ledger = await LedgerProcess.StartAsync(null, Often);
        using var importer = ledger.As("importer");

        Kill(Path.Combine(ledger.DataDirectory, "postgres", "postmaster.pid"));

        await Eventually.TrueAsync(async () => await ReadinessAsync(ledger) == HttpStatusCode.ServiceUnavailable, "it says that it is not ready");
        var answers = new List<HttpStatusCode>();
        var lot = await Eventually.ResultAsync(async () =>
        {
            var lot = Lot($"PG-{answers.Count}");
            answers.Add(await RegisterAsync(importer, lot));
            return answers[^1] == HttpStatusCode.Created ? lot : null;
        }, "registrations are taken again");

        Assert.All(answers.SkipLast(1), answer => Assert.Equal(HttpStatusCode.ServiceUnavailable, answer));
        await Eventually.TrueAsync(async () => await ReadinessAsync(ledger) == HttpStatusCode.OK, "it is ready again");
        await AnchoredAsync(ledger, lot);
        Assert.Contains("PostgreSQL died", ledger.Output, StringComparison.Ordinal);
        Assert.Contains("PostgreSQL runs again", ledger.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dev_chain_that_is_killed_comes_back_at_its_address_as_often_as_it_takes()
    {
        await using var ledger = await LedgerProcess.StartAsync(null, Often);
        using var importer = ledger.As("importer");
        for (var death = 1; death <= 2; death++)
        {
            Kill(Path.Combine(ledger.DataDirectory, "dev-chain.pid"));
            var lot = Lot($"CHAIN-{death}");

            Assert.Equal(HttpStatusCode.Created, await RegisterAsync(importer, lot));
            await AnchoredAsync(ledger, lot);
        }
        Assert.Contains("The dev chain died", ledger.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dev_chain_that_comes_back_empty_gets_its_contract_again()
    {
        await using var ledger = await LedgerProcess.StartAsync(null, Often);
        using var importer = ledger.As("importer");
        var before = Lot("EMPTY-1");
        Assert.Equal(HttpStatusCode.Created, await RegisterAsync(importer, before));
        var contract = (string)(await AnchoredAsync(ledger, before, "final"))["contract"]!;

        Kill(Path.Combine(ledger.DataDirectory, "dev-chain.pid"));
        File.Delete(Path.Combine(ledger.DataDirectory, "dev-chain.json"));
        var after = Lot("EMPTY-2");
        Assert.Equal(HttpStatusCode.Created, await RegisterAsync(importer, after));

        Assert.Equal(contract, (string)(await AnchoredAsync(ledger, after))["contract"]!);
    }

    private static void Kill(string pidFile)
    {
        using var server = Process.GetProcessById(int.Parse(File.ReadLines(pidFile).First(), CultureInfo.InvariantCulture));
        server.Kill();
    }

    private static JsonObject Lot(string number)
    {
        var lot = SampleFiles.Read("ecuador-shrimp-sea");
        lot["lotNumber"] = number;
        return lot;
    }

    private static async Task<HttpStatusCode> RegisterAsync(HttpClient importer, JsonObject lot)
    {
        using var answer = await importer.PostAsJsonAsync("/api/lots", lot);
        return answer.StatusCode;
    }

    private static async Task<HttpStatusCode> ReadinessAsync(LedgerProcess ledger)
    {
        using var answer = await ledger.Http.GetAsync("/health/ready");
        return answer.StatusCode;
    }

    private static Task<JsonObject> AnchoredAsync(LedgerProcess ledger, JsonObject lot, string? state = null) => Eventually.ResultAsync(async () =>
    {
        using var answer = await ledger.Http.GetAsync(lot.Api("/evidence"));
        if (!answer.IsSuccessStatusCode) return null;
        var anchor = (await answer.Content.ReadFromJsonAsync<JsonObject>())!["anchor"] as JsonObject;
        return state is null || (string?)anchor?["state"] == state ? anchor : null;
    }, "the lot is anchored");
}
