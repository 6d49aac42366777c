using System.Globalization;
using System.Numerics;

namespace Lotmark.Contracts.Chain;

/// <summary>Numbers and bytes in JSON-RPC: quantities have no leading zeros, data has two digits a byte.</summary>
internal static class RpcHex
{
    private const string Prefix = "0x";

    public static string Quantity(BigInteger value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        // "x" writes a leading zero where the top bit would read as a sign.
        var digits = value.ToString("x", CultureInfo.InvariantCulture).TrimStart('0');
        return digits.Length == 0 ? "0x0" : Prefix + digits;
    }

    public static string Data(ReadOnlySpan<byte> bytes) => Prefix + Convert.ToHexStringLower(bytes);

    /// <exception cref="FormatException">Not hexadecimal behind 0x, or more than 256 bits.</exception>
    public static BigInteger ParseQuantity(string text)
    {
        if (text.Length is < 3 or > 66 || !text.StartsWith(Prefix, StringComparison.Ordinal)) throw new FormatException("Not a quantity.");
        return BigInteger.Parse("0" + text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
    }

    /// <exception cref="FormatException">Not hexadecimal behind 0x.</exception>
    public static byte[] ParseData(string text)
    {
        if (!text.StartsWith(Prefix, StringComparison.Ordinal)) throw new FormatException("Not data.");
        return Convert.FromHexString(text.AsSpan(2));
    }
}
