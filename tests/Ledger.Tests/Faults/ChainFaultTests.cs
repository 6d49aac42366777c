using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Lotmark.Contracts.Tests.Chain;
using Lotmark.Ledger.Tests.Anchoring;
using Npgsql;

namespace Lotmark.Ledger.Tests.Faults;

/// <summary>The whole process killed (SIGKILL) at each point between a row and its block.</summary>
public sealed class ChainFaultTests
{
    private const string Send = "eth_sendRawTransaction";

    [Fact]
    public Task Killed_when_the_row_was_stored_and_nothing_was_sent() =>
        IsKilledAndGoesOnAsync(method => method == Send ? NodeFault.RequestLost : null, "prepared", mined: false);

    [Fact]
    public Task Killed_when_it_was_sent_and_no_answer_came() =>
        IsKilledAndGoesOnAsync(method => method == Send ? NodeFault.AnswerLost : null, "prepared", mined: false);

    [Fact]
    public Task Killed_when_it_was_mined_and_nobody_noted_it() =>
        IsKilledAndGoesOnAsync(method => method == "eth_getTransactionReceipt" ? NodeFault.AnswerLost : null, "sent", mined: true);

    [Fact]
    public async Task A_chain_that_is_away_is_told_until_it_is_back()
    {
        await using var anvil = await Anvil.StartAsync();
        var contract = (await anvil.DeployAsync(SHA256.HashData(Encoding.UTF8.GetBytes("food.example/log")))).Contract;
        await anvil.AskAsync("evm_setIntervalMining", 1);
        await using var node = await FaultyNode.BeforeAsync(anvil);
        await using var ledger = await LedgerProcess.StartAsync(null,
            "--Lotmark:PublicUrl", "https://food.example", "--Chain:RpcUrls:0", node.Url, "--Chain:Contract", contract, "--Anchoring:Interval", "00:00:01");
        await Eventually.ResultAsync(() => RowAsync(ledger, "final"), "an anchor is final");

        node.Script = _ => NodeFault.RequestLost;
        await Eventually.TrueAsync(() => SaysAsync(ledger, "chain-unreachable"), "the alarm is stated");
        node.Script = method => method == "eth_chainId" ? NodeFault.AnotherChain : null;
        await Eventually.TrueAsync(() => SaysAsync(ledger, "wrong-chain"), "the other alarm is stated");
        Assert.Contains("lotmark_alarm", await ledger.Http.GetStringAsync("/metrics"), StringComparison.Ordinal);
        node.Script = _ => null;
        await Eventually.TrueAsync(async () => !await SaysAsync(ledger, "Degraded"), "the alarms are over");

        var metrics = await ledger.Http.GetStringAsync("/metrics");
        foreach (var name in new[] { "size", "age", "balance", "gas_price", "transactions" })
            Assert.Contains($"lotmark_anchor_{name}", metrics, StringComparison.Ordinal);
    }

    private static async Task<bool> SaysAsync(LedgerProcess ledger, string word) =>
        (await ledger.Http.GetStringAsync("/health/ready")).Contains(word, StringComparison.Ordinal);

    private static async Task IsKilledAndGoesOnAsync(Func<string, NodeFault?> fault, string stateAtDeath, bool mined)
    {
        await using var anvil = await Anvil.StartAsync();
        var contract = (await anvil.DeployAsync(SHA256.HashData(Encoding.UTF8.GetBytes("food.example/log")))).Contract;
        await using var node = await FaultyNode.BeforeAsync(anvil);
        node.Script = fault;
        string[] settings =
        [
            "--Lotmark:PublicUrl", "https://food.example", "--Chain:Network", "dev", "--Chain:RpcUrls:0", node.Url, "--Chain:Contract", contract, "--Anchoring:Interval", "00:00:01",
        ];
        await using var killed = await LedgerProcess.StartAsync(null, settings);
        var before = await Eventually.ResultAsync(() => RowAsync(killed, stateAtDeath), $"a row is {stateAtDeath}");
        await Eventually.TrueAsync(() => Task.FromResult(node.Asked.Contains(mined ? "eth_getTransactionReceipt" : Send)), "the fault was met");
        if (mined) await anvil.MineAsync(5);
        await killed.KillAsync();
        node.Script = _ => null;

        await using var next = await LedgerProcess.StartAsync(killed.DataDirectory, settings);
        if (!mined) await Eventually.ResultAsync(() => RowAsync(next, "sent"), "it is sent again");
        await anvil.MineAsync(5);

        var final = await Eventually.ResultAsync(() => RowAsync(next, "final"), "it is final");
        Assert.Equal(before, final);
        var latest = await next.Http.GetFromJsonAsync<JsonObject>("/api/anchors/latest");
        Assert.Equal($"0x{before}", (string)latest!["transaction"]!);
        using var ready = await next.Http.GetAsync("/health/ready");
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
        Assert.DoesNotContain("Degraded", await ready.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    // The hash of the first transaction, once it is in a state.
    private static async Task<string?> RowAsync(LedgerProcess ledger, string state)
    {
        var server = new NpgsqlConnectionStringBuilder(await File.ReadAllTextAsync(Path.Combine(ledger.DataDirectory, "connection-string"))) { Pooling = false };
        await using var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("select encode(hash, 'hex') from anchoring.transaction where state = @state order by id limit 1", connection) { Parameters = { new("state", state) } };
        return await command.ExecuteScalarAsync() as string;
    }
}
