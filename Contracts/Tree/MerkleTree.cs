using System.Security.Cryptography;

namespace Lotmark.Contracts.Tree;

/// <summary>The hash tree of RFC 6962, section 2.1.</summary>
public static class MerkleTree
{
    /// <summary>Bytes of a hash.</summary>
    public const int HashSize = 32;

    /// <summary>Root of the tree without leaves: SHA-256 of nothing.</summary>
    public static byte[] EmptyRoot => SHA256.HashData([]);

    /// <summary>SHA-256(0x00 || entry). The prefixes keep a leaf from ever being mistaken for an inner node.</summary>
    public static byte[] LeafHash(ReadOnlySpan<byte> entry) => SHA256.HashData([0x00, .. entry]);

    /// <summary>SHA-256(0x01 || left || right).</summary>
    /// <exception cref="ArgumentOutOfRangeException">A side is not 32 bytes long: it would be another statement under the same hash.</exception>
    public static byte[] NodeHash(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(left.Length, HashSize);
        ArgumentOutOfRangeException.ThrowIfNotEqual(right.Length, HashSize);
        Span<byte> node = stackalloc byte[1 + 2 * HashSize];
        node[0] = 0x01;
        left.CopyTo(node[1..]);
        right.CopyTo(node[(1 + HashSize)..]);
        return SHA256.HashData(node);
    }

    // A sound path has one hash a level, and a consistency proof one more. Longer ones are refused unread.
    internal const int MaxProofHashes = 64;

    internal static bool AreHashes(params IReadOnlyList<byte[]> hashes) => hashes.Count <= MaxProofHashes && hashes.All(h => h is { Length: HashSize });

    /// <summary>MTH of these leaf hashes, by the definition. For small trees; large ones grow as tiles.</summary>
    public static byte[] Root(IReadOnlyList<byte[]> leafHashes) => Root(leafHashes, 0, leafHashes.Count);

    private static byte[] Root(IReadOnlyList<byte[]> leaves, int from, int count)
    {
        if (count == 0) return EmptyRoot;
        if (count == 1) return leaves[from];
        var left = 1 << (31 - int.LeadingZeroCount(count - 1));
        return NodeHash(Root(leaves, from, left), Root(leaves, from + left, count - left));
    }
}
