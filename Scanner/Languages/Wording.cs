using System.Globalization;
using Lotmark.Scanner.DigitalLinks;
using Lotmark.Scanner.Lots;

namespace Lotmark.Scanner.Languages;

/// <summary>Everything the pages say, in one language. A language is a class, so that a sentence nobody wrote does not compile.</summary>
public abstract class Wording
{
    /// <summary>The chain id that development nodes use.</summary>
    private protected const long DevelopmentChain = 31337;

    private protected Wording(Language language) => Language = language;

    /// <summary>The language.</summary>
    public Language Language { get; }

    internal static Wording Of(Language language) => language switch
    {
        Language.Zh => ChineseWording.Instance,
        Language.Ja => JapaneseWording.Instance,
        Language.Ko => KoreanWording.Instance,
        _ => EnglishWording.Instance,
    };

    /// <summary>The language in which a reader is told what is told in two languages only.</summary>
    internal Wording InFull => Language is Language.Zh or Language.En ? this : EnglishWording.Instance;

    /// <summary>What leads over to what is told in English; null where all is in one language.</summary>
    internal virtual string? DetailsInEnglish => null;

    /// <summary>The language tag of the page (RFC 5646).</summary>
    internal abstract string Tag { get; }

    // Bar and foot
    internal abstract string Home { get; }

    internal abstract string HomeMeans { get; }

    internal abstract string HomeScan { get; }

    internal abstract string HomeScanMeans { get; }

    internal abstract string HomeCheck { get; }

    internal abstract string HomeCheckMeans { get; }

    internal abstract string HomeCheckpoint { get; }
    internal abstract string SwitchLanguage { get; }
    internal abstract string CodeOfThisLot { get; }

    // Status
    internal abstract string StandingWord(Standing standing);
    internal abstract string StandingSentence(Standing standing);
    internal abstract string Call(string name, string? contact);

    // First screen
    internal abstract string Title(string product);
    internal abstract string EntryDate { get; }
    internal abstract string ExportCountry { get; }
    internal abstract string OriginCountry { get; }
    internal abstract string LotNumber { get; }
    internal abstract string CompareWithPack { get; }
    internal abstract string PortOfEntry { get; }
    internal abstract string Importer { get; }
    internal abstract string Produced { get; }
    internal abstract string Expires { get; }
    internal abstract string ShelfLife { get; }
    internal abstract string Days(int days);
    internal abstract string EvidenceFile { get; }
    internal abstract string CheckRecord { get; }
    internal abstract string OfflineCheck { get; }

    // Orders
    internal abstract string OrderReason { get; }

    // Temperature
    internal abstract string Temperature { get; }
    internal abstract string KeepAt(decimal? min, decimal? max);
    internal abstract string NoReadings { get; }
    internal abstract string Measured(MeasuredTemperature measured);
    internal abstract string NoExcursions { get; }
    internal abstract string Excursion(TemperatureExcursion excursion);
    internal abstract string Chart(MeasuredTemperature measured);
    internal abstract string ChartMeans { get; }

    // Certificates
    internal abstract string Certificates { get; }
    internal abstract string CertificateType(string code);
    internal abstract string TestResult(string code);
    internal abstract string OpenFile { get; }

    // Proof
    internal abstract string Proof { get; }
    internal abstract string ProofMeaning { get; }
    internal abstract string Recorded { get; }
    internal abstract string RecordedMeans(long version);
    internal abstract string InTheLog { get; }
    internal abstract string InTheLogMeans(LotProof proof);
    internal abstract string NotInTheLog { get; }
    internal abstract string NotInTheLogMeans { get; }
    internal abstract string OnTheChain { get; }
    internal abstract string NotOnTheChain { get; }
    internal abstract string NotOnTheChainMeans { get; }
    internal abstract string OnTheChainMeans(LotProof proof);
    internal abstract string Contract { get; }
    internal abstract string Transaction { get; }

    // About
    internal abstract string About { get; }
    internal abstract string Brand { get; }
    internal abstract string Species { get; }
    internal abstract string Category { get; }
    internal abstract string CategoryName(string code);
    internal abstract string Pack { get; }
    internal abstract string NetWeight { get; }
    internal abstract string Kilograms(decimal kilograms);
    internal abstract string Packages { get; }
    internal abstract string Address { get; }
    internal abstract string Contact { get; }
    internal abstract string Maker { get; }
    internal abstract string MakerNumber { get; }
    internal abstract string Exporter { get; }
    internal abstract string Gtin { get; }
    internal abstract string Declaration { get; }
    internal abstract string Certificate { get; }
    internal abstract string EndsWith(string lastCharacters);
    internal abstract string RecordVersion { get; }

    // Codes that lead nowhere
    internal abstract string LotUnknown { get; }
    internal abstract string LotUnknownMeans { get; }
    internal abstract string ProductUnknown { get; }
    internal abstract string ProductUnknownMeans { get; }
    internal abstract string WhatTheCodeSays { get; }
    internal abstract string CompareHeading { get; }
    internal abstract IReadOnlyList<string> CompareSteps { get; }
    internal abstract string CodeUnreadable { get; }
    internal abstract string CodeUnreadableMeans { get; }
    internal abstract string Fault(DigitalLinkFault fault);

    // Dates and names
    internal abstract string Date(DateOnly date);
    internal abstract string DateRange(DateOnly from, DateOnly to);
    internal abstract string Time(DateTimeOffset instant);
    internal string Colon => Language is Language.Zh or Language.Ja ? "：" : ": ";
    internal string Celsius(decimal degrees) => Degrees(degrees) + (Language == Language.Zh ? " ℃" : " °C");
    internal string Country(string code) => PlaceNames.Country(code, Language);
    internal string Port(string code) => PlaceNames.Port(code, Language);

    internal string Text(BilingualText text) => (Language == Language.Zh ? text.Zh ?? text.En : text.En ?? text.Zh) ?? "";

    /// <summary>The text in the language that the page does not speak, if that adds something.</summary>
    internal string? OtherText(BilingualText text) =>
        text is { Zh: { } zh, En: { } en } && zh != en ? Language == Language.Zh ? en : zh : null;

    /// <summary>What leads to the form for problems, which speaks Chinese and English.</summary>
    internal virtual string ReportProblem => Reports.ReportWording.Of(Language).Report;

    /// <summary>What a corrected fact is called.</summary>
    internal string CorrectedLabel(CorrectedKind kind) => kind switch
    {
        CorrectedKind.EntryDate => EntryDate,
        CorrectedKind.ExportCountry => ExportCountry,
        CorrectedKind.OriginCountry => OriginCountry,
        CorrectedKind.PortOfEntry => PortOfEntry,
        _ => Produced,
    };

    /// <summary>A corrected fact as a reader says it.</summary>
    internal string Fact(CorrectedKind kind, string value) => kind switch
    {
        CorrectedKind.EntryDate or CorrectedKind.ProductionDate => DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? Date(day) : value,
        CorrectedKind.PortOfEntry => Port(value),
        _ => Country(value),
    };

    internal static string Whole(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    // A minus sign as long as the plus, tied to its number.
    private protected static string Degrees(decimal degrees) => degrees.ToString("0.#", CultureInfo.InvariantCulture).Replace('-', '−');
}
