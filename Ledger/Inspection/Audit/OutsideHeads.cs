using Lotmark.Contracts.Tiles;
using Lotmark.Ledger.Log;

namespace Lotmark.Ledger.Inspection.Audit;

/// <summary>What is known of the log from outside its database: who can rewrite the one can't rewrite this.</summary>
/// <param name="Size">Leaves of the tree.</param>
/// <param name="Root">Its root.</param>
/// <param name="Source">Who says so.</param>
/// <param name="OtherRoot">What it is when the leaves give another root.</param>
/// <param name="BeyondEnd">What it is when the log has fewer leaves.</param>
internal sealed record OutsideHead(long Size, byte[] Root, string Source, Where OtherRoot, Where BeyondEnd)
{
    public bool IsAnchor => OtherRoot == Where.AnchorRoot;
}

/// <summary>The log is what others were told that it was.</summary>
internal sealed class OutsideHeads
{
    private readonly PriorityQueue<OutsideHead, long> _ahead = new();

    /// <summary>Remembers one, to be compared when the tree has grown to it.</summary>
    public void Add(OutsideHead head) => _ahead.Enqueue(head, head.Size);

    /// <summary>Compares those of the tree's present size.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="hasCheckpoint">Whether a checkpoint of this size is stored.</param>
    /// <param name="findings">Takes what is found.</param>
    public void Check(LeavesAgainstRoots tree, bool hasCheckpoint, Findings findings)
    {
        for (var missing = !hasCheckpoint; _ahead.TryPeek(out var head, out var size) && size == tree.Size; _ahead.Dequeue())
        {
            if (!tree.Settle(head.Root, findings)) findings.Add(Other(head, tree.Root()));
            if (!missing || !head.IsAnchor) continue;
            findings.Add(new(Where.CheckpointMissing, null, null, head.Size, $"the checkpoint that was anchored ({head.Source})", "none"));
            missing = false;
        }
    }

    /// <summary>Compares those of trees that were passed already, by the tiles over them.</summary>
    public async Task CheckPassedAsync(long size, LogReader log, Findings findings, CancellationToken cancel)
    {
        for (; _ahead.TryPeek(out var head, out var at) && at <= size; _ahead.Dequeue())
        {
            var tiles = await log.TilesAsync(TileProofs.TilesForRoot(head.Size), cancel);
            try
            {
                var root = TileProofs.Root(head.Size, id => tiles.GetValueOrDefault(id, []));
                if (!root.AsSpan().SequenceEqual(head.Root)) findings.Add(Other(head, root));
            }
            catch (ArgumentException)
            {
                findings.Add(new(head.OtherRoot, null, null, head.Size, $"root {Convert.ToHexStringLower(head.Root)}, as {head.Source}", "too few tiles for any root"));
            }
        }
    }

    /// <summary>Tells those that no tree of this log can reach.</summary>
    public void BeyondEnd(long logSize, Findings findings)
    {
        for (; _ahead.TryPeek(out var head, out var size) && size > logSize; _ahead.Dequeue())
        {
            findings.Add(new(head.BeyondEnd, null, null, head.Size, $"{head.Size} leaves, as {head.Source}",
                $"{logSize} leaves: the end of the log was cut off, or an older copy of the database was put back"));
        }
    }

    private static Mismatch Other(OutsideHead head, byte[] root) => new(
        head.OtherRoot, null, null, head.Size, $"root {Convert.ToHexStringLower(head.Root)}, as {head.Source}",
        $"root {Convert.ToHexStringLower(root)}, of the leaves: the log was rewritten before leaf {head.Size}");
}
