using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Lotmark.Contracts.Notes;

/// <summary>An inclusion proof with the checkpoint it leads to, as a file (c2sp.org/tlog-proof@v1).</summary>
/// <param name="Index">Index of the leaf.</param>
/// <param name="Path">Inclusion path, from the leaf's sibling up.</param>
/// <param name="Note">The signed checkpoint, verbatim.</param>
public sealed record TlogProof(long Index, IReadOnlyList<byte[]> Path, string Note)
{
    /// <summary>First line of the file.</summary>
    public const string Header = "c2sp.org/tlog-proof@v1";

    private const string IndexWord = "index ";
    private const int MaxHashes = 63;
    private const int MaxLength = SignedNote.MaxLength + 4 * 1024;

    /// <summary>
    /// Reads the file. Only its form is judged: neither the path nor the note has been checked. More than 63 hashes, which no tree
    /// needs, are refused.
    /// </summary>
    public static bool TryParse(string file, [NotNullWhen(true)] out TlogProof? proof)
    {
        proof = null;
        if (file.Length > MaxLength) return false;
        var end = file.IndexOf("\n\n", StringComparison.Ordinal);
        if (end < 0) return false;

        var lines = file[..end].Split('\n');
        if (lines.Length is < 2 or > 2 + MaxHashes || lines[0] != Header || !lines[1].StartsWith(IndexWord, StringComparison.Ordinal)) return false;
        if (!Checkpoint.TryParseNumber(lines[1][IndexWord.Length..], out var index)) return false;
        var path = new List<byte[]>();
        foreach (var line in lines[2..])
        {
            if (!StrictBase64.TryDecodeHash(line, out var hash)) return false;
            path.Add(hash);
        }
        proof = new(index, path, file[(end + 2)..]);
        return true;
    }

    /// <summary>The file.</summary>
    public override string ToString()
    {
        var file = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{Header}\nindex {Index}\n");
        foreach (var hash in Path) file.Append(Convert.ToBase64String(hash)).Append('\n');
        return file.Append('\n').Append(Note).ToString();
    }
}
