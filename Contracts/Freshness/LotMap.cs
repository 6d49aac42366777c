using Lotmark.Contracts.Tree;

namespace Lotmark.Contracts.Freshness;

/// <summary>
/// The map from each lot to its newest entry, held in memory: a binary tree over the bits of the key, in which a subtree of
/// exactly one lot is that lot's leaf itself. Its root depends on the set alone, not on the order of arrival. Nodes are never
/// changed once made, so an older <see cref="Snapshot" /> stays servable while the map grows.
/// </summary>
public sealed class LotMap
{
    private Node? _root;

    /// <summary>A map without lots.</summary>
    public LotMap() { }

    private LotMap(Node? root, long count) => (_root, Count) = (root, count);

    /// <summary>Number of lots.</summary>
    public long Count { get; private set; }

    /// <summary>Root of the map, 32 bytes; zeros when it is empty.</summary>
    public byte[] Root => _root is null ? LotMapHash.Empty : [.. _root.Hash];

    /// <summary>The map as it stands now; what is set later does not reach it. Costs nothing.</summary>
    public LotMap Snapshot() => new(_root, Count);

    /// <summary>Sets the newest entry of a lot. About log2(lots) hashes.</summary>
    /// <param name="key">SHA-256 of the lot's name, 32 bytes.</param>
    /// <param name="value">Leaf hash of its newest entry, 32 bytes.</param>
    public void Set(byte[] key, byte[] value)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(key.Length, MerkleTree.HashSize);
        ArgumentOutOfRangeException.ThrowIfNotEqual(value.Length, MerkleTree.HashSize);
        _root = With(_root, new Leaf([.. key], [.. value]), 0, out var added);
        if (added) Count++;
    }

    /// <summary>What the map holds for a key, or that it holds nothing.</summary>
    public LotMapProof Prove(byte[] key)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(key.Length, MerkleTree.HashSize);
        var siblings = new List<byte[]>();
        var node = _root;
        while (node is Branch branch)
        {
            var right = LotMapHash.GoesRight(key, siblings.Count);
            siblings.Add((right ? branch.Left : branch.Right)?.Hash ?? LotMapHash.Empty);
            node = right ? branch.Right : branch.Left;
        }
        return new(siblings, node is Leaf leaf ? new(leaf.Key, leaf.Value) : null);
    }

    private static Node With(Node? node, Leaf leaf, int depth, out bool added)
    {
        switch (node)
        {
            case Branch branch:
                return LotMapHash.GoesRight(leaf.Key, depth)
                    ? new Branch(branch.Left, With(branch.Right, leaf, depth + 1, out added))
                    : new Branch(With(branch.Left, leaf, depth + 1, out added), branch.Right);
            case Leaf other when !other.Key.AsSpan().SequenceEqual(leaf.Key):
                added = true;
                return Split(other, leaf, depth);
            default:
                added = node is null;
                return leaf;
        }
    }

    // Two lots in one place go down together until their keys part.
    private static Branch Split(Leaf first, Leaf second, int depth) =>
        (LotMapHash.GoesRight(first.Key, depth), LotMapHash.GoesRight(second.Key, depth)) switch
        {
            (false, true) => new(first, second),
            (true, false) => new(second, first),
            (false, false) => new(Split(first, second, depth + 1), null),
            (true, true) => new(null, Split(first, second, depth + 1)),
        };

    private abstract class Node(byte[] hash)
    {
        public byte[] Hash { get; } = hash;
    }

    private sealed class Leaf(byte[] key, byte[] value) : Node(LotMapHash.Leaf(key, value))
    {
        public byte[] Key { get; } = key;
        public byte[] Value { get; } = value;
    }

    private sealed class Branch(Node? left, Node? right)
        : Node(LotMapHash.Node(left?.Hash ?? LotMapHash.Empty, right?.Hash ?? LotMapHash.Empty))
    {
        public Node? Left { get; } = left;
        public Node? Right { get; } = right;
    }
}
