namespace Lotmark.Contracts.Tree;

/// <summary>Shows that a leaf stands at an index of a tree.</summary>
public static class InclusionProof
{
    /// <summary>Whether the path leads from the leaf to the root (RFC 9162, section 2.1.3.2).</summary>
    /// <param name="index">Index of the leaf.</param>
    /// <param name="size">Number of leaves; from the same signed or anchored statement as the root, since a path can hold under several sizes.</param>
    /// <param name="leafHash">Made by the caller from the entry's own bytes, 32 bytes.</param>
    /// <param name="path">From the leaf's sibling up to the root's child, 32 bytes each.</param>
    /// <param name="root">Root of the tree, 32 bytes.</param>
    public static bool Verify(long index, long size, byte[] leafHash, IReadOnlyList<byte[]> path, byte[] root)
    {
        if (index < 0 || index >= size || !MerkleTree.AreHashes(leafHash, root) || !MerkleTree.AreHashes(path)) return false;

        var (node, last, hash) = (index, size - 1, leafHash);
        foreach (var sibling in path)
        {
            // Too long: the root has been reached already.
            if (last == 0) return false;

            if (node % 2 == 1 || node == last)
            {
                hash = MerkleTree.NodeHash(sibling, hash);
                // A node without a right neighbour moves up unchanged until it is a right child.
                while (node % 2 == 0 && node != 0) (node, last) = (node >> 1, last >> 1);
            }
            else
            {
                hash = MerkleTree.NodeHash(hash, sibling);
            }
            (node, last) = (node >> 1, last >> 1);
        }
        return last == 0 && hash.AsSpan().SequenceEqual(root);
    }
}
