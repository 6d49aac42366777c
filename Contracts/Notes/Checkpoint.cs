using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Lotmark.Contracts.Tree;

namespace Lotmark.Contracts.Notes;

/// <summary>What a log commits to at a size (C2SP tlog-checkpoint).</summary>
/// <param name="Origin">Name of the log: a scheme-less URL.</param>
/// <param name="Size">Number of leaves.</param>
/// <param name="Root">Root of the tree, 32 bytes.</param>
public sealed record Checkpoint(string Origin, long Size, byte[] Root)
{
    /// <summary>The text that is signed: origin, size, root in base64, a line each.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"{Origin}\n{Size}\n{Convert.ToBase64String(Root)}\n");

    /// <summary>Reads the text of a note. Further lines are allowed unless empty; they say nothing about the tree.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out Checkpoint? checkpoint)
    {
        checkpoint = null;
        var lines = text.Split('\n');
        if (lines.Length < 4 || lines[^1].Length != 0 || lines[..^1].Any(l => l.Length == 0) || !NoteText.IsPlain(text)) return false;
        if (!TryParseNumber(lines[1], out var size) || !StrictBase64.TryDecodeHash(lines[2], out var root)) return false;
        if (size == 0 && !root.AsSpan().SequenceEqual(MerkleTree.EmptyRoot)) return false;
        checkpoint = new(lines[0], size, root);
        return true;
    }

    // Decimal, without sign or leading zero, below 2^63.
    internal static bool TryParseNumber(string text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number.ToString(CultureInfo.InvariantCulture) == text;
}
