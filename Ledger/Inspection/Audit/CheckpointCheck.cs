using Lotmark.Ledger.Log;

namespace Lotmark.Ledger.Inspection.Audit;

/// <summary>
/// Every checkpoint is signed by this log and its root is that of the leaves. As all roots are made from the same leaves in one pass, each
/// tree is the beginning of the next: no two checkpoints can hold here and contradict each other.
/// </summary>
internal sealed class CheckpointCheck(LogIdentity log)
{
    public void Check(SignedCheckpoint row, LeavesAgainstRoots tree, Findings findings)
    {
        if (!log.TryOpen(row.Note, out var signed, out var problem))
        {
            findings.Add(new(Where.CheckpointSignature, null, null, row.Size, $"a checkpoint of {log.Origin} with its signature", problem));
            return;
        }
        if (signed.Size != row.Size || !signed.Root.AsSpan().SequenceEqual(row.Root))
            findings.Add(new(Where.CheckpointRow, null, null, row.Size, Of(signed.Size, signed.Root), Of(row.Size, row.Root)));
        if (signed.Size == row.Size && !tree.Settle(signed.Root, findings))
            findings.Add(new(Where.CheckpointRoot, null, null, row.Size, $"root {Convert.ToHexStringLower(signed.Root)}, as signed", $"root {Convert.ToHexStringLower(tree.Root())}, of the leaves"));
    }

    private static string Of(long size, byte[] root) => $"size {size}, root {Convert.ToHexStringLower(root)}";
}
