using CsCheck;
using Lotmark.Contracts.Evidence;

namespace Lotmark.Contracts.Tests.Evidence;

public sealed class ChainCheckTests
{
    private static readonly SyntheticLedger Ledger = new();
    private static readonly EvidenceBundle Good = Ledger.Bundle();
    private static readonly DateTimeOffset Now = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);
    private static readonly AnchoredTree Anchored = new(Ledger.Size, Now.AddMinutes(-90), 17);
    private static readonly Node Honest = new() { Name = "first", Root = Ledger.Root, Finalized = Ledger.Root, Latest = Anchored, Anchored = Anchored, Height = 19 };

    [Theory, InlineData("bundle"), InlineData("absence")]
    public async Task An_anchor_that_the_chain_confirms_holds_in_every_step(string kind)
    {
        var steps = await Check(kind == "bundle" ? Good : Ledger.Absence(), Honest, Honest with { Name = "second" });
        Assert.Equal(["contract", "chain", "code", "compared", "root", "final", "latest"], steps.Select(s => s.Name));
        Assert.All(steps, s => Assert.Equal(CheckOutcome.Passed, s.Outcome));
    }

    [Fact]
    public async Task A_single_node_is_compared_with_nobody_and_that_is_said() => Assert.Contains("only first was asked", await Open("compared", Good, Honest), StringComparison.Ordinal);

    [Fact]
    public async Task What_is_not_final_yet_is_told_with_its_depth()
    {
        var fresh = Honest with { Finalized = null };
        Assert.Equal("anchored, not final yet: 3 blocks deep", await Open("final", Good, fresh, fresh with { Name = "second" }));
        Assert.Equal("anchored, not final yet: 1 block deep", await Open("final", Good, Honest, fresh with { Name = "second", Height = 17 }));
        Assert.Equal("anchored, not final yet", await Open("final", Good, fresh with { Height = 3 }, fresh with { Name = "second" }));
    }

    [Fact]
    public async Task An_older_tree_is_told_with_its_age()
    {
        var newer = Honest with { Latest = new(Ledger.Size + 5, Now, 18) };
        Assert.Equal(
            $"a tree of {Ledger.Size + 5} leaves has been anchored since: what stands here is how it was at 2026-11-25 10:30:00 UTC, 90 minutes ago",
            await Open("latest", Good, newer, newer with { Name = "second" }));
    }

    [Fact]
    public async Task What_is_not_anchored_is_not_asked() =>
        Assert.Equal("in the log, not yet anchored", await Open("chain", Good with { Anchor = null }, Honest));

    [Fact]
    public async Task Without_a_trust_file_the_contract_is_the_files_own_word()
    {
        var steps = await EvidenceCheck.OnChainAsync(Good, null, [Honest], new Clock(), TestContext.Current.CancellationToken);
        Assert.Equal((true, "contract"), (EvidenceCheck.Holds(steps), Assert.Single(steps, s => s.Outcome == CheckOutcome.TakenOnTrust).Name));
    }

    [Fact]
    public async Task Each_contradiction_fails_at_its_step_and_ends_the_check()
    {
        await FailsAt("contract", Good with { Anchor = Good.Anchor! with { ChainId = 1 } }, Honest);
        await FailsAt("contract", Good with { Anchor = Good.Anchor! with { Contract = "0x" + new string('0', 40) } }, Honest);
        await FailsAt("chain", Good, Honest with { ChainId = 1 });
        await FailsAt("code", Good, Honest with { HasContract = false });
        await FailsAt("root", Good, Honest with { Root = null });
        await FailsAt("root", Good, Honest with { Root = new byte[32] });
        await FailsAt("final", Good, Honest with { Finalized = new byte[32] });
        await FailsAt("latest", Good, Honest with { Latest = Anchored with { Size = 1 } });
        await FailsAt("latest", Good, Honest with { Latest = null });
        await FailsAt("freshness", Ledger.BundleThatHidesTheNewest(), Honest);
    }

    [Fact]
    public async Task Nodes_that_contradict_each_other_are_both_named()
    {
        var other = Honest with { Name = "second" };
        await BothNamed(other with { Root = new byte[32] });
        await BothNamed(other with { Root = null });
        await BothNamed(other with { Finalized = new byte[32] });
        await BothNamed(other with { Latest = new(Ledger.Size + 1, Now, 18) });
        await BothNamed(other with { Latest = null });
        await FailsAt("chain", Good, Honest, other with { ChainId = 1 });
        await FailsAt("code", Good, Honest, other with { HasContract = false });
    }

    [Fact]
    public async Task The_case_of_an_address_does_not_matter() =>
        Assert.True(EvidenceCheck.Holds(await Check(Good with { Anchor = Good.Anchor! with { Contract = "0x" + Good.Anchor.Contract[2..].ToUpperInvariant() } }, Honest)));

    [Fact]
    public async Task No_other_chain_or_contract_than_the_pinned_one_holds() =>
        await Gen.OneOf(
            Gen.Int[0, 62].Select(bit => Good.Anchor! with { ChainId = Good.Anchor!.ChainId ^ 1L << bit }),
            Gen.Select(Gen.Int[2, 41], Gen.Int[0, 15]).Select((at, digit) => Good.Anchor! with { Contract = $"{Good.Anchor!.Contract[..at]}{digit:x}{Good.Anchor.Contract[(at + 1)..]}" }))
        .SampleAsync(async anchor =>
            !EvidenceCheck.Holds(await Check(Good with { Anchor = anchor }, Honest with { ChainId = anchor.ChainId }))
            || (anchor.ChainId == SyntheticLedger.ChainId && anchor.Contract.Equals(SyntheticLedger.Contract, StringComparison.OrdinalIgnoreCase)), iter: 2_000);

    private static Task<IReadOnlyList<CheckStep>> Check(EvidenceFile file, params Node[] nodes) =>
        EvidenceCheck.OnChainAsync(file, Ledger.Trust, nodes, new Clock(), TestContext.Current.CancellationToken);

    private static async Task<string> Open(string step, EvidenceFile file, params Node[] nodes)
    {
        var steps = await Check(file, nodes);
        Assert.True(EvidenceCheck.Holds(steps));
        var open = steps.Where(s => s.Outcome != CheckOutcome.Passed).ToList();
        return Assert.Single(open, s => s.Name == step).Detail;
    }

    private static async Task<string> FailsAt(string step, EvidenceFile file, params Node[] nodes)
    {
        var steps = await Check(file, nodes);
        Assert.False(EvidenceCheck.Holds(steps));
        Assert.Equal(step, steps[^1].Name);
        return steps[^1].Detail;
    }

    private static async Task BothNamed(Node second)
    {
        var detail = await FailsAt("compared", Good, Honest, second);
        Assert.Contains("first", detail, StringComparison.Ordinal);
        Assert.Contains("second", detail, StringComparison.Ordinal);
    }

    private sealed class Clock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }

    private sealed record Node : IRootReader
    {
        public required string Name { get; init; }
        public long ChainId { get; init; } = SyntheticLedger.ChainId;
        public bool HasContract { get; init; } = true;
        public long Height { get; init; }
        public byte[]? Root { get; init; }
        public byte[]? Finalized { get; init; }
        public AnchoredTree? Latest { get; init; }
        public AnchoredTree? Anchored { get; init; }

        public Task<long> ChainIdAsync(CancellationToken cancel) => Task.FromResult(ChainId);
        public Task<long> HeightAsync(CancellationToken cancel) => Task.FromResult(Height);
        public Task<bool> HasContractAsync(string contract, CancellationToken cancel) => Task.FromResult(HasContract);
        public Task<byte[]?> RootAtAsync(string contract, long size, bool finalized, CancellationToken cancel) => Task.FromResult(finalized ? Finalized : Root);
        public Task<AnchoredTree?> LatestAsync(string contract, CancellationToken cancel) => Task.FromResult(Latest);
        public Task<AnchoredTree?> AnchorOfAsync(string contract, long size, CancellationToken cancel) => Task.FromResult(Anchored);
    }
}
