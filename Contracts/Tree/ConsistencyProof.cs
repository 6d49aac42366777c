namespace Lotmark.Contracts.Tree;

/// <summary>Shows that a tree is the beginning of a larger one. It says nothing about who appended, nor that the new leaves exist anywhere.</summary>
public static class ConsistencyProof
{
    /// <summary>Whether the proof leads to both roots (RFC 9162, section 2.1.4.2).</summary>
    /// <param name="oldSize">Leaves of the smaller tree, at least 1: that every tree extends the empty one needs no proof.</param>
    /// <param name="newSize">Leaves of the larger tree; for equal sizes the proof is empty and the roots are the same.</param>
    /// <param name="oldRoot">Root of the smaller tree, 32 bytes.</param>
    /// <param name="newRoot">Root of the larger tree, 32 bytes.</param>
    /// <param name="proof">Hashes of 32 bytes, in the order of RFC 9162, section 2.1.4.1.</param>
    public static bool Verify(long oldSize, long newSize, byte[] oldRoot, byte[] newRoot, IReadOnlyList<byte[]> proof)
    {
        if (oldSize < 1 || oldSize > newSize || !MerkleTree.AreHashes(oldRoot, newRoot) || !MerkleTree.AreHashes(proof)) return false;
        if (oldSize == newSize) return proof.Count == 0 && oldRoot.AsSpan().SequenceEqual(newRoot);
        if (proof.Count == 0) return false;

        // The old tree is a perfect subtree of the new one: its root is where both climbs start.
        IEnumerable<byte[]> rest = long.IsPow2(oldSize) ? proof : proof.Skip(1);
        var oldHash = long.IsPow2(oldSize) ? oldRoot : proof[0];
        var newHash = oldHash;

        var (node, last) = (oldSize - 1, newSize - 1);
        while (node % 2 == 1) (node, last) = (node >> 1, last >> 1);
        foreach (var sibling in rest)
        {
            // Too long: the root has been reached already.
            if (last == 0) return false;

            if (node % 2 == 1 || node == last)
            {
                oldHash = MerkleTree.NodeHash(sibling, oldHash);
                newHash = MerkleTree.NodeHash(sibling, newHash);
                while (node % 2 == 0 && node != 0) (node, last) = (node >> 1, last >> 1);
            }
            else
            {
                newHash = MerkleTree.NodeHash(newHash, sibling);
            }
            (node, last) = (node >> 1, last >> 1);
        }
        return last == 0 && oldHash.AsSpan().SequenceEqual(oldRoot) && newHash.AsSpan().SequenceEqual(newRoot);
    }
}
