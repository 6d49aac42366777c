using Lotmark.Contracts.Chain;
using Lotmark.Contracts.Tests.Chain;
using Lotmark.Ledger.Anchoring;
using Lotmark.Ledger.Tests.Anchoring;

namespace Lotmark.Ledger.Tests.Faults;

/// <summary>What can go wrong with the account that anchors: its money, its nonces, its rights, its price.</summary>
public sealed class ChainAccountTests(LedgerApp app)
{
    private const long Gwei = 1_000_000_000;
    private static readonly string Operator = SigningKey.DevOperator.Address;

    [Fact]
    public async Task Without_funds_an_anchor_is_kept_and_sent_once_there_are_some()
    {
        await using var anvil = await Anvil.StartAsync();
        await using var log = await AnchoredLog.StartAsync(app, anvil);
        await log.RecordAsync();
        await anvil.AskAsync("anvil_setBalance", Operator, "0x1");

        var look = await log.LookAsync();
        Assert.Contains(Operator, look.Alarms[AnchorAlarms.NoFunds], StringComparison.Ordinal);
        Assert.True(Assert.Single(await log.StatesAsync()) is "prepared");
        var kept = await log.RowsAsync();
        await anvil.AskAsync("anvil_setBalance", Operator, "0x2386f26fc10000"); // 0.01 ETH
        look = await log.LookAsync();

        Assert.Empty(look.Alarms);
        Assert.Equal(kept[0] with { State = "sent" }, Assert.Single(await log.RowsAsync()));
        await log.AnchorsByItselfAsync();
    }

    [Fact]
    public async Task A_balance_for_less_than_ten_anchors_is_told()
    {
        await using var anvil = await Anvil.StartAsync();
        await using var log = await AnchoredLog.StartAsync(app, anvil);
        await log.AnchorsByItselfAsync();
        var newest = (await log.RowsAsync())[^1];
        await anvil.AskAsync("anvil_setBalance", Operator, $"0x{(long)(newest.MaxFee * 5 * 120_000):x}");

        Assert.Contains(AnchorAlarms.BalanceLow, (await log.LookAsync()).Alarms.Keys);
        await anvil.AskAsync("anvil_setBalance", Operator, "0x8ac7230489e80000");
        Assert.Empty((await log.LookAsync()).Alarms);
    }

    [Fact]
    public async Task A_stuck_anchor_is_replaced_by_one_that_offers_an_eighth_more_and_the_newest_tree()
    {
        await using var anvil = await Anvil.StartAsync();
        await using var log = await AnchoredLog.StartAsync(app, anvil);
        await log.RecordAsync();
        await log.LookAsync();
        await GasGetsDearAsync(anvil);
        await log.RecordAsync();

        await log.LookAsync();

        var rows = await log.RowsAsync();
        Assert.Equal(["sent", "sent"], rows.Select(r => r.State));
        Assert.Equal(rows[0].Nonce, rows[1].Nonce);
        Assert.True(8 * rows[1].Tip >= 9 * rows[0].Tip && 8 * rows[1].MaxFee >= 9 * rows[0].MaxFee);
        await anvil.MineAsync();
        await log.LookAsync();
        Assert.Equal(["replaced", "mined"], await log.StatesAsync());
        await log.AnchorsByItselfAsync();
    }

    [Fact]
    public async Task Of_two_that_compete_the_older_may_win()
    {
        await using var anvil = await Anvil.StartAsync();
        await using var node = await FaultyNode.BeforeAsync(anvil);
        await using var log = await AnchoredLog.StartAsync(app, anvil, "--Chain:RpcUrls:0", node.Url, "--Anchoring:StuckBlocks", "0");
        await log.RecordAsync();
        await log.LookAsync();
        var sent = 0;
        node.Script = method => method == "eth_sendRawTransaction" && sent++ > 0 ? NodeFault.RequestLost : null; // the old one arrives, the new one does not
        await Assert.ThrowsAsync<ChainFaultException>(log.LookAsync);
        Assert.Equal(["sent", "prepared"], await log.StatesAsync());

        await anvil.MineAsync();
        node.Script = _ => null;
        await log.LookAsync();

        Assert.Equal(["mined", "replaced"], await log.StatesAsync());
        await log.AnchorsByItselfAsync();
    }

    [Fact]
    public async Task Over_the_fee_cap_it_is_left_and_told_until_gas_is_cheaper()
    {
        await using var anvil = await Anvil.StartAsync();
        await using var log = await AnchoredLog.StartAsync(app, anvil, "--Anchoring:MaxFeeGwei", "4.5");
        await log.RecordAsync();
        await log.LookAsync();
        await GasGetsDearAsync(anvil);

        var look = await log.LookAsync();

        Assert.Equal([AnchorAlarms.FeeOverCap], look.Alarms.Keys);
        Assert.Equal(["sent"], await log.StatesAsync());
        await anvil.MineAsync(30); // the base fee falls with each
        await log.AnchorsByItselfAsync();
        Assert.Empty((await log.LookAsync()).Alarms);
    }

    [Fact]
    public async Task An_operator_that_is_removed_while_its_anchor_is_on_its_way_stops_until_it_is_allowed_again()
    {
        await using var anvil = await Anvil.StartAsync();
        await using var log = await AnchoredLog.StartAsync(app, anvil);
        await log.AnchorsByItselfAsync();
        await log.RecordAsync();
        await log.LookAsync();
        await AllowAsync(anvil, log.Chain.Contract, false);
        await anvil.MineAsync();

        var look = await log.LookAsync();

        Assert.True(look.Halted);
        Assert.Contains(AnchorAlarms.OperatorRemoved, look.Alarms.Keys);
        var refused = (await log.RowsAsync())[^1];
        Assert.Equal("reverted", refused.State);
        Assert.Contains("NotOperator", refused.Error, StringComparison.Ordinal);
        await anvil.MineAsync();
        await log.LookAsync();
        Assert.Equal(refused, (await log.RowsAsync())[^1]); // nothing more is paid for

        await AllowAsync(anvil, log.Chain.Contract, true);
        await anvil.MineAsync();
        Assert.Empty((await log.LookAsync()).Alarms);
        await log.AnchorsByItselfAsync();
    }

    [Fact]
    public async Task A_nonce_that_somebody_else_used_is_told_and_the_next_one_taken()
    {
        await using var anvil = await Anvil.StartAsync();
        await using var node = await FaultyNode.BeforeAsync(anvil);
        await using var log = await AnchoredLog.StartAsync(app, anvil, "--Chain:RpcUrls:0", node.Url);
        await log.RecordAsync();
        node.Script = method => method == "eth_sendRawTransaction" ? NodeFault.RequestLost : null;
        await Assert.ThrowsAsync<ChainFaultException>(log.LookAsync);
        await anvil.AskAsync("eth_sendTransaction", new { from = Operator, to = Operator, value = "0x1" });
        await anvil.MineAsync();
        node.Script = _ => null;

        await log.LookUntilAsync(look => Task.FromResult(look.Alarms.ContainsKey(AnchorAlarms.KeyUsedElsewhere)), "the alarm is stated");

        Assert.Equal("lost", (await log.StatesAsync())[0]);
        await log.AnchorsByItselfAsync();
        Assert.Equal(1, (await log.RowsAsync())[1].Nonce);
        Assert.Contains(AnchorAlarms.KeyUsedElsewhere, (await log.LookAsync()).Alarms.Keys); // it stands for a day
    }

    [Fact]
    public async Task A_missing_nonce_is_filled()
    {
        await using var anvil = await Anvil.StartAsync();
        await using var log = await AnchoredLog.StartAsync(app, anvil);
        await log.RecordAsync();
        await anvil.AskAsync("anvil_setNonce", Operator, "0x1");
        await log.LookAsync();
        await anvil.AskAsync("anvil_setNonce", Operator, "0x0"); // the chain forgets what made it one
        Assert.Equal(1, Assert.Single(await log.RowsAsync()).Nonce);

        await log.AnchorsByItselfAsync();

        Assert.Contains(await log.RowsAsync(), row => row is { Nonce: 0, State: "final" });
    }

    [Fact]
    public async Task What_somebody_else_anchored_of_this_log_is_where_the_next_proof_starts()
    {
        await using var anvil = await Anvil.StartAsync();
        await using var first = await AnchoredLog.StartAsync(app, anvil);
        await first.RecordAsync();
        await first.LookAsync();
        await anvil.MineAsync();
        await first.LookAsync();
        await first.ForgetRowsAsync(); // as after a restored database that has the log but not what was anchored

        await first.AnchorsByItselfAsync();

        Assert.Equal(2, (await first.Chain.LatestAsync(BlockTag.Latest, default)).Count);
    }

    [Fact]
    public async Task A_chain_that_holds_another_history_is_told_and_never_added_to()
    {
        await using var anvil = await Anvil.StartAsync();
        await using var ours = await AnchoredLog.StartAsync(app, anvil);
        await using var twin = await AnchoredLog.StartAsync(app, anvil); // same origin, other facts
        await twin.RecordAsync();
        await twin.AnchorsByItselfAsync();

        var look = await ours.LookAsync();
        Assert.Contains("lost its end", look.Alarms[AnchorAlarms.Forked], StringComparison.Ordinal);
        for (var i = 0; i < 6; i++) await ours.RecordAsync();
        look = await ours.LookAsync();

        Assert.True(look.Halted);
        Assert.Contains("another root", look.Alarms[AnchorAlarms.Forked], StringComparison.Ordinal);
        Assert.Empty(await ours.RowsAsync());
    }

    [Fact]
    public async Task The_contract_of_another_log_is_refused()
    {
        await using var anvil = await Anvil.StartAsync();
        var other = await anvil.DeployAsync();
        await using var log = await AnchoredLog.StartAsync(app, anvil, "--Chain:Contract", other.Contract);
        await log.RecordAsync();

        var look = await log.LookAsync();

        Assert.True(look.Halted);
        Assert.Equal([AnchorAlarms.AnotherLog], look.Alarms.Keys);
        Assert.Empty(await log.RowsAsync());
    }

    [Fact]
    public async Task A_closed_contract_is_told()
    {
        await using var anvil = await Anvil.StartAsync();
        await using var log = await AnchoredLog.StartAsync(app, anvil);
        await log.AnchorsByItselfAsync();
        await ByOwnerAsync(anvil, log.Chain.Contract, "0xc74073a1" + new string('0', 64)); // close(address)
        await anvil.MineAsync();
        await log.RecordAsync();

        var look = await log.LookAsync();

        Assert.True(look.Halted);
        Assert.Contains(AnchorAlarms.Closed, look.Alarms.Keys);
    }

    [Fact]
    public async Task While_the_log_refuses_to_sign_nothing_is_anchored()
    {
        await using var anvil = await Anvil.StartAsync();
        await using var log = await AnchoredLog.StartAsync(app, anvil);
        await log.RecordAsync();
        await RefuseAsync(log, "'A backup was restored.'");

        Assert.True((await log.LookAsync()).Halted);
        Assert.Empty(await log.RowsAsync());
        await RefuseAsync(log, "null");
        await log.AnchorsByItselfAsync();
    }

    // The base fee falls by an eighth in each empty block: after these it is still above what was offered.
    private static async Task GasGetsDearAsync(Anvil anvil)
    {
        await anvil.AskAsync("anvil_setNextBlockBaseFeePerGas", $"0x{12 * Gwei:x}");
        await anvil.MineAsync(3);
    }

    private static Task AllowAsync(Anvil anvil, string contract, bool allowed) =>
        ByOwnerAsync(anvil, contract, $"0x558a7297{Operator[2..].ToLowerInvariant().PadLeft(64, '0')}{(allowed ? "1" : "0").PadLeft(64, '0')}");

    // Dearer than any anchor: it comes first in the block.
    private static async Task ByOwnerAsync(Anvil anvil, string contract, string data) => await anvil.AskAsync("eth_sendTransaction",
        new { from = SigningKey.DevOwner.Address, to = contract, data, gas = "0x186a0", maxFeePerGas = $"0x{100 * Gwei:x}", maxPriorityFeePerGas = $"0x{50 * Gwei:x}" });

    private static async Task RefuseAsync(AnchoredLog log, string reason)
    {
        await using var command = log.Database.CreateCommand($"update log.state set refused = {reason}");
        await command.ExecuteNonQueryAsync();
    }
}
