using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Lotmark.Contracts.Chain;

/// <summary>An account or contract: 20 bytes, written in the mixed case of EIP-55.</summary>
internal sealed record EthereumAddress
{
    public const int Size = 20;

    private EthereumAddress(string text, byte[] bytes) => (Text, Bytes) = (text, bytes);

    public byte[] Bytes { get; }

    private string Text { get; }

    public static EthereumAddress Of(ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(bytes.Length, Size);
        return new(Checksummed(bytes), bytes.ToArray());
    }

    /// <summary>The address of a public key: x and y, 64 bytes.</summary>
    public static EthereumAddress OfPublicKey(ReadOnlySpan<byte> xy) => Of(Keccak256.Hash(xy).AsSpan(12));

    /// <summary>Where a contract created by CREATE2 stands (EIP-1014).</summary>
    public static EthereumAddress OfCreate2(EthereumAddress deployer, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> initCode) =>
        Of(Keccak256.Hash([0xff, .. deployer.Bytes, .. salt, .. Keccak256.Hash(initCode)]).AsSpan(12));

    /// <summary>Takes all lower case, all upper case, or the mixed case that checks.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out EthereumAddress? address)
    {
        address = null;
        if (text is not { Length: 2 + 2 * Size } || !text.StartsWith("0x", StringComparison.Ordinal) || !text[2..].All(char.IsAsciiHexDigit)) return false;
        var parsed = Of(Convert.FromHexString(text.AsSpan(2)));
        var mixed = text.AsSpan(2).ContainsAnyInRange('a', 'f') && text.AsSpan(2).ContainsAnyInRange('A', 'F');
        if (mixed && parsed.Text != text) return false;
        address = parsed;
        return true;
    }

    /// <exception cref="ArgumentException">Not an address.</exception>
    public static EthereumAddress Parse(string? text) =>
        TryParse(text, out var address) ? address : throw new ArgumentException($"'{text}' is not an address (0x, 40 hex digits, mixed case only as in EIP-55).");

    public override string ToString() => Text;

    public bool Equals(EthereumAddress? other) => other is not null && Text == other.Text;

    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    private static string Checksummed(ReadOnlySpan<byte> bytes)
    {
        var digits = Convert.ToHexStringLower(bytes);
        var hash = Convert.ToHexStringLower(Keccak256.Hash(Encoding.ASCII.GetBytes(digits)));
        return "0x" + string.Concat(digits.Zip(hash, (digit, nibble) => nibble >= '8' ? char.ToUpperInvariant(digit) : digit));
    }
}
