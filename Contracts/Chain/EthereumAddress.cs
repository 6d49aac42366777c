using System.Globalization;
using System.Text;

namespace Lotmark.Contracts.Chain;

/// <summary>An account or contract: 20 bytes, written with the checksum of EIP-55.</summary>
public static class EthereumAddress
{
    /// <summary>The 20 bytes of a written address.</summary>
    /// <exception cref="FormatException">Not 0x and 40 hex digits, or mixed case with a wrong checksum.</exception>
    public static byte[] Parse(string address)
    {
        if (!address.StartsWith("0x", StringComparison.Ordinal) || address.Length != 42 || !address.AsSpan(2).ToString().All(char.IsAsciiHexDigit))
            throw new FormatException($"'{address}' is not an address: 0x and 40 hex digits.");
        var bytes = Convert.FromHexString(address.AsSpan(2));
        var mixed = address.Any(char.IsAsciiLetterUpper) && address.AsSpan(2).ToString().Any(char.IsAsciiLetterLower);
        return !mixed || Write(bytes) == address ? bytes : throw new FormatException($"'{address}' has a wrong checksum (EIP-55).");
    }

    /// <summary>The address with its checksum: a letter is upper case when the same nibble of Keccak(lower-case text) is 8 or more.</summary>
    public static string Write(ReadOnlySpan<byte> address)
    {
        var lower = Convert.ToHexStringLower(address);
        var hash = Convert.ToHexStringLower(Keccak.Hash(Encoding.ASCII.GetBytes(lower)));
        return "0x" + string.Concat(lower.Select((c, i) => int.Parse(hash.AsSpan(i, 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture) >= 8 ? char.ToUpperInvariant(c) : c));
    }

    /// <summary>The address at which CREATE2 puts a contract (EIP-1014).</summary>
    internal static byte[] OfCreate2(byte[] deployer, byte[] salt, byte[] initCode) => Keccak.Hash([0xff, .. deployer, .. salt, .. Keccak.Hash(initCode)])[12..];
}
