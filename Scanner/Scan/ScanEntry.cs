using Lotmark.Scanner.DigitalLinks;
using Lotmark.Scanner.Languages;
using Microsoft.AspNetCore.Http;

namespace Lotmark.Scanner.Scan;

/// <summary>What somebody entered on the scan page, and what came of it.</summary>
public sealed record ScanEntry
{
    private const string GtinField = "gtin", LotField = "lotNumber", CodeField = "code";

    /// <summary>The product number as typed.</summary>
    public string Gtin { get; private init; } = "";

    /// <summary>The lot number as typed.</summary>
    public string LotNumber { get; private init; } = "";

    /// <summary>The code as scanned or pasted.</summary>
    public string Code { get; private init; } = "";

    /// <summary>The lot that was meant; null if none was found.</summary>
    public DigitalLink? Lot { get; private init; }

    /// <summary>The item that was meant; null if the whole lot was.</summary>
    public string? Serial { get; private init; }

    /// <summary>The site that the code names, if it names one.</summary>
    public string? Site { get; private init; }

    /// <summary>What is wrong, by the name of the field.</summary>
    public IReadOnlyDictionary<string, string> Mistakes { get; private init; } = new Dictionary<string, string>();

    /// <summary>Reads the query of a request; one without any of the fields asks for the empty page.</summary>
    /// <param name="query">The query.</param>
    /// <param name="words">The language of the mistakes.</param>
    /// <param name="required">Whether it is a mistake to enter nothing.</param>
    internal static ScanEntry Of(IQueryCollection query, Wording words, bool required) =>
        query.ContainsKey(CodeField) ? OfCode(query[CodeField].ToString(), words)
        : query.ContainsKey(GtinField) || query.ContainsKey(LotField) ? OfNumbers(query[GtinField].ToString(), query[LotField].ToString(), words)
        : required ? OfCode("", words)
        : new();

    private static ScanEntry OfCode(string code, Wording words)
    {
        var said = ScanWording.Of(words.Language);
        var entry = new ScanEntry { Code = code.Length > ScannedCode.Longest ? code[..ScannedCode.Longest] : code };
        if (string.IsNullOrWhiteSpace(code)) return entry.With(CodeField, said.Mistake(ScanMistake.CodeMissing));
        if (code.Length > ScannedCode.Longest) return entry.With(CodeField, said.Mistake(ScanMistake.CodeTooLong));

        return ScannedCode.Read(code) switch
        {
            ScannedCode.OfLot(var link, var serial, var site) => entry with { Lot = link, Serial = serial, Site = site },
            ScannedCode.OfProduct(var gtin) => new ScanEntry { Gtin = gtin }.With(LotField, said.Mistake(ScanMistake.OnlyAProduct)),
            ScannedCode.Faulty(var error) => entry.With(CodeField, LinkWording.Of(words.Language).Fault(words, error)),
            _ => entry.With(CodeField, said.Mistake(ScanMistake.NotALotCode)),
        };
    }

    private static ScanEntry OfNumbers(string typedGtin, string typedLot, Wording words)
    {
        var said = ScanWording.Of(words.Language);
        var entry = new ScanEntry { Gtin = Shorten(typedGtin), LotNumber = Shorten(typedLot) };
        var (gtin, lot) = (TypedText.Gtin(typedGtin), TypedText.Tidy(typedLot));
        if (DigitalLink.TryCreate(gtin ?? "", lot, out var link, out var error)) return entry with { Lot = link };

        // Both fields are judged, so that nobody has to send the form twice.
        if (gtin is null) entry = entry.With(GtinField, said.Mistake(string.IsNullOrWhiteSpace(typedGtin) ? ScanMistake.GtinMissing : ScanMistake.GtinForm));
        else if (error.Part == DigitalLinkPart.Gtin) entry = entry.With(GtinField, words.Fault(error.Fault));
        return DigitalLink.TryCreate(KnownGtin, lot, out _, out error) ? entry : entry.With(LotField, words.Fault(error.Fault));
    }

    // Stands in where only the lot number is to be judged.
    private const string KnownGtin = "00000000000000";

    private ScanEntry With(string field, string mistake) => this with { Mistakes = new Dictionary<string, string>(Mistakes) { [field] = mistake } };

    private static string Shorten(string text) => text.Length > 100 ? text[..100] : text;
}
