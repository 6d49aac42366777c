using System.Numerics;

namespace Lotmark.Contracts.Chain;

/// <summary>Recursive length prefix, the serialisation of Ethereum (Yellow Paper, appendix B). Writing only.</summary>
internal static class Rlp
{
    /// <summary>A byte string.</summary>
    public static byte[] Bytes(ReadOnlySpan<byte> value) => value.Length == 1 && value[0] < 0x80 ? value.ToArray() : [.. Prefix(0x80, value.Length), .. value];

    /// <summary>A number without leading zeros; zero is the empty string.</summary>
    public static byte[] Number(BigInteger value) => Bytes(value.IsZero ? [] : value.ToByteArray(isUnsigned: true, isBigEndian: true));

    /// <summary>A list of items that are encoded already.</summary>
    public static byte[] List(params IReadOnlyList<byte[]> items)
    {
        byte[] content = [.. items.SelectMany(i => i)];
        return [.. Prefix(0xc0, content.Length), .. content];
    }

    private static byte[] Prefix(byte kind, int length)
    {
        if (length <= 55) return [(byte)(kind + length)];
        var size = new BigInteger(length).ToByteArray(isUnsigned: true, isBigEndian: true);
        return [(byte)(kind + 55 + size.Length), .. size];
    }
}
