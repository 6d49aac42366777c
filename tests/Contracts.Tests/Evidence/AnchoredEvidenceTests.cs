using Lotmark.Contracts.Chain;
using Lotmark.Contracts.Evidence;
using Lotmark.Contracts.Tests.Chain;

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
        Assert.Equal("root", Failure(await EvidenceCheck.OnChainAsync(bundle, trust, node, Cancel)));

        await AnchorAsync(anvil, chain, Ledger);
        var fresh = await EvidenceCheck.OnChainAsync(bundle, trust, node, Cancel);
        Assert.True(EvidenceCheck.Holds(fresh));
        Assert.Equal("final", Assert.Single(fresh, s => s.Outcome == CheckOutcome.NotChecked).Name);

        await anvil.MineAsync(4);
        Assert.All(await EvidenceCheck.OnChainAsync(bundle, trust, node, Cancel), s => Assert.Equal(CheckOutcome.Passed, s.Outcome));
    }

    [Fact]
    public async Task Evidence_of_another_history_or_contract_does_not_hold()
    {
        await using var anvil = await Anvil.StartAsync();
        var chain = await anvil.DeployAsync();
        await AnchorAsync(anvil, chain, new SyntheticLedger(24), size: Ledger.Size);
        var node = new EthereumRootReader(anvil.Http, anvil.Url);

        Assert.Equal("root", Failure(await EvidenceCheck.OnChainAsync(In(chain), null, node, Cancel)));
        var elsewhere = Ledger.Bundle();
        Assert.Equal("code", Failure(await EvidenceCheck.OnChainAsync(elsewhere with { Anchor = elsewhere.Anchor! with { Contract = chain.Sender! } }, null, node, Cancel)));
    }

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
