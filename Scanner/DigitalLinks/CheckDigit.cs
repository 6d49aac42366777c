namespace Lotmark.Scanner.DigitalLinks;

/// <summary>The mod-10 check digit of GS1 keys (GS1 General Specifications, section 7.9).</summary>
public static class CheckDigit
{
    /// <summary>Whether the last digit of a GTIN, GLN or SSCC follows from the digits before it.</summary>
    public static bool IsValid(ReadOnlySpan<char> digits) =>
        digits.Length >= 2 && !digits.ContainsAnyExceptInRange('0', '9') && digits[^1] == Of(digits[..^1]);

    /// <summary>The check digit that belongs behind these digits.</summary>
    public static char Of(ReadOnlySpan<char> digits)
    {
        var (sum, weight) = (0, 3);
        for (var i = digits.Length - 1; i >= 0; i--)
        {
            sum += (digits[i] - '0') * weight;
            weight = 4 - weight;
        }
        return (char)('0' + (10 - sum % 10) % 10);
    }
}
