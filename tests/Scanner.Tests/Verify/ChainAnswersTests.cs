using Lotmark.Contracts.Evidence;
using Lotmark.Contracts.Tests.Evidence;

namespace Lotmark.Scanner.Tests.Verify;

/// <summary>What the browser makes of what the nodes of a chain answer, and of their silence.</summary>
public sealed class ChainAnswersTests
{
    private static readonly SyntheticLedger Ledger = new();
    private static readonly string Root = Convert.ToHexStringLower(Ledger.Root);
    private static readonly string OtherRoot = new('7', 64);
    private static readonly EvidenceBundle Good = Ledger.Bundle() with { Anchor = Ledger.Bundle().Anchor! with { RpcUrls = ["https://one.example/v1", "https://two.example/"] } };
    private static readonly Judge.Node Honest = new(SyntheticLedger.ChainId, [new(5, new('5', 64), 12), new(Ledger.Size, Root, 17)], 19);

    [Fact]
    public async Task Two_nodes_that_confirm_the_anchor_let_everything_pass()
    {
        var report = await Ask(Honest, Honest);

        Assert.Equal("passed", report.Verdict);
        Assert.Equal(["contract", "nodes", "chain", "code", "root", "compared", "final", "latest"], report.Steps.Skip(11).Select(s => s.Name));
        Assert.Equal(["key", "contract", "nodes"], report.Steps.Where(s => s.Outcome == "trust").Select(s => s.Name));
    }

    [Fact]
    public async Task A_trust_file_leaves_nothing_on_the_word_of_the_evidence()
    {
        var trust = Judge.Bytes(Ledger.Trust, "https://three.example", "https://four.example");
        var bundle = BundleJson.Bytes(BundleJson.Of(Good));
        var report = (await Judge.Of(new Judge.Case(bundle, trust, new { lot = SyntheticLedger.Lot }, new Dictionary<string, Judge.Node> { ["three.example"] = Honest, ["four.example"] = Honest }))).Single();
        Assert.Equal("passed", report.Verdict);
        Assert.All(report.Steps, s => Assert.Equal("passed", s.Outcome));

        foreach (var other in (TrustFile[])[Ledger.Trust with { ChainId = 1 }, Ledger.Trust with { Contract = "0x" + new string('1', 40) }])
        {
            var elsewhere = (await Judge.Of(new Judge.Case(bundle, Judge.Bytes(other, "https://one.example"), null, new Dictionary<string, Judge.Node> { ["one.example"] = Honest }))).Single();
            Assert.Equal(("contract failed", "failed"), (elsewhere.Last, elsewhere.Verdict));
        }
    }

    [Fact]
    public async Task Each_contradiction_fails_at_its_step()
    {
        await Fails("chain", Honest with { ChainId = 1 }, Honest);
        await Fails("chain", Honest, Honest with { ChainId = 1 });
        await Fails("code", Honest with { HasContract = false }, Honest);
        await Fails("root", With(new Judge.Anchor(Ledger.Size, OtherRoot, 17)), With(new Judge.Anchor(Ledger.Size, OtherRoot, 17)));
        await Fails("root", Honest, With(new Judge.Anchor(Ledger.Size, OtherRoot, 17)));
        await Fails("root", With(), With());
    }

    [Fact]
    public async Task What_cannot_be_reached_or_compared_is_never_shown_as_passed()
    {
        var silent = Honest with { Down = true };
        await Open("chain", "unreachable", silent, silent);
        await Open("compared", "silent", Honest, silent);
        await Open("compared", "silent", silent, Honest);
        await Open("compared", "behind", Honest, Honest with { Anchors = [.. Honest.Anchors, new(Ledger.Size + 3, OtherRoot, 18, Final: false)] });
        await Open("final", "unavailable", Honest with { Finalized = "unavailable" }, Honest);
        await Open("final", "young", Young, Young);
        await Open("final", "young", Honest, Young);
    }

    [Fact]
    public async Task Nodes_over_plain_HTTP_are_not_asked_unless_they_are_on_this_machine()
    {
        foreach (var (url, asked) in new[] { ("http://one.example", false), ("ftp://one.example", false), ("nonsense", false), ("http://127.0.0.1:8545", true), ("http://localhost:8545", true), ("https://one.example:8545", true) })
        {
            var host = url.Split("//")[^1];
            var bundle = Good with { Anchor = Good.Anchor! with { RpcUrls = [url] } };
            var report = (await Judge.Of(new Judge.Case(BundleJson.Bytes(BundleJson.Of(bundle)), Chain: new Dictionary<string, Judge.Node> { [host] = Honest }))).Single();
            Assert.Equal(asked ? "passed" : "partly", report.Verdict);
            Assert.Equal(asked ? "alone" : "unnamed", report.Of(asked ? "compared" : "chain").Why);
        }
    }

    [Fact]
    public async Task One_node_under_two_addresses_is_one_and_a_third_stands_in_for_one_that_is_silent()
    {
        var alone = await Ask(Good with { Anchor = Good.Anchor! with { RpcUrls = ["https://one.example/a", "https://one.example/b"] } }, ("one.example", Honest));
        Assert.Equal("alone", alone.Of("compared").Why);

        var three = await Ask(
            Good with { Anchor = Good.Anchor! with { RpcUrls = ["https://one.example", "https://two.example", "https://three.example"] } },
            ("one.example", Honest with { Down = true }), ("two.example", Honest), ("three.example", Honest));
        Assert.Equal(("passed", "passed"), (three.Of("compared").Outcome, three.Verdict));
    }

    [Fact]
    public async Task The_newest_final_tree_passes_while_the_next_still_settles_and_an_older_one_does_not()
    {
        var next = new Judge.Anchor(Ledger.Size + 3, OtherRoot, 18, Final: false);
        var settling = await Ask(Honest with { Anchors = [.. Honest.Anchors, next] }, Honest with { Anchors = [.. Honest.Anchors, next] });
        Assert.Equal(("passed", "open"), (settling.Verdict, settling.Of("latest").Outcome));

        var many = Honest with { Anchors = [.. Honest.Anchors, .. Enumerable.Range(1, 40).Select(i => new Judge.Anchor(Ledger.Size + i, OtherRoot, 17 + i))], Height = 60 };
        var outdated = await Ask(many, many);
        Assert.Equal(("partly", "open"), (outdated.Verdict, outdated.Of("latest").Outcome));
    }

    [Fact]
    public async Task What_the_evidence_itself_calls_young_may_not_be_on_the_chain_yet()
    {
        var young = Good with { Anchor = Good.Anchor! with { State = "mined" } };
        var report = await Ask(young, ("one.example", With()), ("two.example", With()));

        Assert.Equal(("partly", "open"), (report.Verdict, report.Of("root").Outcome));
    }

    [Fact]
    public async Task Without_an_anchor_or_freshness_nothing_is_called_passed()
    {
        var early = await Ask(Good with { Anchor = null, Freshness = null });
        var withheld = await Ask(Good with { Freshness = null }, ("one.example", Honest), ("two.example", Honest));

        Assert.Equal(("partly", "early"), (early.Verdict, early.Of("freshness").Why));
        Assert.Equal(("partly", "withheld"), (withheld.Verdict, withheld.Of("freshness").Why));
    }

    [Fact]
    public async Task An_absence_is_compared_with_the_chain_too()
    {
        var absence = Ledger.Absence() with { Anchor = Good.Anchor! };
        var report = await Ask(absence, ("one.example", Honest), ("two.example", Honest));

        Assert.Equal(("passed", "passed"), (report.Of("absent").Outcome, report.Verdict));
    }

    private static readonly Judge.Node Young = With(new Judge.Anchor(Ledger.Size, Root, 17, Final: false));

    private static Judge.Node With(params Judge.Anchor[] anchors) => Honest with { Anchors = [Honest.Anchors[0], .. anchors] };

    private static Task<Judge.Report> Ask(Judge.Node one, Judge.Node two) => Ask(Good, ("one.example", one), ("two.example", two));

    private static async Task<Judge.Report> Ask(EvidenceFile file, params (string Host, Judge.Node Node)[] nodes) =>
        (await Judge.Of(new Judge.Case(BundleJson.Bytes(BundleJson.Of(file)), Chain: nodes.ToDictionary(n => n.Host, n => n.Node)))).Single();

    private static async Task Fails(string step, Judge.Node one, Judge.Node two)
    {
        var report = await Ask(one, two);
        Assert.Equal(($"{step} failed", "failed"), (report.Last, report.Verdict));
    }

    private static async Task Open(string step, string why, Judge.Node one, Judge.Node two)
    {
        var report = await Ask(one, two);
        Assert.Equal(("partly", "open", why), (report.Verdict, report.Of(step).Outcome, report.Of(step).Why));
    }
}
