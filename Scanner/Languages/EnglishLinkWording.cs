using Lotmark.Scanner.DigitalLinks;

namespace Lotmark.Scanner.Languages;

/// <summary>Codes and links in English.</summary>
internal sealed class EnglishLinkWording : LinkWording
{
    public static readonly EnglishLinkWording Instance = new();

    public override string Traceability => "Where it came from";
    public override string RecallStatus => "Recall status";
    public override string Evidence => "Evidence file";
    public override string Storage => "Storage temperature";
    public override string Product => "About the product";
    public override string LotOf(string product, string lotNumber) => $"{product}, lot {lotNumber}";

    public override string NamesProduct => "This code names a product, not a lot";
    public override string NamesProductMeans => "Entry date, origin and recalls differ from lot to lot: they can only be shown for a lot number.";
    public override string FindLot => "How to find the lot";

    public override IReadOnlyList<string> FindLotSteps =>
    [
        "Look on the pack for the code with the words 扫码溯源 beside it. It holds the lot number: scan it.",
        "If there is only an ordinary barcode, ask the shop for the lot code.",
        "Then compare the lot number on the page with the one printed on the pack.",
    ];

    public override string SerialAlone => "The serial number alone is not known";
    public override string SerialAloneMeans =>
        "This code holds a product and a serial number, but no lot number. Records are kept by lot: scan the code that holds the lot number.";
    public override string NotKept => "Codes of this kind are not kept here";

    public override string NotKeptMeans(string identifier) =>
        $"The code is well formed; it names {WhatTheCodeNames(identifier)}. Only lots of food are recorded here: scan the code on the food’s pack.";

    public override string LinkTypeUnknown => "There is no information of this kind";
    public override string LinkTypeUnknownMeans => "The code is good, but has no link of the type that was asked for (linkType).";
    public override string WhatThereIs => "What there is";
    public override string SeveralLinks => "There are several of this kind";
    public override string SeveralLinksMean => "Choose the one to open.";

    public override string WhatTheCodeNames(string identifier) => identifier switch
    {
        ApplicationIdentifiers.Sscc => "a logistic unit, such as a pallet",
        ApplicationIdentifiers.Location => "a place",
        ApplicationIdentifiers.Party => "a company",
        ApplicationIdentifiers.Asset => "an asset",
        ApplicationIdentifiers.Document => "a document",
        _ => "a product",
    };

    public override string NameOf(Wording words, string identifier) => identifier switch
    {
        ApplicationIdentifiers.Gtin => words.Gtin,
        ApplicationIdentifiers.Lot => words.LotNumber,
        ApplicationIdentifiers.Serial => "Serial number",
        ApplicationIdentifiers.Variant => "Variant",
        ApplicationIdentifiers.ThirdPartySerial => "Third-party serial number",
        ApplicationIdentifiers.Sscc => "Logistic unit (SSCC)",
        ApplicationIdentifiers.Location => "Place (GLN)",
        ApplicationIdentifiers.LocationExtension => "Extension of the place",
        ApplicationIdentifiers.Party => "Company (GLN)",
        ApplicationIdentifiers.Asset => "Asset (GIAI)",
        ApplicationIdentifiers.Document => "Document (GDTI)",
        _ => $"({identifier})",
    };

    public override string Fault(Wording words, DigitalLinkError error) => error.Fault switch
    {
        DigitalLinkFault.PercentEncoding when error is { Part: DigitalLinkPart.Element, Identifier: { } identifier } => $"({identifier}) has a broken percent-encoding.",
        DigitalLinkFault.NotALotLink => "The address must have the form /01/product number/10/lot number, or /01/product number for the product alone.",
        DigitalLinkFault.Scheme => "The address must begin with http:// or https://, all in lower or all in upper case.",
        DigitalLinkFault.Host => "The host of the address is missing or wrong.",
        DigitalLinkFault.Compressed => "This is a compressed GS1 Digital Link, which is not read here. Use the form that is not compressed: /01/product number/10/lot number.",
        DigitalLinkFault.UnknownInPath =>
            "This part of the path is no Application Identifier that may stand here. After a product number come 22, 10, 21 in this order, or 235 alone; after a place, 414, comes 254.",
        DigitalLinkFault.Order => $"Application Identifier ({error.Seen}) stands in the wrong place. After a product number come 22, 10, 21 in this order, or 235 alone.",
        DigitalLinkFault.Duplicate => $"Application Identifier ({error.Identifier ?? error.Seen}) stands there twice.",
        DigitalLinkFault.BelongsInPath => $"Application Identifier ({error.Identifier}) belongs in the path, not behind the question mark.",
        DigitalLinkFault.UnknownInQuery => $"{error.Identifier} behind the question mark is no Application Identifier. A parameter whose name is a number must be one.",
        DigitalLinkFault.ValueEmpty => $"Application Identifier ({error.Identifier}) has no value.",
        DigitalLinkFault.ValueForm => $"The value of Application Identifier ({error.Identifier}) must have the form {error.Form}.",
        DigitalLinkFault.ValueCheckDigit => $"The check digit of Application Identifier ({error.Identifier}) does not fit: one of its digits is wrong.",
        DigitalLinkFault.ValueDotSegment => $"The value of Application Identifier ({error.Identifier}) cannot be “.” or “..”, which no web address can carry.",
        _ => words.Fault(error.Fault),
    };
}
