using System.Globalization;
using Lotmark.Scanner.DigitalLinks;
using Lotmark.Scanner.Lots;

namespace Lotmark.Scanner.Languages;

/// <summary>The pages in English.</summary>
internal class EnglishWording(Language language = Language.En) : Wording(language)
{
    public static readonly EnglishWording Instance = new();

    internal override string Tag => "en";

    internal override string Home => "An open ledger for imported cold-chain food";

    internal override string HomeMeans => "Importers record every lot here. Once it is recorded, nobody can change it without a trace, and neither can we.";

    internal override string HomeScan => "Look up a food";

    internal override string HomeScanMeans =>
        "Scan the code on the pack with Alipay, WeChat or your phone’s camera: you see when this lot entered the country, and from where. No account, no app.";

    internal override string HomeCheck => "No need to take our word";

    internal override string HomeCheckMeans => "Every record is written to a public log that can only grow. Its newest signature is here, for experts who check.";

    internal override string HomeCheckpoint => "The log’s newest signature";
    internal override string SwitchLanguage => "Language";
    internal override string CodeOfThisLot => "The code of this lot";

    internal override string StandingWord(Standing standing) => standing switch
    {
        Standing.Held => "On hold",
        Standing.Recalled => "Recalled. Do not eat",
        Standing.Expired => "Expired",
        Standing.Closed => "Sold out",
        Standing.Withdrawn => "Taken off the market",
        _ => "No warning",
    };

    internal override string StandingSentence(Standing standing) => standing switch
    {
        Standing.Held => "This lot is being looked into. Do not buy or eat it until that is done.",
        Standing.Recalled => "If you have bought it, do not eat it. Keep the pack and contact the shop or the importer.",
        Standing.Expired => "It is past its date. Do not buy or eat it.",
        Standing.Closed => "The importer has recorded this lot as sold out. If you see it on sale, compare the lot number.",
        Standing.Withdrawn => "This lot was destroyed or sent back and must not be on sale. Do not buy it.",
        _ => "No recall and no hold on record.",
    };

    internal override string Call(string name, string? contact) => contact is null ? $"Importer: {name}" : $"Importer: {name}, {contact}";

    internal override string Title(string product) => $"{product} · where it came from";
    internal override string EntryDate => "Entry date";
    internal override string ExportCountry => "Exporting country or region";
    internal override string OriginCountry => "Origin";
    internal override string LotNumber => "Lot number";
    internal override string CompareWithPack => "Compare with the pack";
    internal override string PortOfEntry => "Port of entry";
    internal override string Importer => "Importer";
    internal override string Produced => "Produced";
    internal override string Expires => "Expires";
    internal override string ShelfLife => "Shelf life";
    internal override string Days(int days) => days == 1 ? "1 day" : $"{days} days";
    internal override string EvidenceFile => "Evidence file";
    internal override string CheckRecord => "Check the record";
    internal override string OfflineCheck => "Offline check";

    internal override string OrderReason => "Reason given";

    internal override string Temperature => "Storage temperature";

    internal override string KeepAt(decimal? min, decimal? max) => (min, max) switch
    {
        ({ } low, { } high) => $"To be kept between {Celsius(low)} and {Celsius(high)}.",
        (null, { } high) => $"To be kept at {Celsius(high)} or colder.",
        ({ } low, null) => $"Not to be kept colder than {Celsius(low)}.",
        _ => "No storage temperature was recorded.",
    };

    internal override string NoReadings => "There are no temperature readings for this lot so far.";

    internal override string Measured(MeasuredTemperature measured) =>
        $"Measured {(measured.Readings == 1 ? "once" : $"{Whole(measured.Readings)} times")} from {Time(measured.From)} to {Time(measured.To)}: coldest {Celsius(measured.MinC)}, warmest {Celsius(measured.MaxC)}.";

    internal override string NoExcursions => "It was never outside these limits for longer than is tolerated.";

    internal override string Excursion(TemperatureExcursion excursion) => excursion.PeakC > excursion.LimitC
        ? $"Warmer than {Celsius(excursion.LimitC)}, up to {Celsius(excursion.PeakC)}"
        : $"Colder than {Celsius(excursion.LimitC)}, down to {Celsius(excursion.PeakC)}";

    internal override string Chart(MeasuredTemperature measured) =>
        $"Chart of the temperature from {Date(MarketTime.Day(measured.From))} to {Date(MarketTime.Day(measured.To))}: between {Celsius(measured.MinC)} and {Celsius(measured.MaxC)}.";

    internal override string ChartMeans => "Green: allowed. Line: measured. Red: outside for too long.";

    internal override string Certificates => "Certificates and reports";
    internal override string OpenFile => "Open the file";

    internal override string CertificateType(string code) => code switch
    {
        "customsDeclaration" => "Customs declaration",
        "ciqCertificate" => "Inspection and quarantine certificate",
        "healthCertificate" => "Official health certificate",
        "originCertificate" => "Certificate of origin",
        "nucleicAcidTest" => "Nucleic acid test",
        "labTest" => "Laboratory report",
        "disinfection" => "Disinfection certificate",
        "supervisedWarehouseRelease" => "Supervised warehouse release",
        "photo" => "Photo",
        _ => code,
    };

    internal override string TestResult(string code) => code switch
    {
        "negative" => "Negative",
        "positive" => "Positive",
        "conformant" => "Conformant",
        "nonConformant" => "Not conformant",
        _ => code,
    };

    internal override string Proof => "Proof of the record";
    internal override string ProofMeaning =>
        "This is what we state. You need not take our word: the evidence file can be checked without us.";
    internal override string Recorded => "Recorded";

    internal override string RecordedMeans(long version) => version == 1
        ? "The importer’s entry was stored and has not changed since."
        : $"The newest version (no. {version}) was stored. All earlier ones are kept.";

    internal override string InTheLog => "In the log";

    internal override string InTheLogMeans(LotProof proof) => (proof.LeafIndex, proof.LogSize) switch
    {
        ({ } index, { } size) => $"The log can only grow. This record is entry {Whole(index + 1)} of the {Whole(size)} it then held.",
        ({ } index, null) => $"The log can only grow. This record is its entry {Whole(index + 1)}.",
        _ => "The log can only grow. A change or a gap would show.",
    };

    internal override string NotInTheLog => "Not in the log yet";
    internal override string NotInTheLogMeans => "That usually takes moments; reload to see.";
    internal override string OnTheChain => "On the chain";
    internal override string NotOnTheChain => "Not on the chain yet";
    internal override string NotOnTheChainMeans => "Until then only we vouch for this record.";

    internal override string OnTheChainMeans(LotProof proof)
    {
        var block = proof.Block is { } number ? $", block {Whole(number)}" : "";
        var place = $"The log’s fingerprint stands on {Chain(proof.ChainId)}{block}. ";
        return place + proof switch
        {
            { ChainId: DevelopmentChain } => "It is there for trying things out and proves nothing to others.",
            { State: ProofState.Final } => "The block is final: we could not change it either.",
            { Confirmations: 1 } => "It has 1 confirmation and is not final yet.",
            { Confirmations: { } depth } => $"It has {Whole(depth)} confirmations and is not final yet.",
            _ => "The block is not final yet.",
        };
    }

    private static string Chain(long? chainId) => chainId switch
    {
        1 => "Ethereum",
        11155111 => "the Ethereum test network Sepolia",
        560048 => "the Ethereum test network Hoodi",
        DevelopmentChain => "a development chain",
        { } id => $"chain {id}",
        null => "a public chain",
    };

    internal override string Contract => "Contract";
    internal override string Transaction => "Transaction";

    internal override string About => "About this lot";
    internal override string Brand => "Brand";
    internal override string Species => "Species";
    internal override string Category => "Category";

    internal override string CategoryName(string code) => code switch
    {
        "pork" => "Pork",
        "beefMutton" => "Beef or mutton",
        "poultry" => "Poultry",
        "salmon" => "Salmon",
        "tuna" => "Tuna",
        "cod" => "Cod",
        "crustacean" => "Shrimp and crab",
        "otherAquatic" => "Other seafood",
        "dairy" => "Dairy",
        "fruitVeg" => "Fruit and vegetables",
        "other" => "Other",
        _ => code,
    };

    internal override string Pack => "Pack";
    internal override string NetWeight => "Net weight of the lot";
    internal override string Kilograms(decimal kilograms) => $"{kilograms.ToString("#,0.###", CultureInfo.InvariantCulture)} kg";
    internal override string Packages => "Packages in the lot";
    internal override string Address => "Address";
    internal override string Contact => "Contact";
    internal override string Maker => "Maker";
    internal override string MakerNumber => "Registration or approval number";
    internal override string Exporter => "Exporter";
    internal override string Gtin => "Product number (GTIN)";
    internal override string Declaration => "Customs declaration";
    internal override string Certificate => "Inspection certificate";
    internal override string EndsWith(string lastCharacters) => $"ends in {lastCharacters}";
    internal override string RecordVersion => "Version of the record";

    internal override string LotUnknown => "This lot is not registered";
    internal override string LotUnknownMeans =>
        "We hold other lots of this product, but not this one. Without a record there is nothing to show about its entry.";
    internal override string ProductUnknown => "This code is not registered";
    internal override string ProductUnknownMeans =>
        "We hold neither this product nor this lot. Without a record there is nothing to show about its entry.";
    internal override string WhatTheCodeSays => "What the code says";
    internal override string CompareHeading => "Compare with the pack";

    internal override IReadOnlyList<string> CompareSteps =>
    [
        "Is the lot number on the pack exactly the one above? Capital letters and signs count.",
        "If it differs, the code does not belong to this pack. Tell the shop.",
        "If it is the same, ask the shop or the importer why the lot is not registered. "
            + "Until then, do not take this code as proof of origin.",
    ];

    internal override string CodeUnreadable => "This code cannot be read";
    internal override string CodeUnreadableMeans =>
        "It is not a complete lot code, so there is nothing to look up. "
        + "The print may be damaged, the scan cut short or the address mistyped. Scan it again.";

    internal override string Fault(DigitalLinkFault fault) => fault switch
    {
        DigitalLinkFault.GtinNotFourteenDigits => "The product number must have 14 digits.",
        DigitalLinkFault.GtinCheckDigit => "The check digit of the product number does not fit: one of its digits is wrong.",
        DigitalLinkFault.LotEmpty => "The lot number is missing.",
        DigitalLinkFault.LotTooLong => "The lot number has more than 20 characters.",
        DigitalLinkFault.LotCharacter => "The lot number has a character that is not allowed in it.",
        DigitalLinkFault.LotDotSegment => "The lot number cannot be “.” or “..”, which no web address can carry.",
        DigitalLinkFault.PercentEncoding => "The address has a broken percent-encoding.",
        _ => "The address must have the form /01/product number/10/lot number.",
    };

    internal override string Date(DateOnly date) => date.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    internal override string DateRange(DateOnly from, DateOnly to) => (from.Year == to.Year, from.Month == to.Month) switch
    {
        _ when from == to => Date(from),
        (true, true) => $"{from.Day}–{Date(to)}",
        (true, false) => $"{from.ToString("d MMMM", CultureInfo.InvariantCulture)} – {Date(to)}",
        _ => $"{Date(from)} – {Date(to)}",
    };

    internal override string Time(DateTimeOffset instant) =>
        MarketTime.Of(instant).ToString("d MMMM yyyy, HH:mm", CultureInfo.InvariantCulture) + " (China time)";
}
