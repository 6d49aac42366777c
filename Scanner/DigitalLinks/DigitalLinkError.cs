namespace Lotmark.Scanner.DigitalLinks;

/// <summary>The part of a Digital Link that is wrong.</summary>
public enum DigitalLinkPart
{
    /// <summary>The address as a whole: it is not <c>/01/{gtin}/10/{lot}</c>.</summary>
    Path,

    /// <summary>The product number, AI (01).</summary>
    Gtin,

    /// <summary>The batch or lot number, AI (10).</summary>
    LotNumber,
}

/// <summary>What is wrong with a Digital Link.</summary>
public enum DigitalLinkFault
{
    /// <summary>The keys 01 and 10 do not stand in this order.</summary>
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
}

/// <summary>Why an address is not a Digital Link of a lot.</summary>
/// <param name="Part">The part that is wrong.</param>
/// <param name="Fault">What is wrong with it.</param>
/// <param name="Seen">The part as it was sent, shortened to 64 characters; from outside, so to be encoded where shown.</param>
public sealed record DigitalLinkError(DigitalLinkPart Part, DigitalLinkFault Fault, string Seen);
