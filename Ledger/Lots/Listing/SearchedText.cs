using System.Globalization;
using System.Text;

namespace Lotmark.Ledger.Lots.Listing;

/// <summary>
/// What lots are found by. Text is looked for in lower case, by trigrams where it is long enough; of Chinese, Japanese and Korean, whose words are
/// shorter, and of words of one or two letters, the grams are kept: every single character, every two beside each other, every short word.
/// </summary>
public static class SearchedText
{
    /// <summary>Shorter words have no trigram.</summary>
    internal const int ShortestTrigram = 3;

    /// <summary>What free text is looked for in.</summary>
    public static string Of(Lot lot)
    {
        var about = lot.Description;
        return Normal(string.Join('\n', Names(lot).Concat(
        [
            about.Gtin.Value, about.LotNumber.Value, about.Importer.Uscc.Value, about.OverseasManufacturer.GaccNumber?.Value, about.OverseasManufacturer.ForeignEstablishmentNo,
            about.ContainerNo?.Value, about.CiqCertificateNo, about.PortOfEntry.Value, about.OriginCountry.Value, about.ExportCountry.Value, .. Certificates(lot),
        ]).OfType<string>()));
    }

    /// <summary>Codes that are looked for as a whole: <c>kind:CODE</c>.</summary>
    public static IEnumerable<string> Codes(Lot lot)
    {
        var about = lot.Description;
        (string Kind, string? Number)[] declared =
        [
            (Code.Gtin, about.Gtin.Value), (Code.LotNumber, about.LotNumber.Value), (Code.Container, about.ContainerNo?.Value), (Code.Certificate, about.CiqCertificateNo),
            (Code.Manufacturer, about.OverseasManufacturer.GaccNumber?.Value), (Code.Manufacturer, about.OverseasManufacturer.ForeignEstablishmentNo),
            (Code.ExportCountry, about.ExportCountry.Value), (Code.Port, about.PortOfEntry.Value),
            .. Certificates(lot).Select(number => (Code.Certificate, (string?)number)),
            .. lot.Balances.Stocks.Keys.Concat(lot.Balances.Shipments.Values.Select(s => s.To)).Select(place => (Code.Location, (string?)place)),
        ];
        return declared.Where(d => d.Number is not null).Select(d => Code.Of(d.Kind, d.Number!)).Distinct();
    }

    /// <summary>Codes by which those alone find it who may know them.</summary>
    public static IEnumerable<string> SealedCodes(Lot lot)
    {
        var about = lot.Description;
        yield return Code.Of(Code.Declaration, about.CustomsDeclarationNo.Value);
        if (about.BillOfLadingNo is { } bill) yield return Code.Of(Code.BillOfLading, bill.Value);
        if (about.ContractNo is { } contract) yield return Code.Of(Code.Contract, contract.Value);
    }

    /// <summary>The words of its names that somebody may mistype: of letters, four or more.</summary>
    public static IEnumerable<string> NameWords(Lot lot) =>
        Names(lot).OfType<string>().SelectMany(name => Normal(name).Split([' ', ',', '.', '(', ')', '/', '-', '&'], StringSplitOptions.RemoveEmptyEntries)).Where(IsCorrectable);

    /// <summary>Whether a word is one that may have been mistyped.</summary>
    public static bool IsCorrectable(string word) => word.Length is >= 4 and <= 40 && word.All(c => char.IsLetter(c) && !IsIdeograph(c));

    /// <summary>The grams of a text, as they are kept of what is found and of what is looked for.</summary>
    public static IEnumerable<string> Grams(string text)
    {
        foreach (var word in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            if (word.Length < ShortestTrigram) yield return word;
            for (var i = 0; i < word.Length; i++)
            {
                if (!IsIdeograph(word[i])) continue;
                yield return word[i].ToString();
                if (i + 1 < word.Length && IsIdeograph(word[i + 1])) yield return word.Substring(i, 2);
            }
        }
    }

    /// <summary>Whether a word is kept as a gram: it is found by that alone.</summary>
    public static bool IsGram(string word) => word.Length < ShortestTrigram && (word.All(IsIdeograph) || !word.Any(IsIdeograph));

    /// <summary>Text in the one form in which it is compared: compatibility forms (full-width digits) as their usual ones, lower case.</summary>
    /// <remarks>What is no character (U+FFFE and its like, half a surrogate pair) is left out: it can't be normalised, and nobody looks for it.</remarks>
    public static string Normal(string text)
    {
        if (text.Any(c => char.IsSurrogate(c) || c >= '\uFDD0'))
            text = string.Concat(text.EnumerateRunes().Where(r => (r.Value & 0xFFFE) != 0xFFFE && r.Value is not (>= 0xFDD0 and <= 0xFDEF) && r != Rune.ReplacementChar).Select(r => r.ToString()));
        return text.Normalize(NormalizationForm.FormKC).ToLower(CultureInfo.InvariantCulture);
    }

    // Of one code unit: half of a pair is no character, and no gram. What is written with pairs is found by its trigrams.
    internal static bool IsIdeograph(char c) => CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.OtherLetter;

    private static string?[] Names(Lot lot)
    {
        var about = lot.Description;
        return
        [
            about.ProductName.Zh, about.ProductName.En, about.Brand, about.Species, about.OverseasManufacturer.Name, about.Exporter.Name, about.Importer.Name.Zh, about.Importer.Name.En,
        ];
    }

    private static IEnumerable<string> Certificates(Lot lot) => lot.Documents.Values.Select(d => d.Content.Number).OfType<string>();

    /// <summary>Kinds of codes.</summary>
    public static class Code
    {
        internal const string Gtin = "gtin", LotNumber = "lot", Container = "container", Certificate = "certificate", Manufacturer = "manufacturer", ExportCountry = "export", Port = "port",
            Location = "location", Declaration = "declaration", BillOfLading = "bill", Contract = "contract";

        internal static string Of(string kind, string code) => $"{kind}:{Normal(code)}";
    }
}
