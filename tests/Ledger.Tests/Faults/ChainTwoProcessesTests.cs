using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Lotmark.Contracts.Tests.Chain;
using Npgsql;

namespace Lotmark.Ledger.Tests.Faults;

/// <summary>Two processes that anchor with one key, of which the leading one stands still (SIGSTOP) and comes back.</summary>
public sealed class ChainTwoProcessesTests
{
    [Fact]
    public async Task The_second_takes_over_while_the_first_stands_still_and_no_nonce_is_used_by_both()
    {
        await using var anvil = await Anvil.StartAsync();
        var contract = (await anvil.DeployAsync(SHA256.HashData(Encoding.UTF8.GetBytes("food.example/log")))).Contract;
        await anvil.AskAsync("evm_setIntervalMining", 1);
        string[] settings = ["--Lotmark:PublicUrl", "https://food.example", "--Chain:Network", "dev", "--Chain:RpcUrls:0", anvil.Url, "--Chain:Contract", contract, "--Anchoring:Interval", "00:00:01"];
        await using var first = await LedgerProcess.StartAsync(null, settings);
        var database = await File.ReadAllTextAsync(Path.Combine(first.DataDirectory, "connection-string"));
        await Eventually.TrueAsync(() => AnchorsAsync(first), "the first one anchors");
        var elsewhere = LedgerProcess.NewDataDirectory();
        File.Copy(Path.Combine(first.DataDirectory, "log.key"), Path.Combine(elsewhere, "log.key"));
        await using var second = await LedgerProcess.StartAsync(elsewhere, [.. settings, "--ConnectionStrings:Ledger", database.Trim()]);
        Assert.False(await AnchorsAsync(second));

        first.Suspend();
        try
        {
            await Eventually.TrueAsync(() => AnchorsAsync(second), "the second one anchors", TimeSpan.FromSeconds(30));
        }
        finally
        {
            first.Resume();
        }

        await Eventually.TrueAsync(async () => !await AnchorsAsync(first), "the first one knows that it does not any more");
        await Eventually.TrueAsync(async () =>
        {
            using var answer = await second.Http.GetAsync("/api/anchors/latest");
            return answer.IsSuccessStatusCode && (string)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["state"]! == "final";
        }, "an anchor is final");
        Assert.Equal(0L, await AskAsync<long>(database, "select count(*) - count(distinct nonce) from anchoring.transaction where state in ('mined', 'confirmed', 'final')"));
        Assert.DoesNotContain("key-used-elsewhere", await second.Http.GetStringAsync("/health/ready"), StringComparison.Ordinal);
    }

    // Only who anchors tells of it in numbers.
    private static async Task<bool> AnchorsAsync(LedgerProcess ledger) => (await ledger.Http.GetStringAsync("/metrics")).Contains("lotmark_anchor_balance", StringComparison.Ordinal);

    private static async Task<T?> AskAsync<T>(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync() is T value ? value : default;
    }
}
