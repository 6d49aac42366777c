using System.Security.Cryptography;

namespace Lotmark.Ledger.ShopperReports;

/// <summary>
/// The number of a report, <c>R-7K3F-92QX-M4TD</c>: 60 random bits in Crockford's base 32, which has no I, L, O and U. Whoever has it may see what
/// became of the report, so it can't be guessed.
/// </summary>
public static class ReportNumber
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Length = 12;
    private const int LongestSpelling = 40;

    /// <summary>A fresh one.</summary>
    public static string New() => Spelled(RandomNumberGenerator.GetString(Alphabet, Length));

    /// <summary>The one spelling of a number as somebody wrote it: in lower case, without hyphens, with I or L for 1 and O for 0; null when it is none.</summary>
    public static string? Of(string text)
    {
        if (text.Length > LongestSpelling) return null;
        var digits = text.ToUpperInvariant().Replace("-", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal)
            .Replace('I', '1').Replace('L', '1').Replace('O', '0');
        if (digits.StartsWith('R') && digits.Length == Length + 1) digits = digits[1..];
        return digits.Length == Length && digits.All(Alphabet.Contains) ? Spelled(digits) : null;
    }

    private static string Spelled(string digits) => $"R-{digits[..4]}-{digits[4..8]}-{digits[8..]}";
}
