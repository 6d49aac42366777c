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

    /// <summary>Reads the text of a note. Further lines are allowed; they say nothing about the tree.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out Checkpoint? checkpoint)
    {
        checkpoint = null;
        var lines = text.Split('\n');
        if (lines.Length < 4 || lines[^1].Length != 0 || lines[0].Length == 0) return false;
        if (!long.TryParse(lines[1], NumberStyles.None, CultureInfo.InvariantCulture, out var size) || size.ToString(CultureInfo.InvariantCulture) != lines[1]) return false;
        Span<byte> root = stackalloc byte[MerkleTree.HashSize];
        if (!Convert.TryFromBase64String(lines[2], root, out var written) || written != MerkleTree.HashSize || Convert.ToBase64String(root) != lines[2]) return false;
        if (size == 0 && !root.SequenceEqual(MerkleTree.EmptyRoot)) return false;
        checkpoint = new(lines[0], size, root.ToArray());
        return true;
    }
}
