using Lotmark.Contracts.Chain;
using Lotmark.Contracts.Evidence;
using Lotmark.Contracts.Tests.Chain;
using Lotmark.Contracts.Tiles;
using Lotmark.Contracts.Tree;

namespace Lotmark.Contracts.Tests.Evidence;

/// <summary>Evidence against the real contract on a dev chain.</summary>
public sealed class AnchoredEvidenceTests
{
    private static readonly SyntheticLedger Ledger = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Evidence_holds_against_the_chain_first_as_not_yet_final_and_then_as_final()
    {
        await using var anvil = await Anvil.StartAsync();
        var chain = await anvil.DeployAsync();
        var (bundle, trust, node) = (In(chain), Ledger.Trust with { Contract = chain.Contract }, new EthereumRootReader(anvil.Http, anvil.Url));
        Assert.Equal("root", Failure(await CheckAsync(bundle, trust, node)));

        await AnchorAsync(anvil, chain, Ledger);
        var fresh = await CheckAsync(bundle, trust, node, node);
        Assert.True(EvidenceCheck.Holds(fresh));
        Assert.Equal(("final", "anchored, not final yet: 1 block deep"), Open(fresh));

        await anvil.MineAsync(4);
        Assert.All(await CheckAsync(bundle, trust, node, node), s => Assert.Equal(CheckOutcome.Passed, s.Outcome));
    }

    [Fact]
    public async Task Evidence_of_another_history_or_contract_does_not_hold()
    {
        await using var anvil = await Anvil.StartAsync();
        var chain = await anvil.DeployAsync();
        await AnchorAsync(anvil, chain, new SyntheticLedger(24), size: Ledger.Size);
        var node = new EthereumRootReader(anvil.Http, anvil.Url);

        Assert.Equal("root", Failure(await CheckAsync(In(chain), null, node)));
        var elsewhere = Ledger.Bundle();
        Assert.Equal("code", Failure(await CheckAsync(elsewhere with { Anchor = elsewhere.Anchor! with { Contract = chain.Sender! } }, null, node)));
    }

    [Fact]
    public async Task An_anchor_among_many_is_found_with_its_time_and_what_came_after_is_told()
    {
        await using var anvil = await Anvil.StartAsync();
        var chain = await anvil.DeployAsync();
        var growing = TileTree.Empty();
        var roots = new Dictionary<long, byte[]>();
        var tiles = new List<byte>();
        for (var size = 1L; size <= 9; size++)
        {
            var leaf = MerkleTree.LeafHash([(byte)size]);
            growing.Append(leaf);
            tiles.AddRange(leaf);
            roots[size] = growing.Root();
            byte[] hashes = [.. tiles];
            var proof = size == 1 ? [] : TileProofs.Consistency(size - 1, size, _ => hashes);
            var anchor = await chain.PrepareAsync(size, roots[size], proof, await chain.MinedNonceAsync(Cancel), null, Cancel);
            await chain.SubmitAsync(anchor.Raw, Cancel);
            await anvil.MineAsync();
        }

        var node = new EthereumRootReader(anvil.Http, anvil.Url);
        var blocks = new List<long>();
        for (var size = 1L; size <= 9; size++) blocks.Add((await node.AnchorOfAsync(chain.Contract, size, Cancel))!.Block);
        Assert.Equal(Enumerable.Range(0, 9).Select(i => blocks[0] + i), blocks);
        Assert.Null(await node.AnchorOfAsync(chain.Contract, 10, Cancel));
        Assert.Equal(9, (await node.LatestAsync(chain.Contract, Cancel))!.Size);
        Assert.Equal(blocks[^1], await node.HeightAsync(Cancel));
    }

    private static Task<IReadOnlyList<CheckStep>> CheckAsync(EvidenceBundle bundle, TrustFile? trust, params IRootReader[] nodes) =>
        EvidenceCheck.OnChainAsync(bundle, trust, nodes, TimeProvider.System, Cancel);

    private static (string, string) Open(IReadOnlyList<CheckStep> steps) => steps.Where(s => s.Outcome == CheckOutcome.NotChecked).Select(s => (s.Name, s.Detail)).Single();

    private static EvidenceBundle In(EthereumAnchorChain chain)
    {
        var bundle = Ledger.Bundle();
        return bundle with { Anchor = bundle.Anchor! with { Contract = chain.Contract } };
    }

    private static async Task AnchorAsync(Anvil anvil, EthereumAnchorChain chain, SyntheticLedger ledger, long? size = null)
    {
        var anchor = await chain.PrepareAsync(size ?? ledger.Size, ledger.Root, [], await chain.MinedNonceAsync(Cancel), null, Cancel);
        await chain.SubmitAsync(anchor.Raw, Cancel);
        await anvil.MineAsync();
    }

    private static string Failure(IReadOnlyList<CheckStep> steps) => Assert.Single(steps, s => s.Outcome == CheckOutcome.Failed).Name;
}
