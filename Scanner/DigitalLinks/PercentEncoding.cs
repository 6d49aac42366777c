using System.Globalization;

namespace Lotmark.Scanner.DigitalLinks;

/// <summary>Percent-encoding of a path segment (RFC 3986, section 2.1), read without mercy: a plus is a plus, a broken escape is an error.</summary>
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
            if (!byte.TryParse(segment.AsSpan(Math.Min(i + 1, segment.Length), Math.Min(2, segment.Length - i - 1)), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
                || i + 2 >= segment.Length) return null;

            text[length++] = (char)value;
            i += 2;
        }
        return new string(text, 0, length);
    }
}
