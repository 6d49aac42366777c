using System.Diagnostics.CodeAnalysis;
using Lotmark.Contracts.Freshness;
using Lotmark.Contracts.Notes;
using Lotmark.Contracts.Tree;
using static Lotmark.Contracts.Evidence.CheckStep;

namespace Lotmark.Contracts.Evidence;

// What a signed checkpoint vouches for.
internal static class TreeSteps
{
    public static CheckStep Key(EvidenceFile file, TrustFile? trust, out LogKeys? keys)
    {
        keys = VerifierKey.TryParse(file.Key, out var named) && named.Type == KeyType.Ed25519 ? new(named, trust) : null;
        if (keys is null) return Failed("key", "the key is not the vkey of a log");
        return trust is null
            ? TakenOnTrust("key", $"origin and key are the file's own word: {LogKeys.Shown(named!)}")
            : Passed("key", $"the trust file names {string.Join(" and ", trust.Keys.Select(LogKeys.Shown))}");
    }

    public static CheckStep Proof(string file, LogKeys keys, out TlogProof? proof, out Checkpoint? checkpoint)
    {
        checkpoint = null;
        return TlogProof.TryParse(file, out proof) ? Checkpoint(proof.Note, keys, out checkpoint) : Failed("checkpoint", "the proof is not a tlog-proof file");
    }

    public static CheckStep Checkpoint(string note, LogKeys keys, out Checkpoint? checkpoint)
    {
        checkpoint = null;
        if (!keys.TryOpen(note, out var opened, out var signer))
            return Failed("checkpoint", keys.Trust is null ? "the log's key did not sign the checkpoint" : "none of the keys that the trust file names signed the checkpoint");
        if (!Notes.Checkpoint.TryParse(opened.Text, out checkpoint)) return Failed("checkpoint", "what was signed is not a checkpoint");
        return checkpoint.Origin == signer.Name
            ? Passed("checkpoint", $"{LogKeys.Shown(signer)} signed its tree of {checkpoint.Size} leaves")
            : Failed("checkpoint", "the checkpoint is of another log");
    }

    public static CheckStep Inclusion(Entry entry, TlogProof proof, Checkpoint checkpoint) =>
        InclusionProof.Verify(proof.Index, checkpoint.Size, entry.LeafHash, proof.Path, checkpoint.Root)
            ? Passed("inclusion", $"the last entry is leaf {proof.Index} of the tree")
            : Failed("inclusion", "the last entry is not in the tree at its index");

    public static CheckStep Newest(EvidenceBundle bundle, Entry newest, Checkpoint checkpoint)
    {
        if (bundle.Freshness is not { } freshness)
        {
            return NotChecked("freshness", bundle.Anchor is null
                ? "nothing shows that no newer entry exists"
                : "the bundle leaves out what would show that no newer entry exists: one may be hidden");
        }
        if (!TryAskMap(freshness, bundle.Lot, checkpoint, out var answer, out var problem)) return Failed("freshness", problem);
        return answer switch
        {
            LotMapAnswer.Present(var value) when value.AsSpan().SequenceEqual(newest.LeafHash) =>
                Passed("freshness", $"the tree of {checkpoint.Size} leaves has no newer entry of this lot"),
            LotMapAnswer.Present => Failed("freshness", "the lot has a newer entry than the last one here"),
            _ => Failed("freshness", "the map of newest entries does not hold this lot"),
        };
    }

    public static CheckStep Absent(AbsenceEvidence absence, Checkpoint checkpoint)
    {
        if (!TryAskMap(absence.Freshness, absence.Lot, checkpoint, out var answer, out var problem)) return Failed("absent", problem);
        return answer is LotMapAnswer.Absent
            ? Passed("absent", $"the tree of {checkpoint.Size} leaves has no entry of {absence.Lot}")
            : Failed("absent", "the map of newest entries holds this lot: it is registered");
    }

    public static CheckStep Anchor(EvidenceFile file, Checkpoint checkpoint) => file.Anchor switch
    {
        null => NotChecked("anchor", "in the log, not yet anchored"),
        var anchor when anchor.Size == checkpoint.Size && anchor.Root.AsSpan().SequenceEqual(checkpoint.Root) =>
            Passed("anchor", $"names size and root of the checkpoint, on chain {anchor.ChainId}"),
        _ => Failed("anchor", "names another size or root than the checkpoint"),
    };

    // The tree's last leaf carries the root of the map: both are bound to the checkpoint.
    private static bool TryAskMap(
        FreshnessEvidence freshness, string lot, Checkpoint checkpoint, [NotNullWhen(true)] out LotMapAnswer? answer, [NotNullWhen(false)] out string? problem)
    {
        answer = null;
        if (!EpochLeaf.TryParse(freshness.Epoch, out var epoch, out problem))
        {
            problem = $"the epoch leaf: {problem}";
            return false;
        }
        if (!InclusionProof.Verify(checkpoint.Size - 1, checkpoint.Size, epoch.LeafHash, freshness.Inclusion, checkpoint.Root))
        {
            problem = "the epoch leaf is not the last of the tree";
            return false;
        }
        answer = freshness.Map.Evaluate(lot, epoch.MapRoot);
        problem = (answer as LotMapAnswer.Invalid)?.Reason;
        return problem is null;
    }
}
