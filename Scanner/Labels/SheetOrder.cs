using System.Globalization;
using Lotmark.Scanner.DigitalLinks;
using Lotmark.Scanner.Languages;

namespace Lotmark.Scanner.Labels;

/// <summary>The paper that labels are printed on.</summary>
internal enum Paper
{
    /// <summary>Sheets of A4, to be cut.</summary>
    A4,

    /// <summary>A roll of labels: a label a page.</summary>
    Roll,
}

/// <summary>Which labels to print, on what.</summary>
/// <param name="Lots">The lots, in the order asked for; a lot may come twice.</param>
/// <param name="Size">The labels' size.</param>
/// <param name="Paper">The paper.</param>
/// <param name="Copies">How many of each.</param>
internal sealed record SheetOrder(IReadOnlyList<DigitalLink> Lots, LabelSize Size, Paper Paper, int Copies)
{
    /// <summary>The most labels in one answer.</summary>
    public const int MostLabels = 500;

    // Who sends so many is not helped by more.
    private const int MostFaults = 20;

    private const string Key = "lot=";

    /// <summary>The query, from <c>?</c>, that asks for this.</summary>
    public string Query =>
        $"?{string.Join('&', Lots.Select(lot => Key + lot.Path))}&size={Size.Name}&paper={Paper.ToString().ToLowerInvariant()}&copies={Copies.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>Reads an order; null if <paramref name="wrong"/> says by parameter what is wrong.</summary>
    /// <param name="query">The query as it was sent, for its lots: a value that holds a slash is a lot's path as it stands, and one that
    /// holds none is that path encoded once more, as forms and programs send it.</param>
    /// <param name="size">The name of a <see cref="LabelSize"/>.</param>
    /// <param name="paper"><c>a4</c> or <c>roll</c>.</param>
    /// <param name="copies">Labels of each lot.</param>
    /// <param name="words">The language of what is wrong.</param>
    /// <param name="wrong">What is wrong.</param>
    public static SheetOrder? Read(string query, string? size, string? paper, string? copies, Wording words, out Dictionary<string, string[]> wrong)
    {
        wrong = [];
        var said = LabelWording.Of(words.Language);
        if (!LabelSize.TryParse(size, out var labelSize)) wrong["size"] = [said.LabelSizeWrong];
        Paper? sort = paper switch { null or "a4" => Labels.Paper.A4, "roll" => Labels.Paper.Roll, _ => null };
        if (sort is null) wrong["paper"] = [said.SheetPaperWrong];
        var many = 1;
        if (copies is not null && (!int.TryParse(copies, NumberStyles.None, CultureInfo.InvariantCulture, out many) || many is < 1 or > MostLabels))
            wrong["copies"] = [said.SheetCopiesWrong(MostLabels)];

        var values = query.TrimStart('?').Split('&').Where(part => part.StartsWith(Key, StringComparison.Ordinal)).Select(part => part[Key.Length..]).ToArray();
        List<DigitalLink> lots = [];
        List<string> faults = [];
        foreach (var value in values.Take(MostLabels))
        {
            if (DigitalLink.TryParse(PathIn(value), out var lot, out var error)) lots.Add(lot);
            else if (faults.Count < MostFaults) faults.Add($"{words.Fault(error.Fault)} {error.Seen}".TrimEnd());
        }
        if (values.Length == 0) faults.Add(said.SheetWithoutLots);
        if ((long)values.Length * many > MostLabels && !wrong.ContainsKey("copies")) faults.Add(said.SheetTooLarge((long)values.Length * many, MostLabels));
        if (faults.Count > 0) wrong["lot"] = [.. faults];
        return wrong.Count > 0 ? null : new(lots, labelSize!, sort!.Value, many);
    }

    private static string PathIn(string value) => value.Contains('/', StringComparison.Ordinal) ? value : Uri.UnescapeDataString(value);
}
