using System.Globalization;
using System.Text;

namespace Lotmark.Scanner.Reports;

/// <summary>What was filled in so far, as the form shows it again, and what is wrong with it.</summary>
public sealed class ReportDraft
{
    internal const int LongestText = 2000, LongestDistrict = 40, LongestContact = 200;

    private readonly SortedDictionary<ReportField, ReportFault> _faults = [];

    /// <summary>What is wrong, in the order of the form.</summary>
    public IReadOnlyDictionary<ReportField, ReportFault> Faults => _faults;

    /// <summary>What is wrong; null before it was chosen.</summary>
    public ProblemKind? Kind { get; private set; }

    /// <summary>More, in words.</summary>
    public string Text { get; private set; } = "";

    /// <summary>The city chosen; "" when it is none of those offered.</summary>
    public string City { get; private set; } = "";

    /// <summary>The place written.</summary>
    public string District { get; private set; } = "";

    /// <summary>How to reach who reports.</summary>
    public string Contact { get; private set; } = "";

    /// <summary>Reads the fields and notes what is wrong with them. What can't be kept in a text is left out when the form is shown again.</summary>
    internal static ReportDraft Of(SentForm form, ReportableLot lot)
    {
        var draft = new ReportDraft();
        draft.Kind = Enum.GetValues<ProblemKind>().Cast<ProblemKind?>().FirstOrDefault(kind => Code(kind!.Value) == form["kind"]);
        if (draft.Kind is null) draft.Fail(ReportField.Kind, ReportFault.Missing);

        draft.City = lot.Cities.Contains(form["city"]) ? form["city"]! : "";
        draft.District = draft.Read(ReportField.Place, form["district"], LongestDistrict, breaks: false);
        if (!draft.District.EnumerateRunes().All(IsOfPlace)) draft.Fail(ReportField.Place, ReportFault.PlaceCharacters);
        if (draft is { City: "", District: "" }) draft.Fail(ReportField.Place, ReportFault.Missing);

        draft.Text = draft.Read(ReportField.Text, form["text"], LongestText, breaks: true);
        if (draft is { Kind: ProblemKind.Other, Text: "" }) draft.Fail(ReportField.Text, ReportFault.Missing);
        draft.Contact = draft.Read(ReportField.Contact, form["contact"], LongestContact, breaks: false);

        if (form.PhotoIsTooLarge) draft.Fail(ReportField.Photo, ReportFault.PhotoTooLarge);
        else if (form.Photo is { } photo && ReportPhoto.FaultOf(photo) is { } fault) draft.Fail(ReportField.Photo, fault);
        if (form["website"] != "") draft.Fail(ReportField.Form, ReportFault.Trap);
        return draft;
    }

    /// <summary>Notes a fault; the first of a field counts.</summary>
    internal void Fail(ReportField field, ReportFault fault) => _faults.TryAdd(field, fault);

    /// <summary>A kind as the form sends it.</summary>
    public static string Code(ProblemKind kind) => char.ToLowerInvariant(kind.ToString()[0]) + kind.ToString()[1..];

    private string Read(ReportField field, string? sent, int longest, bool breaks)
    {
        var text = (sent ?? "").ReplaceLineEndings("\n");
        var fit = string.Concat(text.Where(c => !IsUnfit(c) || (breaks && c == '\n')));
        if (sent is null || fit.Length != text.Length) Fail(field, ReportFault.Characters);
        fit = fit.Normalize(NormalizationForm.FormC).Trim();
        if (fit.Length > longest) Fail(field, ReportFault.TooLong);
        return fit;
    }

    // It stands in the public log: what names a place has no digits, a telephone or a house has.
    private static bool IsOfPlace(Rune c) => Rune.IsLetter(c) || (c.IsBmp && " -'’.,，、·()（）".Contains((char)c.Value, StringComparison.Ordinal))
        || Rune.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    // Bidirectional embeddings, overrides and isolates (UAX #9) make a text read as another one.
    private static bool IsUnfit(char c) =>
        char.IsControl(c) || c is '\uFFFE' or '\uFFFF' or '\u2028' or '\u2029' or '\u200E' or '\u200F' or '\u061C' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
