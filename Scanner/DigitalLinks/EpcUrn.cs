using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Lotmark.Scanner.DigitalLinks;

/// <summary>
/// The older names of the same things (EPC Tag Data Standard 2.0, sections 6 and 8): every such name has one Digital Link. Back again leads only
/// who knows how many digits of the key are the company's.
/// </summary>
public static class EpcUrn
{
    /// <summary>Shortest and longest company prefix, in digits.</summary>
    public const int ShortestPrefix = 6, LongestPrefix = 12;

    private const string Start = "urn:epc:";

    // "#" is no character of set 82, and these would end or disturb the name (section 6.3.1).
    private const string Escaped = "\"%&/<>?";

    private static readonly SearchValues<char> NeverBare = SearchValues.Create("\"&/<>?");

    /// <summary>The Digital Link of a name, false if it is none that has one.</summary>
    /// <param name="urn">Such as <c>urn:epc:class:lgtin:4012345.012345.Lot987</c>: lgtin, sgtin, sscc, sgln, pgln, giai, gdti, or idpat:sgtin with any serial.</param>
    /// <param name="link">The link.</param>
    public static bool TryParse(string urn, [NotNullWhen(true)] out DigitalLinkUri? link)
    {
        link = null;
        if (!urn.StartsWith(Start, StringComparison.Ordinal) || urn[Start.Length..].Split(':', 3) is not [var type, var scheme, var name]) return false;

        var parts = name.Split('.', scheme is "sscc" or "pgln" or "giai" ? 2 : 3);
        if (!parts[0].Length.IsPrefixLength() || !parts[0].IsDigits() || parts.Length < 2) return false;

        var elements = (type, scheme, parts) switch
        {
            ("class", "lgtin", [var company, var item, var lot]) => Elements(Gtin(company, item), ApplicationIdentifiers.Lot, Unescape(lot)),
            ("id", "sgtin", [var company, var item, var serial]) => Elements(Gtin(company, item), ApplicationIdentifiers.Serial, Unescape(serial)),
            ("idpat", "sgtin", [var company, var item, "*"]) => Elements(Gtin(company, item)),
            ("id", "sscc", [var company, var reference]) => Elements(Sscc(company, reference)),
            ("id", "sgln", [var company, var place, "0"]) => Elements(Gln(ApplicationIdentifiers.Location, company, place)),
            ("id", "sgln", [var company, var place, var extension]) =>
                Elements(Gln(ApplicationIdentifiers.Location, company, place), ApplicationIdentifiers.LocationExtension, Unescape(extension)),
            ("id", "pgln", [var company, var party]) => Elements(Gln(ApplicationIdentifiers.Party, company, party)),
            ("id", "gdti", [var company, var document, var serial]) when Unescape(serial) is { } text && Gln(ApplicationIdentifiers.Document, company, document) is { } key =>
                Elements(key with { Value = key.Value + text }),
            ("id", "giai", [var company, var asset]) when Unescape(asset) is { Length: > 0 } text => Elements(new(ApplicationIdentifiers.Asset, company + text)),
            _ => null,
        };
        return elements is not null && DigitalLinkUri.TryCreate(elements, out link, out _);
    }

    /// <summary>The name of what a link means at its finest level; false if there is none, such as for a GTIN with a variant alone.</summary>
    /// <param name="link">The link.</param>
    /// <param name="prefixLength">How many digits of the key are the company's, 6 to 12: the link does not tell.</param>
    /// <param name="urn">The name.</param>
    public static bool TryFormat(DigitalLinkUri link, int prefixLength, [NotNullWhen(true)] out string? urn)
    {
        urn = null;
        if (!prefixLength.IsPrefixLength()) return false;

        var key = link.PrimaryKey.Value;
        urn = link.PrimaryKey.Identifier switch
        {
            ApplicationIdentifiers.Gtin => OfGtin(link, $"{key.Substring(1, prefixLength)}.{key[0]}{key[(prefixLength + 1)..13]}"),
            ApplicationIdentifiers.Sscc => $"{Start}id:sscc:{key.Substring(1, prefixLength)}.{key[0]}{key[(prefixLength + 1)..17]}",
            ApplicationIdentifiers.Location => $"{Start}id:sgln:{Divide(key, prefixLength)}.{Escape(link.Key(ApplicationIdentifiers.LocationExtension) ?? "0")}",
            ApplicationIdentifiers.Party => $"{Start}id:pgln:{Divide(key, prefixLength)}",
            ApplicationIdentifiers.Document when key.Length > 13 => $"{Start}id:gdti:{Divide(key, prefixLength)}.{Escape(key[13..])}",
            ApplicationIdentifiers.Asset when key.Length > prefixLength && key[..prefixLength].IsDigits() => $"{Start}id:giai:{key[..prefixLength]}.{Escape(key[prefixLength..])}",
            _ => null,
        };
        return urn is not null;
    }

    private static string? OfGtin(DigitalLinkUri link, string item) =>
        link.Key(ApplicationIdentifiers.Serial) is { } serial ? $"{Start}id:sgtin:{item}.{Escape(serial)}"
        : link.Key(ApplicationIdentifiers.Lot) is { } lot ? $"{Start}class:lgtin:{item}.{Escape(lot)}"
        : link.Keys.Count == 1 ? $"{Start}idpat:sgtin:{item}.*"
        : null;

    private static string Divide(string key, int prefixLength) => $"{key[..prefixLength]}.{key[prefixLength..12]}";

    // The indicator digit stands before the item's own number.
    private static DigitalLinkElement? Gtin(string company, string item) => Key(ApplicationIdentifiers.Gtin, company, item, 13, indicator: true);

    private static DigitalLinkElement? Sscc(string company, string reference) => Key(ApplicationIdentifiers.Sscc, company, reference, 17, indicator: true);

    private static DigitalLinkElement? Gln(string identifier, string company, string reference) => Key(identifier, company, reference, 12, indicator: false);

    private static DigitalLinkElement? Key(string identifier, string company, string reference, int digits, bool indicator)
    {
        if (company.Length + reference.Length != digits || !reference.IsDigits()) return null;

        var key = indicator ? reference[..1] + company + reference[1..] : company + reference;
        return new(identifier, key + CheckDigit.Of(key));
    }

    private static DigitalLinkElement[]? Elements(DigitalLinkElement? key) => key is { } found ? [found] : null;

    private static DigitalLinkElement[]? Elements(DigitalLinkElement? key, string qualifier, string? value) =>
        key is { } found && value is not null ? [found, new(qualifier, value)] : null;

    private static string Escape(string value) =>
        string.Concat(value.Select(character => Escaped.Contains(character, StringComparison.Ordinal) ? $"%{(int)character:X2}" : character.ToString()));

    // What has to be escaped may not stand there as itself: one name, one spelling but for the case of hexadecimal digits.
    private static string? Unescape(string text) => text.AsSpan().ContainsAny(NeverBare) ? null : PercentEncoding.Decode(text);

    private static bool IsPrefixLength(this int length) => length is >= ShortestPrefix and <= LongestPrefix;

    private static bool IsDigits(this string text) => text.Length > 0 && !text.AsSpan().ContainsAnyExceptInRange('0', '9');
}
