using System.Globalization;

namespace Lotmark.Scanner.DigitalLinks;

/// <summary>Percent-encoding of a path segment (RFC 3986, section 2.1). A plus is a plus, a broken escape is an error.</summary>
internal static class PercentEncoding
{
    /// <summary>The text of a segment, a character for each byte; null if an escape is broken.</summary>
    public static string? Decode(string segment)
    {
        if (!segment.Contains('%', StringComparison.Ordinal)) return segment;

        var text = new char[segment.Length];
        var length = 0;
        for (var i = 0; i < segment.Length; i++)
        {
            if (segment[i] != '%')
            {
                text[length++] = segment[i];
                continue;
            }
            if (i + 2 >= segment.Length || !TryHex(segment.AsSpan(i + 1, 2), out var value)) return null;

            text[length++] = (char)value;
            i += 2;
        }
        return new string(text, 0, length);
    }

    private static bool TryHex(ReadOnlySpan<char> digits, out byte value) =>
        byte.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
}
