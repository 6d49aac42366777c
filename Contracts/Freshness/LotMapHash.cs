using System.Security.Cryptography;
using System.Text;
using Lotmark.Contracts.Tree;

namespace Lotmark.Contracts.Freshness;

/// <summary>The hashes of the map from each lot to its newest entry. Their prefixes differ from those of the log's tree.</summary>
public static class LotMapHash
{
    /// <summary>Levels of the map, one a bit of the key.</summary>
    public const int KeyBits = 256;

    /// <summary>Hash of a subtree without lots: 32 zero bytes.</summary>
    public static byte[] Empty => new byte[MerkleTree.HashSize];

    /// <summary>SHA-256 of the lot's name in UTF-8.</summary>
    public static byte[] Key(string lot) => SHA256.HashData(Encoding.UTF8.GetBytes(lot));

    /// <summary>SHA-256(0x02 || key || value).</summary>
    /// <exception cref="ArgumentOutOfRangeException">A part is not 32 bytes long.</exception>
    public static byte[] Leaf(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) => Of(0x02, key, value);

    /// <summary>SHA-256(0x03 || left || right).</summary>
    /// <exception cref="ArgumentOutOfRangeException">A part is not 32 bytes long.</exception>
    public static byte[] Node(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => Of(0x03, left, right);

    // Which way a key goes at a depth, most significant bit first; a set bit goes right.
    internal static bool GoesRight(ReadOnlySpan<byte> key, int depth) => (key[depth >> 3] >> (7 - (depth & 7)) & 1) != 0;

    private static byte[] Of(byte prefix, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(first.Length, MerkleTree.HashSize);
        ArgumentOutOfRangeException.ThrowIfNotEqual(second.Length, MerkleTree.HashSize);
        Span<byte> message = stackalloc byte[1 + 2 * MerkleTree.HashSize];
        message[0] = prefix;
        first.CopyTo(message[1..]);
        second.CopyTo(message[(1 + MerkleTree.HashSize)..]);
        return SHA256.HashData(message);
    }
}
