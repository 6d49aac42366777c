using Lotmark.Contracts.Freshness;
using Lotmark.Contracts.Notes;
using Lotmark.Contracts.Tree;
using static Lotmark.Contracts.Evidence.CheckStep;

namespace Lotmark.Contracts.Evidence;

// The steps in their order. Each may rely on those before it: whoever runs them stops at the first that fails.
internal static class OfflineCheck
{
    public static IEnumerable<CheckStep> Run(EvidenceBundle bundle, TrustFile? trust)
    {
        yield return bundle.Entries.Count > 0 ? Passed("format", EvidenceBundle.Format) : Failed("format", "the bundle has no entries");

        var entries = new List<Entry>();
        yield return Entries(bundle, entries);
        yield return Lot(bundle, entries);
        yield return Versions(entries);
        yield return Previous(entries);

        yield return Key(bundle, trust, out var key);
        yield return SignedCheckpoint(bundle, key, out var proof, out var checkpoint);
        yield return Inclusion(entries[^1], proof!, checkpoint!);
        yield return Freshness(bundle, entries[^1], checkpoint!);
        yield return Anchor(bundle, checkpoint!);
    }

    private static CheckStep Entries(EvidenceBundle bundle, List<Entry> entries)
    {
        foreach (var bytes in bundle.Entries)
        {
            if (!Entry.TryParse(bytes, out var entry, out var problem)) return Failed("entries", $"entry {entries.Count + 1}: {problem}");
            entries.Add(entry);
        }
        return Passed("entries", $"{entries.Count} in canonical form");
    }

    private static CheckStep Lot(EvidenceBundle bundle, List<Entry> entries) =>
        entries.FindIndex(e => e.Lot != bundle.Lot) is var other and >= 0
            ? Failed("lot", $"entry {other + 1} is of another lot")
            : Passed("lot", $"every entry names {bundle.Lot}");

    private static CheckStep Versions(List<Entry> entries)
    {
        for (var i = 0; i < entries.Count; i++)
            if (entries[i].Version != i + 1) return Failed("versions", $"entry {i + 1} has version {entries[i].Version}");
        return Passed("versions", $"1 to {entries.Count}, none left out");
    }

    private static CheckStep Previous(List<Entry> entries)
    {
        byte[]? before = null;
        for (var i = 0; i < entries.Count; i++)
        {
            if (!Same(entries[i].Previous, before)) return Failed("previous", $"entry {i + 1} does not follow from the one before it");
            before = entries[i].LeafHash;
        }
        return Passed("previous", "every entry commits to the one before it");
    }

    private static CheckStep Key(EvidenceBundle bundle, TrustFile? trust, out VerifierKey? key)
    {
        if (!VerifierKey.TryParse(bundle.Key, out key) || key.Type != KeyType.Ed25519) return Failed("key", "the key is not the vkey of a log");
        if (trust is null) return TakenOnTrust("key", $"the key is the bundle's own word: {Shown(key)}");
        return trust.Key.ToString() == bundle.Key && trust.Origin == key.Name
            ? Passed("key", $"the trust file names {Shown(key)}")
            : Failed("key", "the key is not the one of the trust file");
    }

    private static CheckStep SignedCheckpoint(EvidenceBundle bundle, VerifierKey? key, out TlogProof? proof, out Checkpoint? checkpoint)
    {
        checkpoint = null;
        if (!TlogProof.TryParse(bundle.Proof, out proof)) return Failed("checkpoint", "the proof is not a tlog-proof file");
        if (!SignedNote.TryOpen(proof.Note, [key!], out var note)) return Failed("checkpoint", "the log's key did not sign the checkpoint");
        if (!Checkpoint.TryParse(note.Text, out checkpoint)) return Failed("checkpoint", "what was signed is not a checkpoint");
        return checkpoint.Origin == key!.Name
            ? Passed("checkpoint", $"{checkpoint.Origin} signed its tree of {checkpoint.Size} leaves")
            : Failed("checkpoint", "the checkpoint is of another log");
    }

    private static CheckStep Inclusion(Entry newest, TlogProof proof, Checkpoint checkpoint) =>
        InclusionProof.Verify(proof.Index, checkpoint.Size, newest.LeafHash, proof.Path, checkpoint.Root)
            ? Passed("inclusion", $"the last entry is leaf {proof.Index} of the tree")
            : Failed("inclusion", "the last entry is not in the tree at its index");

    private static CheckStep Freshness(EvidenceBundle bundle, Entry newest, Checkpoint checkpoint)
    {
        if (bundle.Freshness is not { } freshness)
        {
            return NotChecked("freshness", bundle.Anchor is null
                ? "nothing shows that no newer entry exists"
                : "the bundle leaves out what would show that no newer entry exists: one may be hidden");
        }
        if (!EpochLeaf.TryParse(freshness.Epoch, out var epoch, out var problem)) return Failed("freshness", $"the epoch leaf: {problem}");
        if (!InclusionProof.Verify(checkpoint.Size - 1, checkpoint.Size, epoch.LeafHash, freshness.Inclusion, checkpoint.Root))
            return Failed("freshness", "the epoch leaf is not the last of the tree");
        return freshness.Map.Evaluate(bundle.Lot, epoch.MapRoot) switch
        {
            LotMapAnswer.Present(var value) when Same(value, newest.LeafHash) =>
                Passed("freshness", $"the tree of {checkpoint.Size} leaves has no newer entry of this lot"),
            LotMapAnswer.Present => Failed("freshness", "the lot has a newer entry than the last one here"),
            LotMapAnswer.Invalid(var reason) => Failed("freshness", reason),
            _ => Failed("freshness", "the map of newest entries does not hold this lot"),
        };
    }

    private static CheckStep Anchor(EvidenceBundle bundle, Checkpoint checkpoint) => bundle.Anchor switch
    {
        null => NotChecked("anchor", "in the log, not yet anchored"),
        var anchor when anchor.Size == checkpoint.Size && Same(anchor.Root, checkpoint.Root) =>
            Passed("anchor", $"names size and root of the checkpoint, on chain {anchor.ChainId}"),
        _ => Failed("anchor", "names another size or root than the checkpoint"),
    };

    private static string Shown(VerifierKey key) => $"{key.Name}+{key.Id:x8}";

    private static bool Same(byte[]? one, byte[]? other) => one is null ? other is null : other is not null && one.AsSpan().SequenceEqual(other);
}
