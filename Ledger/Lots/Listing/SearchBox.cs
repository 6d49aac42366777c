using Lotmark.Ledger.Problems;
using Lotmark.Scanner.Scan;

namespace Lotmark.Ledger.Lots.Listing;

/// <summary>What somebody typed or scanned into the one box.</summary>
/// <param name="Lot">Name of the one lot that it stands for: an address, a path or a GS1 element string; null for words.</param>
/// <param name="Words">Words that must all be found, in the form in which they are compared.</param>
public sealed record SearchBox(string? Lot, IReadOnlyList<string> Words)
{
    private const int LongestText = 100, MostWords = 8;

    /// <summary>What is wrong with such a text.</summary>
    public static readonly FieldProblem TooLong = new(
        "text-length", $"Search for at most {MostWords} words and {LongestText} characters.", $"搜索内容最多{MostWords}个词、{LongestText}个字符。");

    /// <summary>Reads it; null when it is nothing to search for.</summary>
    public static SearchBox? Read(string text)
    {
        if (text.Any(char.IsControl) || text.Length > ScannedCode.Longest) return null;
        switch (ScannedCode.Read(text))
        {
            case ScannedCode.OfLot lot: return new(lot.Link.Path, []);
            case ScannedCode.OfProduct(var gtin): return new(null, [gtin.PadLeft(14, '0')]);
        }
        var words = SearchedText.Normal(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return text.Length > LongestText || words.Length > MostWords ? null : new(null, words);
    }
}
