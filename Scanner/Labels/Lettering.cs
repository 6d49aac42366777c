using System.Collections.Frozen;
using System.Globalization;

namespace Lotmark.Scanner.Labels;

/// <summary>A face that labels are lettered in.</summary>
internal enum Face
{
    /// <summary>Chinese, to be seen from afar.</summary>
    Bold,

    /// <summary>English.</summary>
    Sans,

    /// <summary>Numbers, in which 0 and O, 1, l and I differ and no character is wider than another.</summary>
    Mono,
}

/// <summary>
/// The letters of labels. They are outlines of our own, in letters.tsv, since a server has no Chinese font, a label printer has none, and a
/// label must look the same wherever it is printed. How they were made, and their licence, lies beside them.
/// </summary>
internal static class Lettering
{
    private const char Missing = '?';

    private static readonly FrozenDictionary<(Face, char), Letter> Letters = Read();

    /// <summary>The letters of a text; English stands in where a face lacks a character.</summary>
    public static IEnumerable<Letter> Of(Face face, string text) =>
        text.Select(character => Letters.GetValueOrDefault((face, character)) ?? Letters.GetValueOrDefault((Face.Sans, character)) ?? Letters[(Face.Sans, Missing)]);

    /// <summary>How long a text is, in letter sizes.</summary>
    public static double Length(Face face, string text) => Of(face, text).Sum(letter => letter.Advance) / 1000d;

    private static FrozenDictionary<(Face, char), Letter> Read()
    {
        using var stream = typeof(Lettering).Assembly.GetManifestResourceStream(typeof(Lettering), "letters.tsv")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('\t'))
            .ToFrozenDictionary(
                columns => (Enum.Parse<Face>(columns[0], ignoreCase: true), columns[1][0]),
                columns => new Letter(int.Parse(columns[2], CultureInfo.InvariantCulture), columns[3]));
    }
}
