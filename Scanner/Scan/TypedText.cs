namespace Lotmark.Scanner.Scan;

/// <summary>What people type, in the form that machines print.</summary>
internal static class TypedText
{
    /// <summary>Without spaces around it, and with the full-width forms of Chinese keyboards (U+FF01 to U+FF5E) as ASCII.</summary>
    public static string Tidy(string text) => string.Create(text.Length, text, static (target, source) =>
    {
        for (var i = 0; i < source.Length; i++)
        {
            target[i] = source[i] switch
            {
                >= '\uff01' and <= '\uff5e' => (char)(source[i] - 0xfee0),
                '\u3000' or '\u00a0' => ' ',
                '\u241d' => '\u001d', // how a group separator is shown
                _ => source[i],
            };
        }
    }).Trim();

    /// <summary>
    /// The 14 digits of a product number as it stands under barcodes: 8, 12, 13 or 14 digits, in groups or not
    /// (GS1 General Specifications, section 3.3.2); null if it has other characters or another length.
    /// </summary>
    public static string? Gtin(string text)
    {
        var digits = Tidy(text).Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
        return digits.Length is 8 or 12 or 13 or 14 && !digits.AsSpan().ContainsAnyExceptInRange('0', '9') ? digits.PadLeft(14, '0') : null;
    }
}
