namespace Lotmark.Ledger.Log;

/// <summary>What evidence of a lot stands on.</summary>
/// <param name="Checkpoint">The signed checkpoint that its proofs lead to.</param>
/// <param name="Key">Verifier key of that signature.</param>
/// <param name="Anchor">Where the checkpoint is anchored; null while the newest one is not.</param>
/// <param name="Freshness">What the map of the anchored tree holds for the lot; null without an anchor, or when its map was let go this moment.</param>
public sealed record EvidenceGround(SignedCheckpoint Checkpoint, string Key, AnchorReference? Anchor, Freshness? Freshness);

/// <summary>Finds the checkpoint that shows most: an anchored one, else the newest.</summary>
public sealed class EvidenceGrounds(LogReader log, LogKeys keys, IAnchors anchors, FreshnessProofs freshness)
{
    /// <summary>For a lot whose newest leaf this is; null while no checkpoint covers it.</summary>
    public async Task<EvidenceGround?> CoveringAsync(string lot, long leafIndex, CancellationToken cancel)
    {
        // Not in a tree whose map is no longer kept: a newer one shows more.
        var anchor = await anchors.CoveringAsync(Math.Max(leafIndex, await freshness.OldestSizeAsync(cancel) - 1), cancel);
        var checkpoint = anchor is null ? await log.LatestCheckpointAsync(cancel) : await log.CheckpointOfAsync(anchor.Size, cancel);
        // Leaves become visible a moment before the checkpoint over them.
        if (checkpoint is null || checkpoint.Size <= leafIndex) return null;
        return new(
            checkpoint, await CheckpointKey.OfAsync(keys, checkpoint, cancel), anchor,
            anchor is null ? null : await freshness.ProveAsync(lot, anchor.Size, cancel));
    }
}
