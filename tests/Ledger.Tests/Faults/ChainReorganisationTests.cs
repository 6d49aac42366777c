using Lotmark.Contracts.Chain;
using Lotmark.Contracts.Tests.Chain;
using Lotmark.Ledger.Tests.Anchoring;

namespace Lotmark.Ledger.Tests.Faults;

/// <summary>Chains that take back what they said.</summary>
public sealed class ChainReorganisationTests(LedgerApp app)
{
    [Fact]
    public async Task An_anchor_is_followed_from_its_storage_to_its_finality()
    {
        await using var anvil = await Anvil.StartAsync();
        await using var log = await AnchoredLog.StartAsync(app, anvil);
        await log.RecordAsync();

        await log.LookAsync();
        Assert.Equal(["sent"], await log.StatesAsync());
        await log.LookAsync(); // a null receipt is no news
        Assert.Equal(["sent"], await log.StatesAsync());
        await anvil.MineAsync();
        await log.LookAsync();
        Assert.Equal(["mined"], await log.StatesAsync());
        await anvil.MineAsync();
        await log.LookAsync();
        Assert.Equal(["confirmed"], await log.StatesAsync());
        await anvil.MineAsync(3);
        await log.LookAsync();
        Assert.Equal(["final"], await log.StatesAsync());
        await log.AnchorsByItselfAsync();
    }

    [Fact]
    public async Task A_rollback_of_three_blocks_sends_the_same_bytes_again()
    {
        await using var anvil = await Anvil.StartAsync();
        await using var log = await AnchoredLog.StartAsync(app, anvil);
        await log.AnchorsByItselfAsync();
        await log.RecordAsync();
        await log.LookAsync();
        await anvil.MineAsync();
        await log.LookAsync();
        var before = await log.RowsAsync();
        Assert.Equal("mined", before[^1].State);

        await anvil.MineAsync();
        await anvil.AskAsync("anvil_rollback", 3);
        await log.LookAsync();
        Assert.Equal("sent", (await log.RowsAsync())[^1].State);
        await anvil.AskAsync("evm_increaseTime", 100);
        await anvil.MineAsync();
        await log.LookAsync();

        Assert.Equal(before.Select(r => r.Hash), (await log.RowsAsync()).Select(r => r.Hash));
        Assert.Equal("mined", (await log.RowsAsync())[^1].State);
        await log.AnchorsByItselfAsync();
    }

    [Fact]
    public async Task A_reorganisation_with_other_blocks_is_noticed_by_their_hash()
    {
        await using var anvil = await Anvil.StartAsync();
        await using var log = await AnchoredLog.StartAsync(app, anvil);
        await log.AnchorsByItselfAsync();
        await log.RecordAsync();
        await log.LookAsync();
        await anvil.MineAsync();
        await log.LookAsync();
        Assert.Equal("mined", (await log.StatesAsync())[^1]);

        await anvil.AskAsync("anvil_reorg", 2, Array.Empty<object>());
        await log.LookAsync();

        Assert.Equal("sent", (await log.StatesAsync())[^1]);
        await log.AnchorsByItselfAsync();
        Assert.All(await log.StatesAsync(), state => Assert.Equal("final", state));
    }

    [Fact]
    public async Task A_dev_chain_set_back_behind_what_was_final_is_anchored_again()
    {
        await using var anvil = await Anvil.StartAsync();
        await using var log = await AnchoredLog.StartAsync(app, anvil);
        await log.AnchorsByItselfAsync();
        var snapshot = (await anvil.AskAsync("evm_snapshot")).GetString()!;
        await log.AnchorsByItselfAsync();
        var before = await log.RowsAsync();
        Assert.All(before, row => Assert.Equal("final", row.State));

        await anvil.AskAsync("evm_revert", snapshot);
        var look = await log.LookAsync();

        Assert.Empty(look.Alarms);
        Assert.Equal("sent", (await log.StatesAsync())[^1]);
        await log.AnchorsByItselfAsync();
        Assert.Equal(before.Select(r => r.Hash), (await log.RowsAsync()).Take(before.Count).Select(r => r.Hash));
        Assert.All(await log.StatesAsync(), state => Assert.Equal("final", state));
    }

    [Fact]
    public async Task A_chain_that_was_killed_and_lost_its_last_blocks_gets_them_again()
    {
        var state = Path.Combine(LedgerProcess.NewDataDirectory(), "chain.json");
        var first = await Anvil.StartAsync("--state", state, "--state-interval", "1");
        await using var log = await AnchoredLog.StartAsync(app, first);
        await log.AnchorsByItselfAsync();
        var begun = DateTime.UtcNow.AddSeconds(1); // a write that began before holds less
        await Eventually.TrueAsync(() => Task.FromResult(File.Exists(state) && File.GetLastWriteTimeUtc(state) > begun), "the chain wrote its state");
        var kept = await File.ReadAllBytesAsync(state);
        await log.AnchorsByItselfAsync();
        await first.KillAsync();
        await Assert.ThrowsAsync<ChainFaultException>(log.LookAsync);

        await File.WriteAllBytesAsync(state, kept);
        await using var second = await Anvil.StartAsync(first.Port, "--state", state, "--state-interval", "1");
        log.Anvil = second;

        await log.AnchorsByItselfAsync();
        Assert.All(await log.StatesAsync(), s => Assert.Equal("final", s));
        await first.DisposeAsync();
    }

    [Fact]
    public async Task A_dev_chain_that_lost_everything_is_anchored_anew_once_its_contract_is_back()
    {
        await using var first = await Anvil.StartAsync();
        await using var log = await AnchoredLog.StartAsync(app, first);
        await log.AnchorsByItselfAsync();
        await first.KillAsync();
        await using var second = await Anvil.StartAsync(first.Port);
        log.Anvil = second;

        Assert.Equal(ChainFaultKind.NoContract, (await Assert.ThrowsAsync<ChainFaultException>(log.LookAsync)).Kind);
        await log.DeployAgainAsync();

        await log.AnchorsByItselfAsync();
        Assert.Equal("lost", (await log.StatesAsync())[0]);
        Assert.Equal("final", (await log.StatesAsync())[^1]);
    }
}
