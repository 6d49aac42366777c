namespace Lotmark.Scanner.DigitalLinks;

/// <summary>The part of a Digital Link that is wrong.</summary>
public enum DigitalLinkPart
{
    /// <summary>The address as a whole: it is not <c>/01/{gtin}/10/{lot}</c>, or no Digital Link at all.</summary>
    Path,

    /// <summary>The product number, AI (01).</summary>
    Gtin,

    /// <summary>The batch or lot number, AI (10).</summary>
    LotNumber,

    /// <summary>Another element, which <see cref="DigitalLinkError.Identifier"/> names.</summary>
    Element,
}

/// <summary>What is wrong with a Digital Link.</summary>
public enum DigitalLinkFault
{
    /// <summary>The keys 01 and 10 do not stand in this order; or there is no key with a value at all.</summary>
    NotALotLink,

    /// <summary>The product number does not have 14 digits.</summary>
    GtinNotFourteenDigits,

    /// <summary>The last digit of the product number does not follow from the others.</summary>
    GtinCheckDigit,

    /// <summary>There is no lot number.</summary>
    LotEmpty,

    /// <summary>The lot number has more than 20 characters.</summary>
    LotTooLong,

    /// <summary>The lot number has a character outside GS1 set 82.</summary>
    LotCharacter,

    /// <summary>"." or "..": every web client folds such a segment away, so it can't stand in an address.</summary>
    LotDotSegment,

    /// <summary>A percent sign without two hexadecimal digits after it (RFC 3986, section 2.1).</summary>
    PercentEncoding,

    /// <summary>The scheme is not http or https, all in lower or all in upper case.</summary>
    Scheme,

    /// <summary>There is no host, or one with characters that no host has.</summary>
    Host,

    /// <summary>The link is compressed, which this service does not read.</summary>
    Compressed,

    /// <summary>What stands in the path is no Application Identifier, or none that may follow the key.</summary>
    UnknownInPath,

    /// <summary>The qualifiers do not stand in their order.</summary>
    Order,

    /// <summary>An Application Identifier stands there twice.</summary>
    Duplicate,

    /// <summary>It stands behind the question mark and belongs in the path.</summary>
    BelongsInPath,

    /// <summary>A number behind the question mark that is no Application Identifier.</summary>
    UnknownInQuery,

    /// <summary>There is no value.</summary>
    ValueEmpty,

    /// <summary>The value does not have its form.</summary>
    ValueForm,

    /// <summary>The check digit of the value does not follow from the others.</summary>
    ValueCheckDigit,

    /// <summary>The value is "." or "..", which can't stand in an address.</summary>
    ValueDotSegment,
}

/// <summary>Why an address is not a Digital Link.</summary>
/// <param name="Part">The part that is wrong.</param>
/// <param name="Fault">What is wrong with it.</param>
/// <param name="Seen">The part as it was sent, shortened to 64 characters; from outside, so to be encoded where shown.</param>
public sealed record DigitalLinkError(DigitalLinkPart Part, DigitalLinkFault Fault, string Seen)
{
    private const int LongestSeen = 64;

    /// <summary>The Application Identifier whose value is wrong, if it is one.</summary>
    public string? Identifier { get; init; }

    /// <summary>The form that its value must have (notation of GS1 General Specifications, section 3.2).</summary>
    public string? Form { get; init; }

    internal static string Shorten(string text) => text.Length <= LongestSeen ? text : string.Concat(text.AsSpan(0, LongestSeen - 1), "…");
}
