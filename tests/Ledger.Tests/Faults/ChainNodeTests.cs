using Lotmark.Contracts.Chain;
using Lotmark.Contracts.Tests.Chain;
using Lotmark.Ledger.Tests.Anchoring;

namespace Lotmark.Ledger.Tests.Faults;

/// <summary>Nodes that don't answer, or not what they should, and what a crash at that moment leaves behind.</summary>
public sealed class ChainNodeTests(LedgerApp app)
{
    private const string Send = "eth_sendRawTransaction";

    [Theory]
    [InlineData(NodeFault.RequestLost)] // nobody has it: a crash between commit and send leaves the same
    [InlineData(NodeFault.AnswerLost)] // the node has it, and nobody was told
    [InlineData(NodeFault.TooManyRequests)]
    [InlineData(NodeFault.Html)]
    public async Task What_was_stored_and_not_seen_sent_is_sent_again_the_same_bytes(NodeFault fault)
    {
        await using var anvil = await Anvil.StartAsync();
        await using var node = await FaultyNode.BeforeAsync(anvil);
        await using var log = await AnchoredLog.StartAsync(app, anvil, "--Chain:RpcUrls:0", node.Url);
        await log.RecordAsync();
        node.Script = method => method == Send ? fault : null;

        Assert.Equal(ChainFaultKind.Unreachable, (await Assert.ThrowsAsync<ChainFaultException>(log.LookAsync)).Kind);
        var stored = Assert.Single(await log.RowsAsync());
        Assert.Equal("prepared", stored.State);
        log.Restart();
        node.Script = _ => null;
        await log.LookAsync();

        Assert.Equal(stored with { State = "sent" }, Assert.Single(await log.RowsAsync()));
        await log.AnchorsByItselfAsync();
        Assert.Equal(stored.Hash, (await log.RowsAsync())[0].Hash);
        Assert.All(await log.StatesAsync(), state => Assert.Equal("final", state));
    }

    [Fact]
    public async Task What_was_mined_and_not_noted_is_noted_after_a_restart()
    {
        await using var anvil = await Anvil.StartAsync();
        await using var node = await FaultyNode.BeforeAsync(anvil);
        await using var log = await AnchoredLog.StartAsync(app, anvil, "--Chain:RpcUrls:0", node.Url);
        await log.RecordAsync();
        await log.LookAsync();
        await anvil.MineAsync();
        node.Script = method => method == "eth_getTransactionReceipt" ? NodeFault.AnswerLost : null;

        await Assert.ThrowsAsync<ChainFaultException>(log.LookAsync);
        Assert.Equal(["sent"], await log.StatesAsync());
        log.Restart();
        node.Script = _ => null;
        await log.LookAsync();

        Assert.Equal(["mined"], await log.StatesAsync());
        await log.AnchorsByItselfAsync();
    }

    [Theory]
    [InlineData(NodeFault.RequestLost)]
    [InlineData(NodeFault.AnswerLost)]
    [InlineData(NodeFault.TooManyRequests)]
    [InlineData(NodeFault.Html)]
    [InlineData(NodeFault.AnotherChain)]
    [InlineData(NodeFault.Silent)]
    public async Task A_first_node_that_fails_is_passed_over(NodeFault fault)
    {
        await using var anvil = await Anvil.StartAsync();
        await using var node = await FaultyNode.BeforeAsync(anvil);
        node.Script = method => fault != NodeFault.AnotherChain || method == "eth_chainId" ? fault : null;
        await using var log = await AnchoredLog.StartAsync(app, anvil, "--Chain:RpcUrls:0", node.Url, "--Chain:RpcUrls:1", anvil.Url, "--Chain:Timeout", "00:00:01");

        await log.AnchorsByItselfAsync();

        if (fault == NodeFault.AnotherChain) Assert.All(node.Asked, method => Assert.Equal("eth_chainId", method));
    }

    [Fact]
    public async Task A_dead_first_node_is_passed_over()
    {
        await using var anvil = await Anvil.StartAsync();
        await using var log = await AnchoredLog.StartAsync(app, anvil, "--Chain:RpcUrls:0", "http://127.0.0.1:1", "--Chain:RpcUrls:1", anvil.Url);

        await log.AnchorsByItselfAsync();
    }

    [Fact]
    public async Task The_only_node_of_another_chain_is_asked_nothing_else()
    {
        await using var anvil = await Anvil.StartAsync();
        await using var node = await FaultyNode.BeforeAsync(anvil);
        await using var log = await AnchoredLog.StartAsync(app, anvil, "--Chain:RpcUrls:0", node.Url);
        await log.RecordAsync();
        node.Script = method => method == "eth_chainId" ? NodeFault.AnotherChain : null;

        Assert.Equal(ChainFaultKind.WrongChain, (await Assert.ThrowsAsync<ChainFaultException>(log.LookAsync)).Kind);

        Assert.All(node.Asked, method => Assert.Equal("eth_chainId", method));
        Assert.Empty(await log.RowsAsync());
        node.Script = _ => null;
        await log.AnchorsByItselfAsync();
    }

    [Fact]
    public async Task A_receipt_that_one_node_of_two_denies_is_not_believed()
    {
        await using var anvil = await Anvil.StartAsync();
        await using var node = await FaultyNode.BeforeAsync(anvil);
        await using var log = await AnchoredLog.StartAsync(app, anvil, "--Chain:RpcUrls:0", anvil.Url, "--Chain:RpcUrls:1", node.Url);
        await log.RecordAsync();
        await log.LookAsync();
        await anvil.MineAsync(10);
        node.Script = method => method == "eth_getTransactionReceipt" ? NodeFault.KnowsNothing : null;

        for (var i = 0; i < 5; i++) await log.LookAsync();
        Assert.Equal(["sent"], await log.StatesAsync());
        node.Script = _ => null;
        await log.LookAsync();

        Assert.Equal(["final"], await log.StatesAsync());
        await log.AnchorsByItselfAsync();
    }
}
