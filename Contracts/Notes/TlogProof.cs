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

    /// <summary>The file.</summary>
    public override string ToString()
    {
        var file = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{Header}\nindex {Index}\n");
        foreach (var hash in Path) file.Append(Convert.ToBase64String(hash)).Append('\n');
        return file.Append('\n').Append(Note).ToString();
    }
}
