using CsCheck;
using Lotmark.Contracts.Evidence;
using Lotmark.Contracts.Freshness;
using Lotmark.Contracts.Tests.Tree;

namespace Lotmark.Contracts.Tests.Evidence;

/// <summary>What is right holds, and nothing near it.</summary>
public sealed class EvidenceMutationTests
{
    private static readonly SyntheticLedger Ledger = new();
    private static readonly EvidenceBundle Good = Ledger.Bundle();
    private static readonly AbsenceEvidence Absence = Ledger.Absence();

    [Fact]
    public void No_change_of_a_single_byte_of_what_is_proven_holds() => MutatedBundle.Sample(Fails, iter: 20_000);

    [Fact]
    public void No_change_of_a_single_byte_of_an_absence_holds() => MutatedAbsence.Sample(Fails, iter: 5_000);

    [Theory, InlineData("bundle"), InlineData("overlap"), InlineData("absence"), InlineData("receipt")]
    public void No_change_of_a_character_of_the_file_holds_unless_it_reads_the_same(string kind)
    {
        var good = File(kind);
        var bytes = BundleJson.Bytes(BundleJson.Of(good));
        Gen.Select(Gen.Int[0, bytes.Length - 1], Gen.Int[1, 127]).Sample((at, change) =>
        {
            byte[] changed = [.. bytes];
            changed[at] ^= (byte)change;
            return FailsOrReadsAs(good, changed);
        }, iter: 5_000);
    }

    [Theory, InlineData("bundle"), InlineData("overlap"), InlineData("absence"), InlineData("receipt")]
    public void No_change_of_the_structure_of_the_file_holds_unless_it_reads_the_same(string kind)
    {
        var good = File(kind);
        JsonMutations.Of(BundleJson.Of(good)).Sample(changed => FailsOrReadsAs(good, changed), iter: 8_000);
    }

    private static EvidenceFile File(string kind) => kind switch
    {
        "bundle" => Good,
        "overlap" => Ledger.BundleInOverlap(SyntheticLedger.Signer(0), SyntheticLedger.Signer(1), SyntheticLedger.Signer(1)),
        "absence" => Absence,
        _ => Ledger.Receipt(),
    };

    private static bool Fails(EvidenceFile file) => !EvidenceCheck.Holds(EvidenceCheck.Offline(file, Ledger.Trust));

    private static bool FailsOrReadsAs(EvidenceFile good, byte[] changed) =>
        !EvidenceFile.TryParse(changed, out var file, out _) || Fails(file) || Meaning(file) == Meaning(good) || IsAsTrue(file) || ShowsLess(good, file);

    // What the anchor says beside size and root is compared with the chain, not here; a signature line by a key that is not pinned says nothing.
    private static string Meaning(EvidenceFile file)
    {
        file = file.Anchor is null ? file : file with { Anchor = file.Anchor with { ChainId = 0, Contract = "", Transaction = null, Block = null, State = null, RpcUrls = [] } };
        return BundleJson.Of(file switch
        {
            EvidenceBundle bundle => bundle with { Proof = Pinned(bundle.Proof) },
            ReceiptEvidence receipt => receipt with { Proof = Pinned(receipt.Proof) },
            AbsenceEvidence absence => absence with { Checkpoint = Pinned(absence.Checkpoint) },
            _ => file,
        }).ToJsonString();
    }

    private static string Pinned(string note)
    {
        var end = note.LastIndexOf("\n\n", StringComparison.Ordinal) + 2;
        var pinned = SyntheticLedger.Signer(0).Sign(note[..(end - 1)]);
        return note[..end] + string.Concat(note[end..].Split('\n').Where(line => pinned.EndsWith($"\n{line}\n", StringComparison.Ordinal)));
    }

    // The place of one lot that is not there may be that of another.
    private static bool IsAsTrue(EvidenceFile file) =>
        file is AbsenceEvidence absence && Meaning(absence with { Lot = Absence.Lot }) == Meaning(Absence)
        && Ledger.Map.Prove(LotMapHash.Key(absence.Lot)).Evaluate(absence.Lot, Ledger.Map.Root) is LotMapAnswer.Absent;

    // A bundle whose freshness or anchor is null holds as less, and says so.
    private static bool ShowsLess(EvidenceFile good, EvidenceFile file) =>
        (good, file) is (EvidenceBundle more, EvidenceBundle less) && (less.Freshness is null || less.Anchor is null)
        && Meaning(less with { Freshness = more.Freshness, Anchor = more.Anchor }) == Meaning(more)
        && EvidenceCheck.Offline(less, Ledger.Trust).Any(s => s.Outcome == CheckOutcome.NotChecked);

    private static Gen<EvidenceBundle> MutatedBundle => Gen.OneOf(
        Gen.Select(Gen.Int[0, Good.Entries.Count - 1], Gen.Int[0, 4095], (i, bit) => Good with { Entries = With(Good.Entries, i, bit) }),
        Gen.Int[0, Good.Entries.Count - 1].Select(i => Good with { Entries = [.. Good.Entries.Where((_, at) => at != i)] }),
        Gen.Select(Gen.Int[0, Good.Entries.Count - 1], Gen.Int[0, Good.Entries.Count - 1]).Where((i, j) => i != j).Select((i, j) => Good with { Entries = Swapped(Good.Entries, i, j) }),
        Flipped(Good.Proof).Select(proof => Good with { Proof = proof }),
        Flipped(Good.Key).Select(key => Good with { Key = key }),
        Flipped(Good.Lot).Select(lot => Good with { Lot = lot }),
        MutatedAnchor.Select(anchor => Good with { Anchor = anchor }),
        MutatedFreshness(Good.Freshness!).Select(freshness => Good with { Freshness = freshness }));

    private static Gen<AbsenceEvidence> MutatedAbsence => Gen.OneOf(
        Flipped(Absence.Checkpoint).Select(checkpoint => Absence with { Checkpoint = checkpoint }),
        Flipped(Absence.Key).Select(key => Absence with { Key = key }),
        Gen.OneOf(Gen.Const(SyntheticLedger.Lot), Gen.Const("01/09520123451011/10/NO-SAL-2611A"), Gen.Const("01/09520123451257/10/BR2608B13")).Select(lot => Absence with { Lot = lot }),
        MutatedAnchor.Select(anchor => Absence with { Anchor = anchor }),
        MutatedFreshness(Absence.Freshness).Select(freshness => Absence with { Freshness = freshness }));

    private static Gen<AnchorReceipt> MutatedAnchor => Gen.OneOf(
        Gen.Int[0, 255].Select(bit => Good.Anchor! with { Root = ProofMutations.Flipped(Good.Anchor!.Root, bit) }),
        Gen.Int[0, 62].Select(bit => Good.Anchor! with { Size = Good.Anchor!.Size ^ 1L << bit }));

    private static Gen<FreshnessEvidence> MutatedFreshness(FreshnessEvidence good)
    {
        var (siblings, terminal) = (good.Map.Siblings, good.Map.Terminal!);
        return Gen.OneOf(
            Gen.Int[0, 8 * good.Epoch.Length - 1].Select(bit => good with { Epoch = ProofMutations.Flipped(good.Epoch, bit) }),
            OneOf(ProofMutations.Of([.. good.Inclusion])).Select(path => good with { Inclusion = path }),
            OneOf(ProofMutations.Of([.. siblings])).Select(hashes => good with { Map = good.Map with { Siblings = hashes } }),
            Gen.Int[0, 255].Select(bit => good with { Map = good.Map with { Terminal = terminal with { Key = ProofMutations.Flipped(terminal.Key, bit) } } }),
            Gen.Int[0, 255].Select(bit => good with { Map = good.Map with { Terminal = terminal with { Value = ProofMutations.Flipped(terminal.Value, bit) } } }),
            Gen.Const(good with { Map = good.Map with { Terminal = null } }));
    }

    private static Gen<byte[][]> OneOf(IEnumerable<byte[][]> paths)
    {
        byte[][][] all = [.. paths];
        return Gen.Int[0, all.Length - 1].Select(i => all[i]);
    }

    private static Gen<string> Flipped(string text) =>
        Gen.Select(Gen.Int[0, text.Length - 1], Gen.Int[1, 127], (at, change) => text[..at] + (char)(text[at] ^ change) + text[(at + 1)..]);

    private static byte[][] With(IReadOnlyList<byte[]> entries, int index, int bit) =>
        [.. entries.Take(index), ProofMutations.Flipped(entries[index], bit), .. entries.Skip(index + 1)];

    private static byte[][] Swapped(IReadOnlyList<byte[]> entries, int i, int j)
    {
        byte[][] swapped = [.. entries];
        (swapped[i], swapped[j]) = (swapped[j], swapped[i]);
        return swapped;
    }
}
