using System.Buffers.Binary;

namespace Lotmark.Contracts.Chain;

/// <summary>Values as the contract takes and gives them: words of 32 bytes.</summary>
internal static class AbiWords
{
    public const int Size = 32;

    public static byte[] Of(long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        var word = new byte[Size];
        BinaryPrimitives.WriteInt64BigEndian(word.AsSpan(Size - sizeof(long)), value);
        return word;
    }

    public static byte[] Of(EthereumAddress address) => [.. new byte[Size - EthereumAddress.Size], .. address.Bytes];

    public static byte[] Of(byte[] bytes32)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(bytes32.Length, Size);
        return bytes32;
    }

    public static byte[] WordAt(byte[] words, int index) => words[(index * Size)..((index + 1) * Size)];

    /// <exception cref="FormatException">Beyond 2^63 - 1.</exception>
    public static long NumberAt(byte[] words, int index)
    {
        var word = words.AsSpan(index * Size, Size);
        var number = BinaryPrimitives.ReadInt64BigEndian(word[(Size - sizeof(long))..]);
        return number >= 0 && word[..(Size - sizeof(long))].IndexOfAnyExcept((byte)0) < 0 ? number : throw new FormatException("A number is beyond 2^63 - 1.");
    }
}
