using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Lotmark.Ledger.Inspection.Audit;

/// <summary>Mismatches as people read them: one line that names the place, and what should be there over what is.</summary>
internal sealed class AuditReport(Action<string> print)
{
    private const int MostPrinted = 1000;

    private long _told;

    public void Tell(Mismatch mismatch)
    {
        if (++_told > MostPrinted) return;
        print($"✗ {Line(mismatch)}\n    expected  {Plain(mismatch.Expected)}\n    found     {Plain(mismatch.Found)}");
        if (_told == MostPrinted) print($"  The first {MostPrinted} are printed; the others are counted.");
    }

    /// <summary>Where, which lot, event and leaf.</summary>
    public static string Line(Mismatch mismatch)
    {
        var line = new StringBuilder(Name(mismatch.Where));
        if (mismatch.Lot is { } lot) line.Append("  lot ").Append(Plain(lot));
        if (mismatch.Event is { } number) line.Append(CultureInfo.InvariantCulture, $"  event {number}");
        if (mismatch.Index is { } index) line.Append(CultureInfo.InvariantCulture, $"  {(IsOfTree(mismatch.Where) ? "size" : "leaf")} {index}");
        return line.ToString();
    }

    private static string Name(Where where) => JsonNamingPolicy.KebabCaseLower.ConvertName(where.ToString());

    private static bool IsOfTree(Where where) => where is >= Where.KeyIntroduction and <= Where.AnchorBeyondEnd;

    // Whoever wrote into the database may have meant the terminal.
    private static string Plain(string text) => string.Concat(text.Select(c => char.IsControl(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Format ? '\ufffd' : c));
}
