using Lotmark.Scanner.DigitalLinks;
using Lotmark.Scanner.Languages;
using Lotmark.Scanner.Lots;

namespace Lotmark.Scanner.Labels;

/// <summary>One line of a label, in millimetres from its left upper corner.</summary>
/// <param name="Text">What it says.</param>
/// <param name="Face">What it is lettered in.</param>
/// <param name="X">Where it begins.</param>
/// <param name="Y">Its base line.</param>
/// <param name="Size">The size of its letters.</param>
internal sealed record LabelLine(string Text, Face Face, double X, double Y, double Size);

/// <summary>What stands where on the label of a lot. All forms of it are drawn from this.</summary>
/// <param name="Size">The label's size.</param>
/// <param name="Code">Its code.</param>
/// <param name="Lines">Its lines.</param>
/// <param name="Words">What it says, to be read aloud.</param>
internal sealed record LabelLayout(LabelSize Size, QrSymbol Code, IReadOnlyList<LabelLine> Lines, string Words)
{
    private const string Purpose = "扫码溯源";
    private const string PurposeInEnglish = "Scan to trace";

    // What fits beside the code of the small label in letters of a size that still reads: all of a GTIN, most lot numbers.
    private const int SmallLine = 14;

    /// <summary>The label of a lot, whose code reads as <paramref name="uri"/>.</summary>
    public static LabelLayout Of(LabelSize size, DigitalLink link, LotDocument lot, string uri)
    {
        var (category, english) = (CategoryIn(Language.Zh, lot), CategoryIn(Language.En, lot));
        IEnumerable<LabelLine?> lines = size == LabelSize.Large ? Large(link, category, english) : Small(link, category);
        string?[] words = [Purpose, PurposeInEnglish, category, english, $"(01) {link.Gtin}", $"(10) {link.LotNumber}"];
        return new(size, QrSymbol.Of(uri), [.. lines.OfType<LabelLine>()], string.Join(", ", words.OfType<string>()));
    }

    private static IEnumerable<LabelLine?> Large(DigitalLink link, string? category, string? english) =>
    [
        Line(Purpose, Face.Bold, 42, 9, 6.4, 26),
        Line(PurposeInEnglish, Face.Sans, 42, 14.2, 3.6, 26),
        Line(category, Face.Bold, 42, 28, 4.6, 26),
        Line(english, Face.Sans, 42, 33, 3, 26),
        Line($"(01) {link.Gtin}", Face.Mono, 4, 44, 3.4, 64),
        Line($"(10) {link.LotNumber}", Face.Mono, 4, 48, 3.4, 64),
    ];

    private static IEnumerable<LabelLine?> Small(DigitalLink link, string? category) =>
    [
        Line(Purpose, Face.Bold, 30, 6, 4.7, 19),
        Line(category, Face.Bold, 30, 10.8, 3.4, 19),
        Line("(01)", Face.Mono, 30, 15.2, 2.1, 19),
        Line(link.Gtin, Face.Mono, 30, 18.1, 2.7, 19),
        Line("(10)", Face.Mono, 30, 21.7, 2.1, 19),
        .. link.LotNumber.Chunk(SmallLine).Select((part, index) => Line(new(part), Face.Mono, 30, 24.6 + 3 * index, 2.7, 19)),
    ];

    private static LabelLine? Line(string? text, Face face, double x, double y, double size, double width) =>
        text is null ? null : new(text, face, x, y, Math.Min(size, width / Lettering.Length(face, text)));

    private static string? CategoryIn(Language language, LotDocument lot) =>
        lot.Category is { Length: > 0 } code ? Wording.Of(language).CategoryName(code) : null;
}
