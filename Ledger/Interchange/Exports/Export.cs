using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Tables;

namespace Lotmark.Ledger.Interchange.Exports;

/// <summary>Records of lots in a form that an authority asks for.</summary>
/// <param name="Name">By which its address and its file are called.</param>
/// <param name="Words">What its sheets are called.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="Rows">The rows that a lot gives.</param>
internal sealed record Export(string Name, WorkbookWords Words, IReadOnlyList<ColumnHead> Columns, Func<LotHistory, ExportScene, IEnumerable<Cell[]>> Rows)
{
    /// <summary>One by its columns, and what they are filled from.</summary>
    public static Export Of<TRow>(string name, WorkbookWords words, IReadOnlyList<Column<TRow>> columns, Func<LotHistory, ExportScene, IEnumerable<TRow>> rows) => new(
        name, words, [.. columns.Select(c => c.Head)], (history, scene) => rows(history, scene).Select(row => columns.Select(c => c.Value(row)).ToArray()));
}
