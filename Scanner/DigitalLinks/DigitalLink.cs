using System.Diagnostics.CodeAnalysis;

namespace Lotmark.Scanner.DigitalLinks;

/// <summary>The key of one lot, GTIN and lot number, as a web address (GS1 Digital Link URI Syntax).</summary>
/// <param name="Gtin">The product number, 14 digits.</param>
/// <param name="LotNumber">The batch or lot number as printed: 1-20 characters of GS1 set 82, case-sensitive, not percent-encoded.</param>
/// <remarks>
/// One lot has one spelling, <c>01/09520123451189/10/EC%2FVAN-0926.17</c>: unreserved characters of RFC 3986 stand, all others
/// are percent-encoded in upper case. <see cref="TryParse(string, out DigitalLink, out DigitalLinkError?)"/> understands the others too.
/// </remarks>
public readonly record struct DigitalLink(string Gtin, string LotNumber)
{
    /// <summary>The longest lot number, in characters.</summary>
    public const int LongestLotNumber = 20;

    /// <summary><c>01/{gtin}/10/{lot}</c> in the one spelling, without a leading slash.</summary>
    public string Path => $"01/{Gtin}/10/{Encode(LotNumber)}";

    /// <summary>The form for matching and hashing, independent of who serves it (canonical GS1 Digital Link URI).</summary>
    public string Canonical => $"https://id.gs1.org/{Path}";

    /// <summary>The address that a label carries.</summary>
    /// <param name="publicUrl">Scheme, host and, if any, path prefix of the service.</param>
    public string Uri(string publicUrl) => $"{publicUrl.TrimEnd('/')}/{Path}";

    /// <summary>Percent-encodes all but the unreserved characters (RFC 3986, section 2.3).</summary>
    public static string Encode(string value) => System.Uri.EscapeDataString(value);

    /// <summary>Parses a key that is not percent-encoded, such as the two fields of a request.</summary>
    public static bool TryCreate(string gtin, string lotNumber, out DigitalLink link, [NotNullWhen(false)] out DigitalLinkError? error)
    {
        link = default;
        error = DigitalLinkGrammar.FaultOfGtin(gtin) is { } gtinFault ? new(DigitalLinkPart.Gtin, gtinFault, DigitalLinkError.Shorten(gtin))
            : DigitalLinkGrammar.FaultOfLot(lotNumber) is { } lotFault ? new(DigitalLinkPart.LotNumber, lotFault, DigitalLinkError.Shorten(lotNumber))
            : null;
        if (error is not null) return false;

        link = new(gtin, lotNumber);
        return true;
    }

    /// <summary>Parses a path as it was sent, still percent-encoded, in any spelling; one trailing slash is no part of it.</summary>
    /// <param name="rawPath">Such as <c>/01/09520123451189/10/EC%2FVAN-0926.17</c>, without query; a prefix may stand before it.</param>
    /// <param name="link">The key, if the path has the form.</param>
    /// <param name="error">What is wrong, if it does not.</param>
    /// <remarks>Of the links that <see cref="DigitalLinkUri"/> reads, only those that name a lot and nothing else.</remarks>
    public static bool TryParse(string rawPath, out DigitalLink link, [NotNullWhen(false)] out DigitalLinkError? error)
    {
        link = default;
        if (DigitalLinkUri.TryParse(rawPath, null, out var uri, out error) && uri is { Keys.Count: 2, Lot: { } lot })
        {
            link = lot;
            return true;
        }
        if (error is null or { Part: not (DigitalLinkPart.Gtin or DigitalLinkPart.LotNumber) })
            error = new(DigitalLinkPart.Path, DigitalLinkFault.NotALotLink, DigitalLinkError.Shorten(rawPath));
        return false;
    }
}
