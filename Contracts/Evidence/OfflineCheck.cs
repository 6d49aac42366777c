using static Lotmark.Contracts.Evidence.CheckStep;

namespace Lotmark.Contracts.Evidence;

// The steps in their order. Each may rely on those before it: whoever runs them stops at the first that fails.
internal static class OfflineCheck
{
    public static IEnumerable<CheckStep> Run(EvidenceFile file, TrustFile? trust) => file switch
    {
        EvidenceBundle bundle => Run(bundle, trust),
        AbsenceEvidence absence => Run(absence, trust),
        ReceiptEvidence receipt => Run(receipt, trust),
        _ => throw new ArgumentOutOfRangeException(nameof(file)),
    };

    private static IEnumerable<CheckStep> Run(EvidenceBundle bundle, TrustFile? trust)
    {
        yield return bundle.Entries.Count > 0 ? Passed("format", EvidenceBundle.Format) : Failed("format", "the bundle has no entries");

        var entries = new List<Entry>();
        yield return EntrySteps.Form(bundle.Entries, entries);
        yield return EntrySteps.Lot(bundle.Lot, entries);
        yield return EntrySteps.Versions(entries);
        yield return EntrySteps.Previous(entries);

        yield return TreeSteps.Key(bundle, trust, out var keys);
        yield return TreeSteps.Proof(bundle.Proof, keys!, out var proof, out var checkpoint);
        yield return TreeSteps.Inclusion(entries[^1], proof!, checkpoint!);
        yield return TreeSteps.Newest(bundle, entries[^1], checkpoint!);
        yield return TreeSteps.Anchor(bundle, checkpoint!);
    }

    private static IEnumerable<CheckStep> Run(AbsenceEvidence absence, TrustFile? trust)
    {
        yield return Passed("format", "a document of absence");
        yield return TreeSteps.Key(absence, trust, out var keys);
        yield return TreeSteps.Checkpoint(absence.Checkpoint, keys!, out var checkpoint);
        yield return TreeSteps.Absent(absence, checkpoint!);
        yield return TreeSteps.Anchor(absence, checkpoint!);
    }

    private static IEnumerable<CheckStep> Run(ReceiptEvidence receipt, TrustFile? trust)
    {
        yield return Passed("format", "a receipt");

        var entries = new List<Entry>();
        yield return EntrySteps.Form([receipt.Entry], entries);
        yield return EntrySteps.Lot(receipt.Lot, entries);

        yield return TreeSteps.Key(receipt, trust, out var keys);
        yield return TreeSteps.Proof(receipt.Proof, keys!, out var proof, out var checkpoint);
        yield return TreeSteps.Inclusion(entries[0], proof!, checkpoint!);
        yield return TreeSteps.Anchor(receipt, checkpoint!);
    }
}
