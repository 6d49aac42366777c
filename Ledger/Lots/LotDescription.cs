using Lotmark.Ledger.Identifiers;

namespace Lotmark.Ledger.Lots;

/// <summary>What an importer declares about a lot. Members follow the field table of the product's API; dates are calendar dates.</summary>
/// <remarks>Part of stored events: members may be added as optional, never renamed or repurposed.</remarks>
public sealed record LotDescription
{
    /// <summary>Trade item of the lot.</summary>
    public required Gtin Gtin { get; init; }

    /// <summary>Lot number as printed on the pack.</summary>
    public required LotNumber LotNumber { get; init; }

    /// <summary>Product name; at least one language.</summary>
    public required LocalName ProductName { get; init; }

    /// <summary>Brand, if any.</summary>
    public string? Brand { get; init; }

    /// <summary>Accepted market name of the species, for seafood.</summary>
    public string? Species { get; init; }

    /// <summary>Product category.</summary>
    public required string Category { get; init; }

    /// <summary>Size of one package, e.g. 10 kg.</summary>
    public required string PackSize { get; init; }

    /// <summary>Kind of package, e.g. carton.</summary>
    public required string PackStyle { get; init; }

    /// <summary>Amount in <c>uom</c>, or number of packages where that is null.</summary>
    public required decimal Quantity { get; init; }

    /// <summary>Unit of measure (UN/ECE Recommendation 20).</summary>
    public string? Uom { get; init; }

    /// <summary>Number of packages.</summary>
    public required long PackageCount { get; init; }

    /// <summary>Net weight in kilograms.</summary>
    public required decimal NetWeightKg { get; init; }

    /// <summary>Day, or first day, of production.</summary>
    public required DateOnly ProductionDate { get; init; }

    /// <summary>Last day of production where there were several.</summary>
    public DateOnly? ProductionDateTo { get; init; }

    /// <summary>Last day of shelf life; null where <c>shelfLifeDays</c> is given.</summary>
    public DateOnly? ExpiryDate { get; init; }

    /// <summary>Shelf life in days from the day of production.</summary>
    public long? ShelfLifeDays { get; init; }

    /// <summary>Day of first freezing.</summary>
    public DateOnly? FreezeDate { get; init; }

    /// <summary>Last day of first freezing where there were several.</summary>
    public DateOnly? FreezeDateTo { get; init; }

    /// <summary>Day of slaughter.</summary>
    public DateOnly? SlaughterDate { get; init; }

    /// <summary>Last day of slaughter where there were several.</summary>
    public DateOnly? SlaughterDateTo { get; init; }

    /// <summary>Day of harvest or catch.</summary>
    public DateOnly? HarvestDate { get; init; }

    /// <summary>Last day of harvest or catch where there were several.</summary>
    public DateOnly? HarvestDateTo { get; init; }

    /// <summary>Lowest storage temperature in degrees Celsius.</summary>
    public decimal? StorageTempMinC { get; init; }

    /// <summary>Highest storage temperature in degrees Celsius (GB/T 24616).</summary>
    public required decimal StorageTempMaxC { get; init; }

    /// <summary>Customs commodity code.</summary>
    public required HsCode HsCode { get; init; }

    /// <summary>Country or region where it was produced.</summary>
    public required CountryCode OriginCountry { get; init; }

    /// <summary>Country or region it was shipped from.</summary>
    public required CountryCode ExportCountry { get; init; }

    /// <summary>Who made it.</summary>
    public required OverseasManufacturer OverseasManufacturer { get; init; }

    /// <summary>Independent cold store abroad, where one was used.</summary>
    public OverseasColdStore? OverseasColdStore { get; init; }

    /// <summary>Who exported it.</summary>
    public required Exporter Exporter { get; init; }

    /// <summary>Who imported it.</summary>
    public required Importer Importer { get; init; }

    /// <summary>Port of entry.</summary>
    public required UnLocode PortOfEntry { get; init; }

    /// <summary>Day of entry.</summary>
    public required DateOnly EntryDate { get; init; }

    /// <summary>Import declaration; not public in full.</summary>
    public required Confidential CustomsDeclarationNo { get; init; }

    /// <summary>Certificate of entry inspection and quarantine, upper case.</summary>
    public string? CiqCertificateNo { get; init; }

    /// <summary>Bill of lading or air waybill; not public.</summary>
    public Confidential? BillOfLadingNo { get; init; }

    /// <summary>Number of the sales contract; not public.</summary>
    public Confidential? ContractNo { get; init; }

    /// <summary>Buyers it was imported for; not public.</summary>
    public Confidential? Buyers { get; init; }

    /// <summary>Container, for sea freight.</summary>
    public ContainerNumber? ContainerNo { get; init; }

    /// <summary>Seal of the container.</summary>
    public string? SealNo { get; init; }

    /// <summary>Means of transport into the country.</summary>
    public required string TransportMode { get; init; }
}

/// <summary>A name in Chinese, English or both.</summary>
public sealed record LocalName
{
    /// <summary>In Chinese.</summary>
    public string? Zh { get; init; }

    /// <summary>In English.</summary>
    public string? En { get; init; }
}

/// <summary>The maker: name and registration in China, or the approval number given by the exporting authority.</summary>
/// <param name="Name">Business name.</param>
/// <param name="GaccNumber">Registration with China Customs (Decree 280).</param>
/// <param name="ForeignEstablishmentNo">Approval number given by the exporting authority.</param>
/// <param name="ValidTo">Last day of the registration, where known.</param>
public sealed record OverseasManufacturer(string Name, GaccNumber? GaccNumber, string? ForeignEstablishmentNo, DateOnly? ValidTo = null);

/// <summary>An independent cold store abroad by its registration in China.</summary>
/// <param name="GaccNumber">Registration with China Customs (Decree 280).</param>
public sealed record OverseasColdStore(GaccNumber GaccNumber);

/// <summary>The exporter.</summary>
/// <param name="Name">Business name.</param>
public sealed record Exporter(string Name);

/// <summary>The importer, as the public may know it.</summary>
/// <param name="Name">Business name.</param>
/// <param name="Uscc">Unified social credit code (GB 32100).</param>
/// <param name="Address">Registered address.</param>
/// <param name="Contact">Telephone or mail address of the business; never a person's.</param>
public sealed record Importer(LocalName Name, Uscc Uscc, string Address, string Contact);

/// <summary>Codes of lots that are words.</summary>
public static class LotCodes
{
    /// <summary>Product categories; the first eight mirror the label categories of Zhejiang.</summary>
    public static readonly IReadOnlyList<string> Categories =
        ["pork", "beefMutton", "poultry", "salmon", "tuna", "cod", "crustacean", "otherAquatic", "dairy", "fruitVeg", "other"];

    /// <summary>Means of transport across the border.</summary>
    public static readonly IReadOnlyList<string> TransportModes = ["sea", "air", "rail", "road"];

    /// <summary>Units of measure (UN/ECE Recommendation 20): kilogram, gram, pound, tonne.</summary>
    public static readonly IReadOnlyList<string> Units = ["KGM", "GRM", "LBR", "TNE"];
}
