using System.Buffers;
using System.Globalization;

namespace Lotmark.Scanner.DigitalLinks;

/// <summary>Compressed Digital Links: the key and its value as one base64url word (GS1 Digital Link Standard: Compression). We do not read them, but know them when we see them.</summary>
public static class CompressedLink
{
    // A GTIN alone takes 55 bits.
    private const int Shortest = 10;

    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private static readonly SearchValues<char> Base64Url = SearchValues.Create(Alphabet);

    /// <summary>
    /// Whether a path segment looks like one: long enough, base64url, and the first byte is the beginning of an Application Identifier,
    /// two decimal digits, or of a table of several, in which a digit above 9 stands.
    /// </summary>
    public static bool LooksLike(ReadOnlySpan<char> segment)
    {
        if (segment.Length < Shortest || segment.ContainsAnyExcept(Base64Url)) return false;
        if (!segment.ContainsAnyInRange('A', 'Z') || !(segment.ContainsAnyInRange('a', 'z') || segment.ContainsAnyInRange('0', '9'))) return false;

        var first = (Alphabet.IndexOf(segment[0], StringComparison.Ordinal) << 2) | (Alphabet.IndexOf(segment[1], StringComparison.Ordinal) >> 4);
        var digits = first.ToString("X2", CultureInfo.InvariantCulture);
        return digits is "00" or "01" or "25" or "41" or "80" || !char.IsAsciiDigit(digits[1]) || !char.IsAsciiDigit(digits[0]);
    }
}
