using System.Numerics;

namespace Lotmark.Contracts.Chain;

/// <summary>Recursive length prefix: byte strings and lists, in the one form that a transaction is hashed in.</summary>
internal static class Rlp
{
    private const byte StringOffset = 0x80;
    private const byte ListOffset = 0xc0;
    private const int ShortLength = 55;

    public static byte[] String(ReadOnlySpan<byte> bytes) =>
        bytes is [< StringOffset] ? [bytes[0]] : [.. Length(bytes.Length, StringOffset), .. bytes];

    public static byte[] Integer(BigInteger value) => String(Minimal(value));

    public static byte[] List(params IEnumerable<byte[]> encodedItems)
    {
        byte[] content = [.. encodedItems.SelectMany(item => item)];
        return [.. Length(content.Length, ListOffset), .. content];
    }

    private static byte[] Length(int length, byte offset)
    {
        if (length <= ShortLength) return [(byte)(offset + length)];
        var bytes = Minimal(length);
        return [(byte)(offset + ShortLength + bytes.Length), .. bytes];
    }

    // Big-endian without leading zeros; zero is no bytes at all.
    private static byte[] Minimal(BigInteger value) => value.IsZero ? [] : value.ToByteArray(isUnsigned: true, isBigEndian: true);
}
