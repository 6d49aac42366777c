using System.Buffers;

namespace Lotmark.Scanner.DigitalLinks;

/// <summary>The 82 characters a lot or serial number may hold (GS1 General Specifications, section 7.11).</summary>
public static class CharacterSet82
{
    /// <summary>The characters, in ASCII order.</summary>
    public const string Characters =
        "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";

    private static readonly SearchValues<char> Allowed = SearchValues.Create(Characters);

    /// <summary>Whether every character of a value is in the set.</summary>
    public static bool ContainsAll(ReadOnlySpan<char> value) => !value.ContainsAnyExcept(Allowed);
}
