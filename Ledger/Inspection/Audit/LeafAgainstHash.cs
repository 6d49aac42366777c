namespace Lotmark.Ledger.Inspection.Audit;

/// <summary>The hash beside each leaf's bytes is theirs: the lot's next leaf, the map and proofs are made from it.</summary>
internal static class LeafAgainstHash
{
    public static void Check(ExaminedLeaf leaf, byte[]? inTile, Findings findings)
    {
        var row = leaf.Row;
        if (leaf.Hash.AsSpan().SequenceEqual(row.Hash)) return;
        // Only the bytes were changed: told where leaf and tree are compared.
        if (inTile is not null && inTile.AsSpan().SequenceEqual(row.Hash)) return;
        findings.Add(new(Where.LeafHash, row.Lot, row.Version, row.Index, Convert.ToHexStringLower(leaf.Hash), Convert.ToHexStringLower(row.Hash)));
    }
}
