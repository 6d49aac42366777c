namespace Lotmark.Scanner.DigitalLinks;

/// <summary>The mod-10 check digit of GS1 keys (GS1 General Specifications, section 7.9).</summary>
public static class CheckDigit
{
    /// <summary>Whether the last digit of a GTIN, GLN or SSCC follows from the digits before it.</summary>
    public static bool IsValid(ReadOnlySpan<char> digits)
    {
        if (digits.Length < 2 || digits.ContainsAnyExceptInRange('0', '9')) return false;

        var sum = 0;
        var weight = 3;
        for (var i = digits.Length - 2; i >= 0; i--)
        {
            sum += (digits[i] - '0') * weight;
            weight = 4 - weight;
        }
        return (10 - sum % 10) % 10 == digits[^1] - '0';
    }
}
