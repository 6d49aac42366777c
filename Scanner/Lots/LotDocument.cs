namespace Lotmark.Scanner.Lots;

/// <summary>All that the page of a lot shows, and nothing that a shopper may not see.</summary>
public sealed record LotDocument
{
    /// <summary>The product number, 14 digits.</summary>
    public required string Gtin { get; init; }

    /// <summary>The batch or lot number as printed.</summary>
    public required string LotNumber { get; init; }

    /// <summary>Where the lot stands in its life.</summary>
    public required LotStatus Status { get; init; }

    /// <summary>The product's name; at least one language.</summary>
    public required BilingualText ProductName { get; init; }

    /// <summary>The brand.</summary>
    public string? Brand { get; init; }

    /// <summary>The species: for seafood its accepted market name.</summary>
    public string? Species { get; init; }

    /// <summary>The category's code, such as <c>crustacean</c>.</summary>
    public string? Category { get; init; }

    /// <summary>The size of one pack, such as <c>2 kg</c>.</summary>
    public string? PackSize { get; init; }

    /// <summary>The form of one pack, such as <c>carton</c>.</summary>
    public string? PackStyle { get; init; }

    /// <summary>Net weight of the lot in kilograms.</summary>
    public decimal? NetWeightKg { get; init; }

    /// <summary>Packages in the lot.</summary>
    public long? PackageCount { get; init; }

    /// <summary>The day on which the lot entered the country.</summary>
    public required DateOnly EntryDate { get; init; }

    /// <summary>Country or region it was shipped from (ISO 3166-1 alpha-2).</summary>
    public required string ExportCountry { get; init; }

    /// <summary>Country or region where it was produced (ISO 3166-1 alpha-2).</summary>
    public required string OriginCountry { get; init; }

    /// <summary>Port of entry (UN/LOCODE).</summary>
    public required string PortOfEntry { get; init; }

    /// <summary>How it came: <c>sea</c>, <c>air</c>, <c>rail</c> or <c>road</c>.</summary>
    public required string TransportMode { get; init; }

    /// <summary>First or only day of production.</summary>
    public required DateOnly ProductionDate { get; init; }

    /// <summary>Last day of production, if there were several.</summary>
    public DateOnly? ProductionDateTo { get; init; }

    /// <summary>The last day on which it may be eaten; absent if <see cref="ShelfLifeDays"/> says it.</summary>
    public DateOnly? ExpiryDate { get; init; }

    /// <summary>Days from production to the last day on which it may be eaten.</summary>
    public int? ShelfLifeDays { get; init; }

    /// <summary>The day of first freezing.</summary>
    public DateOnly? FreezeDate { get; init; }

    /// <summary>The day of slaughter.</summary>
    public DateOnly? SlaughterDate { get; init; }

    /// <summary>The day of harvest or catch.</summary>
    public DateOnly? HarvestDate { get; init; }

    /// <summary>Lowest allowed storage temperature in degrees Celsius.</summary>
    public decimal? StorageTempMinC { get; init; }

    /// <summary>Highest allowed storage temperature in degrees Celsius.</summary>
    public decimal? StorageTempMaxC { get; init; }

    /// <summary>Who brought it in.</summary>
    public required LotImporter Importer { get; init; }

    /// <summary>Who made it.</summary>
    public required LotManufacturer Manufacturer { get; init; }

    /// <summary>Who sold it abroad.</summary>
    public string? Exporter { get; init; }

    /// <summary>The last four characters of the customs declaration number. The page never has more of it.</summary>
    public string? DeclarationLastFour { get; init; }

    /// <summary>The last four characters of the inspection and quarantine certificate's number.</summary>
    public string? CertificateLastFour { get; init; }

    /// <summary>Certificates and reports in force, oldest first.</summary>
    public IReadOnlyList<LotCertificate> Certificates { get; init; } = [];

    /// <summary>What happened to it since it entered, in the order of days.</summary>
    public IReadOnlyList<JourneyStep> Journey { get; init; } = [];

    /// <summary>Why it is on hold or recalled, in the words of who ordered it; null when it is neither.</summary>
    public string? OrderReason { get; init; }

    /// <summary>What was measured of its temperature; null when nothing was.</summary>
    public MeasuredTemperature? Temperature { get; init; }

    /// <summary>When the importer registered the lot.</summary>
    public required DateTimeOffset RegisteredAt { get; init; }

    /// <summary>Version of the lot's record, from 1.</summary>
    public required long Version { get; init; }

    /// <summary>The state of the record's proof.</summary>
    public required LotProof Proof { get; init; }

    /// <summary>The last day on which the oldest pack may be eaten; null if the record does not say.</summary>
    internal DateOnly? LastDay =>
        ExpiryDate ?? (ShelfLifeDays is >= 0 and <= LongestShelfLifeDays ? ProductionDate.AddDays(ShelfLifeDays.Value) : null);

    // A century: longer is no food, and no sum of days leaves the calendar.
    private const int LongestShelfLifeDays = 36_525;
}

/// <summary>The importer, as the public may know it.</summary>
/// <param name="Name">Its name; at least one language.</param>
/// <param name="Address">Its postal address.</param>
/// <param name="Contact">How to reach it: the company, never a person.</param>
public sealed record LotImporter(BilingualText Name, string? Address, string? Contact);

/// <summary>The maker abroad.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Number">Its registration number in China (GACC Decree 280), or the approval number of its own authority.</param>
public sealed record LotManufacturer(string Name, string? Number);
