using System.Buffers;
using System.Security.Cryptography;

namespace Lotmark.Ledger.Serials;

/// <summary>
/// Serial numbers that nobody guesses: fifteen random characters (67 bits) and one that checks them. The 23 characters leave out
/// whatever is taken for another on a label (0 O Q, 1 I L, 2 Z, 5 S, 8 B, V U); 23 is a prime, so that each single wrong character and
/// each two that changed places show.
/// </summary>
public static class NewSerials
{
    /// <summary>The characters, all of GS1 character set 82.</summary>
    public const string Alphabet = "34679ACDEFGHJKMNPRTUWXY";

    /// <summary>Characters of a serial number, the checking one included.</summary>
    public const int Length = Random + 1;

    private const int Random = 15;

    private static readonly SearchValues<char> Allowed = SearchValues.Create(Alphabet);

    // 16 times this is 1 modulo 23.
    private const int InverseOfLength = 13;

    /// <summary>So many of them, in ordinal order, all different.</summary>
    public static string[] Make(int count)
    {
        var made = new HashSet<string>(count);
        while (made.Count < count) made.Add(One());
        string[] sorted = [.. made];
        Array.Sort(sorted, StringComparer.Ordinal);
        return sorted;
    }

    /// <summary>Whether a text can be one of them: what was mistyped can't.</summary>
    public static bool Checks(string serial) => serial.Length == Length && !serial.AsSpan().ContainsAnyExcept(Allowed) && Sum(serial) == 0;

    private static string One()
    {
        var random = RandomNumberGenerator.GetString(Alphabet, Random);
        return random + Alphabet[(Alphabet.Length - Sum(random)) * InverseOfLength % Alphabet.Length];
    }

    // Each character has a weight of its own, none of them a multiple of 23.
    private static int Sum(string characters)
    {
        var sum = 0;
        for (var i = 0; i < characters.Length; i++) sum += (i + 1) * Alphabet.IndexOf(characters[i], StringComparison.Ordinal);
        return sum % Alphabet.Length;
    }
}
