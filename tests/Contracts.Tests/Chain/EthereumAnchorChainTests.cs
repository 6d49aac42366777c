using Lotmark.Contracts.Chain;
using Lotmark.Contracts.Tests.Tree;

namespace Lotmark.Contracts.Tests.Chain;

/// <summary>The contract on a real dev chain, with the faults that chains have.</summary>
public sealed class EthereumAnchorChainTests
{
    private static readonly byte[][] Leaves = ReferenceTree.Leaves(40);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_anchor_is_prepared_sent_mined_and_read()
    {
        await using var anvil = await Anvil.StartAsync();
        var chain = await anvil.DeployAsync();
        await chain.EnsureContractAsync(Cancel);
        Assert.Same(AnchorHead.Empty, await chain.LatestAsync(BlockTag.Latest, Cancel));
        Assert.Null(await chain.RootAtAsync(3, BlockTag.Latest, Cancel));

        var first = await PrepareAsync(chain, 0, 3);
        await chain.SubmitAsync(first.Raw, Cancel);
        Assert.Null(await chain.ReceiptAsync(first.Hash, Cancel));
        await anvil.MineAsync();
        var receipt = await chain.ReceiptAsync(first.Hash, Cancel);
        var second = await PrepareAsync(chain, 3, 40);
        await chain.SubmitAsync(second.Raw, Cancel);
        await anvil.MineAsync();

        var head = await chain.LatestAsync(BlockTag.Latest, Cancel);
        var heads = await chain.HeadsAsync(Cancel);
        Assert.True(receipt!.Succeeded);
        Assert.InRange(receipt.GasUsed, 21_000, first.GasLimit);
        Assert.Equal((2, 40, receipt.BlockNumber + 1), (head.Count, head.Size, head.Block));
        Assert.Equal(Root(40), head.Root);
        Assert.Equal(heads.Latest.Time, head.Time);
        Assert.Equal(Root(3), await chain.RootAtAsync(3, BlockTag.Latest, Cancel));
        Assert.Null(await chain.RootAtAsync(4, BlockTag.Latest, Cancel));
        Assert.Equal(2, await chain.MinedNonceAsync(Cancel));
        Assert.True(await chain.BalanceAsync(Cancel) > 0);
    }

    [Fact]
    public async Task A_root_becomes_final_two_epochs_later()
    {
        await using var anvil = await Anvil.StartAsync();
        var chain = await anvil.DeployAsync();
        var anchored = await AnchorAsync(anvil, chain, 0, 3);
        Assert.Null(await chain.RootAtAsync(3, BlockTag.Finalized, Cancel)); // the contract itself is younger than that block
        Assert.Same(AnchorHead.Empty, await chain.LatestAsync(BlockTag.Finalized, Cancel));

        await anvil.MineAsync(4);

        var heads = await chain.HeadsAsync(Cancel);
        Assert.Equal(Root(3), await chain.RootAtAsync(3, BlockTag.Finalized, Cancel));
        Assert.True(anchored.BlockNumber <= heads.Finalized!.Number && heads.Finalized.Number <= heads.Safe!.Number && heads.Safe.Number <= heads.Latest.Number);
        var reader = new EthereumRootReader(anvil.Http, anvil.Url);
        Assert.Equal(Root(3), await reader.RootAtAsync(chain.Contract.ToUpperInvariant().Replace("0X", "0x", StringComparison.Ordinal), 3, finalized: true, Cancel));
        Assert.Equal((31337, 3), (await reader.ChainIdAsync(Cancel), (await reader.LatestAsync(chain.Contract, Cancel))!.Size));
        Assert.True(await reader.HasContractAsync(chain.Contract, Cancel));
        Assert.False(await reader.HasContractAsync(Anvil.NoContract, Cancel));
    }

    [Fact]
    public async Task The_same_bytes_may_be_sent_again_at_any_time()
    {
        await using var anvil = await Anvil.StartAsync();
        var chain = await anvil.DeployAsync();
        var anchor = await PrepareAsync(chain, 0, 3);

        await chain.SubmitAsync(anchor.Raw, Cancel);
        await chain.SubmitAsync(anchor.Raw, Cancel);
        await anvil.MineAsync();
        await chain.SubmitAsync(anchor.Raw, Cancel);

        Assert.True((await chain.ReceiptAsync(anchor.Hash, Cancel))!.Succeeded);
    }

    [Fact]
    public async Task A_nonce_that_another_transaction_used_is_told()
    {
        await using var anvil = await Anvil.StartAsync();
        var chain = await anvil.DeployAsync();
        var (one, other) = (await PrepareAsync(chain, 0, 3), await PrepareAsync(chain, 0, 4));
        await chain.SubmitAsync(one.Raw, Cancel);
        await anvil.MineAsync();

        Assert.Equal(ChainFaultKind.NonceTooLow, (await Assert.ThrowsAsync<ChainFaultException>(() => chain.SubmitAsync(other.Raw, Cancel))).Kind);
    }

    [Fact]
    public async Task A_stuck_anchor_is_replaced_by_one_that_offers_an_eighth_more()
    {
        await using var anvil = await Anvil.StartAsync();
        var chain = await anvil.DeployAsync();
        var stuck = await PrepareAsync(chain, 0, 3);
        await chain.SubmitAsync(stuck.Raw, Cancel);

        var replacement = await chain.PrepareAsync(4, Root(4), [], stuck.Nonce, stuck.Fees, Cancel);
        await chain.SubmitAsync(replacement.Raw, Cancel);
        await anvil.MineAsync();

        Assert.True(8 * replacement.Fees.Tip >= 9 * stuck.Fees.Tip && 8 * replacement.Fees.MaxFee >= 9 * stuck.Fees.MaxFee);
        Assert.Null(await chain.ReceiptAsync(stuck.Hash, Cancel));
        Assert.Equal(Root(4), await chain.RootAtAsync(4, BlockTag.Latest, Cancel));
    }

    [Fact]
    public async Task A_replacement_that_does_not_offer_more_is_told()
    {
        await using var anvil = await Anvil.StartAsync();
        var chain = await anvil.DeployAsync();
        var dear = await chain.PrepareAsync(3, Root(3), [], 0, new(2_000_000_000, 4_000_000_000), Cancel);
        await chain.SubmitAsync(dear.Raw, Cancel);
        var cheap = await PrepareAsync(chain, 0, 4);

        Assert.Equal(ChainFaultKind.Underpriced, (await Assert.ThrowsAsync<ChainFaultException>(() => chain.SubmitAsync(cheap.Raw, Cancel))).Kind);
    }

    [Fact]
    public async Task An_anchor_that_a_reorganisation_took_away_is_sent_again_as_it_was()
    {
        await using var anvil = await Anvil.StartAsync();
        var chain = await anvil.DeployAsync();
        var anchor = await PrepareAsync(chain, 0, 3);
        await chain.SubmitAsync(anchor.Raw, Cancel);
        await anvil.MineAsync(3);
        var before = await chain.ReceiptAsync(anchor.Hash, Cancel);

        await anvil.AskAsync("anvil_rollback", 3);
        Assert.Null(await chain.ReceiptAsync(anchor.Hash, Cancel));
        Assert.Null(await chain.RootAtAsync(3, BlockTag.Latest, Cancel));
        await chain.SubmitAsync(anchor.Raw, Cancel);
        await anvil.AskAsync("evm_increaseTime", 100);
        await anvil.MineAsync();

        var after = await chain.ReceiptAsync(anchor.Hash, Cancel);
        Assert.Equal(before!.BlockNumber, after!.BlockNumber);
        Assert.NotEqual(before.BlockHash, after.BlockHash);
        Assert.Equal(Root(3), await chain.RootAtAsync(3, BlockTag.Latest, Cancel));
    }

    [Fact]
    public async Task What_the_contract_refuses_is_named_before_it_costs_anything()
    {
        await using var anvil = await Anvil.StartAsync();
        var chain = await anvil.DeployAsync();
        await AnchorAsync(anvil, chain, 0, 3);
        var stranger = anvil.Client(chain.Contract, SigningKey.DevOwner);

        Assert.Equal("SizeNotIncreasing", await RevertAsync(() => chain.AnchorDryRunAsync(3, Root(3), [], Cancel)));
        Assert.Equal("BadConsistencyProof", await RevertAsync(() => chain.AnchorDryRunAsync(5, Root(5), [new byte[32]], Cancel)));
        Assert.Equal("ZeroRoot", await RevertAsync(() => chain.AnchorDryRunAsync(5, new byte[32], [], Cancel)));
        Assert.Equal("BadConsistencyProof", await RevertAsync(() => chain.PrepareAsync(5, Root(5), [], 1, null, Cancel)));
        Assert.Equal("NotOperator", await RevertAsync(() => stranger.AnchorDryRunAsync(5, Root(5), ReferenceTree.Proof(3, Leaves[..5]), Cancel)));
        await chain.AnchorDryRunAsync(5, Root(5), ReferenceTree.Proof(3, Leaves[..5]), Cancel);
    }

    [Fact]
    public async Task An_anchor_that_fails_in_its_block_is_told_by_its_receipt()
    {
        await using var anvil = await Anvil.StartAsync();
        var chain = await anvil.DeployAsync();
        var (first, second) = (await PrepareAsync(chain, 0, 3), await chain.PrepareAsync(3, Root(3), [], 1, null, Cancel));
        await chain.SubmitAsync(first.Raw, Cancel);
        await chain.SubmitAsync(second.Raw, Cancel);
        await anvil.MineAsync();

        Assert.True((await chain.ReceiptAsync(first.Hash, Cancel))!.Succeeded);
        Assert.False((await chain.ReceiptAsync(second.Hash, Cancel))!.Succeeded);
    }

    [Fact]
    public async Task A_sender_without_funds_is_told()
    {
        await using var anvil = await Anvil.StartAsync();
        var chain = await anvil.DeployAsync();
        var anchor = await PrepareAsync(chain, 0, 3);
        await anvil.AskAsync("anvil_setBalance", SigningKey.DevOperator.Address, "0x1");

        Assert.Equal(ChainFaultKind.InsufficientFunds, (await Assert.ThrowsAsync<ChainFaultException>(() => chain.SubmitAsync(anchor.Raw, Cancel))).Kind);
        Assert.Equal(1, await chain.BalanceAsync(Cancel));
    }

    [Fact]
    public async Task A_dead_first_node_is_passed_over()
    {
        await using var anvil = await Anvil.StartAsync();
        var chain = await anvil.DeployAsync();
        var behindDead = anvil.Client(chain.Contract, SigningKey.DevOperator, "http://127.0.0.1:1");

        await AnchorAsync(anvil, behindDead, 0, 3);

        Assert.Equal(Root(3), await chain.RootAtAsync(3, BlockTag.Latest, Cancel));
    }

    [Fact]
    public async Task Another_chain_no_contract_and_no_node_are_told_apart()
    {
        await using var anvil = await Anvil.StartAsync();
        ChainOptions At(string url, long chainId) => new() { RpcUrls = [url], ChainId = chainId, Contract = SigningKey.DevOwner.Address };

        Assert.Equal(ChainFaultKind.NoContract, await KindAsync(new(anvil.Http, At(anvil.Url, 31337))));
        Assert.Equal(ChainFaultKind.WrongChain, await KindAsync(new(anvil.Http, At(anvil.Url, 1))));
        Assert.Equal(ChainFaultKind.Unreachable, await KindAsync(new(anvil.Http, At("http://127.0.0.1:1", 1))));
        Assert.Equal(ChainFaultKind.NoContract, (await Assert.ThrowsAsync<ChainFaultException>(
            () => new EthereumAnchorChain(anvil.Http, At(anvil.Url, 31337), SigningKey.DevOperator).PrepareAsync(3, Root(3), [], 0, null, Cancel))).Kind);

        static async Task<ChainFaultKind> KindAsync(EthereumAnchorChain chain) =>
            (await Assert.ThrowsAsync<ChainFaultException>(() => chain.LatestAsync(BlockTag.Latest, Cancel))).Kind;
    }

    [Fact]
    public async Task A_reader_has_no_key_and_does_not_sign()
    {
        await using var anvil = await Anvil.StartAsync();
        var reader = anvil.Client(SigningKey.DevOwner.Address, null);

        Assert.Null(reader.Sender);
        await Assert.ThrowsAsync<InvalidOperationException>(() => reader.PrepareAsync(1, Root(1), [], 0, null, Cancel));
    }

    [Fact]
    public async Task A_contract_is_deployed_once_at_the_address_that_its_parts_give()
    {
        await using var anvil = await Anvil.StartAsync();
        var first = await anvil.DeployAsync();
        var nonce = await anvil.Client(first.Contract, SigningKey.DevOwner).MinedNonceAsync(Cancel);
        var second = await anvil.DeployAsync();

        Assert.Equal(AnchorDeployment.AddressOf(Anvil.Order()), first.Contract);
        Assert.Equal(first.Contract, second.Contract);
        Assert.Equal(nonce, await anvil.Client(first.Contract, SigningKey.DevOwner).MinedNonceAsync(Cancel));
        Assert.NotEqual(first.Contract, AnchorDeployment.AddressOf(Anvil.Order(new byte[32])));
    }

    [Fact]
    public async Task A_contract_tells_whose_log_it_is_and_who_may_anchor()
    {
        await using var anvil = await Anvil.StartAsync();
        var chain = await anvil.DeployAsync();

        var told = await chain.ContractAsync(Cancel);

        Assert.Equal(Anvil.Origin, told.Origin);
        Assert.Null(told.Predecessor);
        Assert.False(told.Closed);
        Assert.True(told.SenderMayAnchor);
        Assert.False((await anvil.Client(chain.Contract, SigningKey.DevOwner).ContractAsync(Cancel)).SenderMayAnchor);
        Assert.Equal(ChainFaultKind.NoContract, (await Assert.ThrowsAsync<ChainFaultException>(
            () => anvil.Client(SigningKey.DevOwner.Address, null).ContractAsync(Cancel))).Kind);
    }

    [Fact]
    public async Task A_refusal_is_told_as_of_its_block()
    {
        await using var anvil = await Anvil.StartAsync();
        var chain = await anvil.DeployAsync();
        var before = (await chain.HeadsAsync(Cancel)).Latest.Number;
        var anchored = await AnchorAsync(anvil, chain, 0, 3);

        Assert.Null(await chain.RefusalAsync(3, Root(3), [], before, Cancel));
        Assert.Equal("SizeNotIncreasing", await chain.RefusalAsync(3, Root(3), [], anchored.BlockNumber, Cancel));
    }

    [Fact]
    public async Task A_block_has_its_hash_until_it_is_reorganised_away()
    {
        await using var anvil = await Anvil.StartAsync();
        await anvil.MineAsync(2);
        var reader = anvil.Client(Anvil.NoContract, null);
        var head = (await reader.HeadsAsync(Cancel)).Latest;

        Assert.Equal(head.Hash, await reader.BlockHashAsync(head.Number, Cancel));
        await anvil.AskAsync("anvil_rollback", 1);
        Assert.Null(await reader.BlockHashAsync(head.Number, Cancel));
        await anvil.AskAsync("evm_increaseTime", 100);
        await anvil.MineAsync();
        Assert.NotEqual(head.Hash, await reader.BlockHashAsync(head.Number, Cancel));
    }

    private static byte[] Root(int size) => ReferenceTree.Root(Leaves[..size]);

    private static async Task<PreparedAnchor> PrepareAsync(EthereumAnchorChain chain, int from, int to) => await chain.PrepareAsync(
        to, Root(to), from == 0 ? [] : ReferenceTree.Proof(from, Leaves[..to]), await chain.MinedNonceAsync(Cancel), null, Cancel);

    private static async Task<AnchorReceipt> AnchorAsync(Anvil anvil, EthereumAnchorChain chain, int from, int to)
    {
        var anchor = await PrepareAsync(chain, from, to);
        await chain.SubmitAsync(anchor.Raw, Cancel);
        await anvil.MineAsync();
        return (await chain.ReceiptAsync(anchor.Hash, Cancel))!;
    }

    private static async Task<string?> RevertAsync(Func<Task> question) => (await Assert.ThrowsAsync<ChainFaultException>(question)).ContractError;
}
