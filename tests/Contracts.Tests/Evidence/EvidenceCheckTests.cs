using System.Text;
using CsCheck;
using Lotmark.Contracts.Evidence;
using Lotmark.Contracts.Freshness;
using Lotmark.Contracts.Tests.Tree;

namespace Lotmark.Contracts.Tests.Evidence;

public sealed class EvidenceCheckTests
{
    private static readonly SyntheticLedger Ledger = new();
    private static readonly EvidenceBundle Good = Ledger.Bundle();

    [Fact]
    public void A_true_bundle_holds_in_every_step()
    {
        var steps = EvidenceCheck.Offline(Good, Ledger.Trust);
        Assert.Equal(["format", "entries", "lot", "versions", "previous", "key", "checkpoint", "inclusion", "freshness", "anchor"], steps.Select(s => s.Name));
        Assert.All(steps, s => Assert.Equal(CheckOutcome.Passed, s.Outcome));
    }

    [Fact]
    public void Without_a_trust_file_the_key_is_the_bundles_own_word()
    {
        var steps = EvidenceCheck.Offline(Good, null);
        Assert.True(EvidenceCheck.Holds(steps));
        Assert.Equal("key", Assert.Single(steps, s => s.Outcome == CheckOutcome.TakenOnTrust).Name);
    }

    [Fact]
    public void Without_freshness_and_anchor_the_gap_is_named()
    {
        var steps = EvidenceCheck.Offline(Good with { Freshness = null, Anchor = null }, Ledger.Trust);
        Assert.True(EvidenceCheck.Holds(steps));
        Assert.Equal(["freshness", "anchor"], steps.Where(s => s.Outcome == CheckOutcome.NotChecked).Select(s => s.Name));
    }

    [Fact]
    public void An_anchored_bundle_without_freshness_shows_less_and_says_so()
    {
        var steps = EvidenceCheck.Offline(Good with { Freshness = null }, Ledger.Trust);

        Assert.True(EvidenceCheck.Holds(steps));
        Assert.Contains("may be hidden", Assert.Single(steps, s => s.Name == "freshness" && s.Outcome == CheckOutcome.NotChecked).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void An_older_entry_shown_as_the_newest_fails_at_freshness() => FailsAt("freshness", Ledger.BundleThatHidesTheNewest());

    [Fact]
    public void Each_untruth_fails_at_its_step_and_ends_the_check()
    {
        var other = new SyntheticLedger(24);
        FailsAt("format", Good with { Entries = [] });
        FailsAt("entries", Good with { Entries = [.. Good.Entries.SkipLast(1), [.. Good.Entries[^1], (byte)'\n']] });
        FailsAt("entries", Good with { Entries = ["{}"u8.ToArray()] });
        FailsAt("lot", Good with { Lot = "01/09520123451011/10/NO-SAL-2611A" });
        FailsAt("versions", Good with { Entries = [.. Good.Entries.Skip(1)] });
        FailsAt("versions", Good with { Entries = [.. Good.Entries.Reverse()] });
        FailsAt("versions", Good with { Entries = [Good.Entries[0], .. Good.Entries] });
        FailsAt("previous", Good with { Entries = [Changed(Good.Entries[0], "Callao", "Lima"), .. Good.Entries.Skip(1)] });
        FailsAt("key", Good with { Key = Good.Key[..^1] });
        FailsAt("checkpoint", Good with { Proof = Good.Proof.Replace("index", "Index", StringComparison.Ordinal) });
        FailsAt("checkpoint", Good with { Proof = Ledger.Proof(18, Ledger.Checkpoint(Ledger.Size, Ledger.Root, "ledger.example/wood")) });
        FailsAt("inclusion", Good with { Entries = [.. Good.Entries.SkipLast(1), Changed(Good.Entries[^1], "Callao", "Lima")] });
        FailsAt("inclusion", Good with { Proof = Ledger.Proof(17, Ledger.Checkpoint(Ledger.Size, Ledger.Root)) });
        FailsAt("inclusion", Good with { Proof = Ledger.Proof(18, Ledger.Checkpoint(other.Size, other.Root)) });
        FailsAt("freshness", Good with { Freshness = other.Bundle().Freshness });
        FailsAt("freshness", Good with { Freshness = Good.Freshness! with { Epoch = Good.Entries[^1] } });
        FailsAt("freshness", Good with { Freshness = Good.Freshness! with { Map = Ledger.Map.Prove(LotMapHash.Key("another")) } });
        FailsAt("anchor", Good with { Anchor = Good.Anchor! with { Size = Ledger.Size - 1 } });
        FailsAt("anchor", Good with { Anchor = Good.Anchor! with { Root = other.Root } });
    }

    [Fact]
    public void A_key_that_the_trust_file_does_not_name_fails()
    {
        var stranger = new Lotmark.Contracts.Notes.NoteSigner("ledger.example/food", [.. Enumerable.Repeat((byte)7, 32)]).Key;
        Assert.Equal("key", EvidenceCheck.Offline(Good, Ledger.Trust with { Key = stranger })[^1].Name);
    }

    [Fact]
    public void No_change_of_a_single_byte_of_what_is_proven_holds() =>
        MutatedBundle.Sample(bundle => !EvidenceCheck.Holds(EvidenceCheck.Offline(bundle, Ledger.Trust)), iter: 20_000);

    // Flipped characters of the file itself: what still holds must read as the same evidence.
    [Fact]
    public void No_change_of_a_character_of_the_file_holds_unless_it_reads_the_same()
    {
        var file = BundleJson.Bytes(BundleJson.Of(Good));
        var same = Meaning(Good);
        Gen.Select(Gen.Int[0, file.Length - 1], Gen.Int[1, 127]).Sample((at, change) =>
        {
            byte[] changed = [.. file];
            changed[at] ^= (byte)change;
            return !EvidenceBundle.TryParse(changed, out var bundle, out _)
                || !EvidenceCheck.Holds(EvidenceCheck.Offline(bundle, Ledger.Trust))
                || Meaning(bundle) == same;
        }, iter: 20_000);
    }

    [Fact]
    public void The_facts_are_those_of_the_newest_entry_and_cannot_steer_a_terminal()
    {
        Assert.Equal(
            ["lot", "type", "version", "recordedAt", "celsius", "site"],
            EvidenceCheck.Facts(Good).Select(f => f.Key));
        Assert.Equal("7", EvidenceCheck.Facts(Good)[2].Value);
        var hostile = Good with { Entries = [Changed(Good.Entries[^1], "Callao", "\u009b31mred\u007f")] };
        Assert.DoesNotContain(EvidenceCheck.Facts(hostile), f => f.Value.Any(char.IsControl));
        Assert.Empty(EvidenceCheck.Facts(Good with { Entries = [[]] }));
        Assert.Empty(EvidenceCheck.Facts(Good with { Entries = [] }));
    }

    private static Gen<EvidenceBundle> MutatedBundle => Gen.OneOf(
        Gen.Select(Gen.Int[0, Good.Entries.Count - 1], Gen.Int[0, 4095], (i, bit) => Good with { Entries = With(Good.Entries, i, bit) }),
        Gen.Int[0, Good.Entries.Count - 1].Select(i => Good with { Entries = [.. Good.Entries.Where((_, at) => at != i)] }),
        Gen.Select(Gen.Int[0, Good.Entries.Count - 1], Gen.Int[0, Good.Entries.Count - 1]).Where((i, j) => i != j).Select((i, j) => Good with { Entries = Swapped(Good.Entries, i, j) }),
        Gen.Select(Gen.Int[0, Good.Proof.Length - 1], Gen.Int[1, 127], (at, change) => Good with { Proof = Flipped(Good.Proof, at, change) }),
        Gen.Select(Gen.Int[0, Good.Key.Length - 1], Gen.Int[1, 127], (at, change) => Good with { Key = Flipped(Good.Key, at, change) }),
        Gen.Select(Gen.Int[0, Good.Lot.Length - 1], Gen.Int[1, 127], (at, change) => Good with { Lot = Flipped(Good.Lot, at, change) }),
        Gen.Int[0, 255].Select(bit => Good with { Anchor = Good.Anchor! with { Root = ProofMutations.Flipped(Good.Anchor.Root, bit) } }),
        Gen.Int[0, 62].Select(bit => Good with { Anchor = Good.Anchor! with { Size = Good.Anchor.Size ^ 1L << bit } }),
        MutatedFreshness.Select(freshness => Good with { Freshness = freshness }));

    private static Gen<FreshnessEvidence> MutatedFreshness
    {
        get
        {
            var good = Good.Freshness!;
            var (siblings, terminal) = (good.Map.Siblings, good.Map.Terminal!);
            return Gen.OneOf(
                Gen.Int[0, 8 * good.Epoch.Length - 1].Select(bit => good with { Epoch = ProofMutations.Flipped(good.Epoch, bit) }),
                OneOf(ProofMutations.Of([.. good.Inclusion])).Select(path => good with { Inclusion = path }),
                OneOf(ProofMutations.Of([.. siblings])).Select(hashes => good with { Map = good.Map with { Siblings = hashes } }),
                Gen.Int[0, 255].Select(bit => good with { Map = good.Map with { Terminal = terminal with { Key = ProofMutations.Flipped(terminal.Key, bit) } } }),
                Gen.Int[0, 255].Select(bit => good with { Map = good.Map with { Terminal = terminal with { Value = ProofMutations.Flipped(terminal.Value, bit) } } }),
                Gen.Const(good with { Map = good.Map with { Terminal = null } }));
        }
    }

    private static Gen<byte[][]> OneOf(IEnumerable<byte[][]> paths)
    {
        byte[][][] all = [.. paths];
        return Gen.Int[0, all.Length - 1].Select(i => all[i]);
    }

    private static void FailsAt(string step, EvidenceBundle bundle)
    {
        var steps = EvidenceCheck.Offline(bundle, Ledger.Trust);
        Assert.Equal(step, Assert.Single(steps, s => s.Outcome == CheckOutcome.Failed).Name);
        Assert.Equal(step, steps[^1].Name);
    }

    // What the anchor says beside size and root is compared with the chain, not here.
    private static string Meaning(EvidenceBundle bundle) => BundleJson.Of(bundle with
    {
        Anchor = bundle.Anchor is null ? null : bundle.Anchor with { ChainId = 0, Contract = "", Transaction = null, Block = null, State = null, RpcUrls = [] },
    }).ToJsonString();

    private static byte[] Changed(byte[] entry, string from, string to) =>
        Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(entry).Replace(from, to, StringComparison.Ordinal));

    private static byte[][] With(IReadOnlyList<byte[]> entries, int index, int bit) =>
        [.. entries.Take(index), ProofMutations.Flipped(entries[index], bit), .. entries.Skip(index + 1)];

    private static byte[][] Swapped(IReadOnlyList<byte[]> entries, int i, int j)
    {
        byte[][] swapped = [.. entries];
        (swapped[i], swapped[j]) = (swapped[j], swapped[i]);
        return swapped;
    }

    private static string Flipped(string text, int at, int change) => text[..at] + (char)(text[at] ^ change) + text[(at + 1)..];
}
