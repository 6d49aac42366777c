using System.Text.RegularExpressions;

namespace Lotmark.Scanner.Scan;

/// <summary>
/// GS1 element strings, as barcodes hold them and people read them (GS1 General Specifications, sections 7.8 and 4.14):
/// <c>(01)09520123451189(10)EC/VAN-0926.17</c>, or without brackets, where a group separator ends what has no fixed length.
/// </summary>
internal static partial class ElementString
{
    private const char Separator = '\u001d';

    /// <summary>The values by Application Identifier; null if the text is no element string.</summary>
    /// <param name="text">Without spaces around it.</param>
    public static IReadOnlyDictionary<string, string>? Read(string text)
    {
        // What a reader puts before the data to tell the kind of barcode (ISO/IEC 15424), such as ]Q3.
        var named = SymbologyIdentifier().Match(text);
        var data = text[named.Length..].TrimStart(Separator);
        return data.StartsWith('(') ? Bracketed(data) : named.Success || BeginsWithGtin().IsMatch(data) ? Plain(data) : null;
    }

    private static Dictionary<string, string>? Bracketed(string data)
    {
        var found = new Dictionary<string, string>();
        for (var at = 0; at < data.Length;)
        {
            var element = BracketedElement().Match(data, at);
            if (!element.Success) return null;

            at += element.Length;
            if (!Add(found, element.Groups[1].Value, element.Groups[2].Value.Trim().Replace(@"\(", "(", StringComparison.Ordinal))) return null;
        }
        return found;
    }

    private static Dictionary<string, string>? Plain(string data)
    {
        var found = new Dictionary<string, string>();
        for (var at = 0; at < data.Length;)
        {
            if (data[at] == Separator)
            {
                at++;
                continue;
            }
            if (at + 2 > data.Length || data.AsSpan(at, 2).ContainsAnyExceptInRange('0', '9')) return null;

            // Only the identifiers of two digits matter here: of the others it is enough to know where they end.
            var identifier = data.Substring(at, 2);
            var end = FixedLength(identifier) is { } length ? at + length : data.IndexOf(Separator, at) is >= 0 and var separator ? separator : data.Length;
            if (end > data.Length || !Add(found, identifier, data[(at + 2)..end])) return null;
            at = end;
        }
        return found;
    }

    // The same element twice is allowed if it says the same (section 4.14.1).
    private static bool Add(Dictionary<string, string> found, string identifier, string value) =>
        found.TryAdd(identifier, value) || found[identifier] == value || identifier is not ("01" or "10");

    /// <summary>Characters of an element with its identifier (section 7.8.5, figure 7.8.5-2); null if a separator ends it.</summary>
    private static int? FixedLength(string identifier) => identifier switch
    {
        "00" => 20,
        "01" or "02" or "03" => 16,
        "04" => 18,
        "11" or "12" or "13" or "14" or "15" or "16" or "17" or "18" or "19" => 8,
        "20" => 4,
        "31" or "32" or "33" or "34" or "35" or "36" => 10,
        "41" => 16,
        _ => null,
    };

    [GeneratedRegex(@"^\][A-Za-z][0-9A-Za-z]", RegexOptions.CultureInvariant)]
    private static partial Regex SymbologyIdentifier();

    [GeneratedRegex(@"^01[0-9]{14}", RegexOptions.CultureInvariant)]
    private static partial Regex BeginsWithGtin();

    // A bracket inside a value is written \( where it could be taken for an identifier.
    [GeneratedRegex(@"\G\(([0-9]{2,4})\)((?:\\\(|[^(]|\((?![0-9]{2,4}\)))*)", RegexOptions.CultureInvariant)]
    private static partial Regex BracketedElement();
}
