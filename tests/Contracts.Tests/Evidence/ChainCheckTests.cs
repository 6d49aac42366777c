using Lotmark.Contracts.Evidence;

namespace Lotmark.Contracts.Tests.Evidence;

public sealed class ChainCheckTests
{
    private static readonly SyntheticLedger Ledger = new();
    private static readonly EvidenceBundle Good = Ledger.Bundle();
    private static readonly Node Honest = new() { Root = Ledger.Root, Finalized = Ledger.Root, Latest = Ledger.Size };

    [Fact]
    public async Task An_anchor_that_the_chain_confirms_holds_in_every_step()
    {
        var steps = await Check(Good, Honest);
        Assert.Equal(["contract", "chain", "code", "root", "final", "latest"], steps.Select(s => s.Name));
        Assert.All(steps, s => Assert.Equal(CheckOutcome.Passed, s.Outcome));
    }

    [Fact]
    public async Task What_the_chain_cannot_tell_yet_is_not_checked()
    {
        Assert.Equal("final", Open(await Check(Good, Honest with { Finalized = null })));
        Assert.Equal("latest", Open(await Check(Good, Honest with { Latest = null })));
        Assert.Equal("latest", Open(await Check(Good, Honest with { Latest = Ledger.Size + 1 })));
        Assert.Equal("chain", Open(await Check(Good with { Anchor = null }, Honest)));
    }

    [Fact]
    public async Task Without_a_trust_file_the_contract_is_the_bundles_own_word()
    {
        var steps = await EvidenceCheck.OnChainAsync(Good, null, Honest, TestContext.Current.CancellationToken);
        Assert.Equal((true, "contract"), (EvidenceCheck.Holds(steps), Assert.Single(steps, s => s.Outcome == CheckOutcome.TakenOnTrust).Name));
    }

    [Fact]
    public async Task Each_contradiction_fails_at_its_step_and_ends_the_check()
    {
        Assert.Equal("contract", Failure(await Check(Good with { Anchor = Good.Anchor! with { ChainId = 1 } }, Honest)));
        Assert.Equal("contract", Failure(await Check(Good with { Anchor = Good.Anchor! with { Contract = "0x" + new string('0', 40) } }, Honest)));
        Assert.Equal("chain", Failure(await Check(Good, Honest with { ChainId = 1 })));
        Assert.Equal("code", Failure(await Check(Good, Honest with { HasContract = false })));
        Assert.Equal("root", Failure(await Check(Good, Honest with { Root = null })));
        Assert.Equal("root", Failure(await Check(Good, Honest with { Root = new byte[32] })));
        Assert.Equal("final", Failure(await Check(Good, Honest with { Finalized = new byte[32] })));
        Assert.Equal("latest", Failure(await Check(Good, Honest with { Latest = 1 })));
        Assert.Equal("freshness", Failure(await Check(Ledger.BundleThatHidesTheNewest(), Honest)));
    }

    [Fact]
    public async Task The_case_of_an_address_does_not_matter() =>
        Assert.True(EvidenceCheck.Holds(await Check(Good with { Anchor = Good.Anchor! with { Contract = "0x" + Good.Anchor.Contract[2..].ToUpperInvariant() } }, Honest)));

    private static Task<IReadOnlyList<CheckStep>> Check(EvidenceBundle bundle, Node chain) =>
        EvidenceCheck.OnChainAsync(bundle, Ledger.Trust, chain, TestContext.Current.CancellationToken);

    private static string Open(IReadOnlyList<CheckStep> steps) => Assert.Single(steps, s => s.Outcome != CheckOutcome.Passed && EvidenceCheck.Holds(steps)).Name;

    private static string Failure(IReadOnlyList<CheckStep> steps)
    {
        Assert.False(EvidenceCheck.Holds(steps));
        return steps[^1].Name;
    }

    private sealed record Node : IRootReader
    {
        public long ChainId { get; init; } = SyntheticLedger.ChainId;
        public bool HasContract { get; init; } = true;
        public byte[]? Root { get; init; }
        public byte[]? Finalized { get; init; }
        public long? Latest { get; init; }

        public string Name => "node";
        public Task<long> ChainIdAsync(CancellationToken cancel) => Task.FromResult(ChainId);
        public Task<bool> HasContractAsync(string contract, CancellationToken cancel) => Task.FromResult(HasContract);
        public Task<byte[]?> RootAtAsync(string contract, long size, bool finalized, CancellationToken cancel) => Task.FromResult(finalized ? Finalized : Root);
        public Task<long?> LatestSizeAsync(string contract, CancellationToken cancel) => Task.FromResult(Latest);
    }
}
