using System.ComponentModel;
using System.Runtime.CompilerServices;
using Lotmark.Ledger.Access;
using Lotmark.Ledger.Identifiers;
using Lotmark.Ledger.Requests;

namespace Lotmark.Ledger.Lots;

/// <summary>An importer registers a lot that entered the country.</summary>
[Describes(typeof(LotDescription))]
public sealed record RegisterLot
{
    // Everything is nullable here: what must be there is the validator's word, and it names all that is missing at once.
#pragma warning disable CS1591 // the members are those of LotDescription
    public string? Gtin { get; init; }
    public string? LotNumber { get; init; }
    public Name? ProductName { get; init; }
    public string? Brand { get; init; }
    public string? Species { get; init; }
    public string? Category { get; init; }
    public string? PackSize { get; init; }
    public string? PackStyle { get; init; }
    public decimal? Quantity { get; init; }
    public string? Uom { get; init; }
    public long? PackageCount { get; init; }
    public decimal? NetWeightKg { get; init; }
    public DateOnly? ProductionDate { get; init; }
    public DateOnly? ProductionDateTo { get; init; }
    public DateOnly? ExpiryDate { get; init; }
    public long? ShelfLifeDays { get; init; }
    public DateOnly? FreezeDate { get; init; }
    public DateOnly? FreezeDateTo { get; init; }
    public DateOnly? SlaughterDate { get; init; }
    public DateOnly? SlaughterDateTo { get; init; }
    public DateOnly? HarvestDate { get; init; }
    public DateOnly? HarvestDateTo { get; init; }
    public decimal? StorageTempMinC { get; init; }
    public decimal? StorageTempMaxC { get; init; }
    public string? HsCode { get; init; }
    public string? OriginCountry { get; init; }
    public string? ExportCountry { get; init; }
    public Manufacturer? OverseasManufacturer { get; init; }
    public ColdStore? OverseasColdStore { get; init; }
    public ExporterParty? Exporter { get; init; }
    public ImporterParty? Importer { get; init; }
    public string? PortOfEntry { get; init; }
    public DateOnly? EntryDate { get; init; }
    public string? CustomsDeclarationNo { get; init; }
    public string? CiqCertificateNo { get; init; }
    public string? BillOfLadingNo { get; init; }
    public string? ContractNo { get; init; }
    public string? Buyers { get; init; }
    [Description("Container number (ISO 6346). Required by sea.")] public string? ContainerNo { get; init; }
    public string? SealNo { get; init; }
    public string? TransportMode { get; init; }

    [Describes(typeof(LocalName))] public sealed record Name { public string? Zh { get; init; } public string? En { get; init; } }
    [Describes(typeof(OverseasManufacturer))] public sealed record Manufacturer { public string? Name { get; init; } [Description("Registration with China Customs (Decree 280).")] public string? GaccNumber { get; init; } public string? ForeignEstablishmentNo { get; init; } public DateOnly? ValidTo { get; init; } }
    [Describes(typeof(OverseasColdStore))] public sealed record ColdStore { public string? GaccNumber { get; init; } }
    [Describes(typeof(Lots.Exporter))] public sealed record ExporterParty { public string? Name { get; init; } }
    [Describes(typeof(Lots.Importer))] public sealed record ImporterParty { public Name? Name { get; init; } public string? Uscc { get; init; } public string? Address { get; init; } public string? Contact { get; init; } }
#pragma warning restore CS1591

    /// <summary>A request equals no other: the validator looks it up by its hash, which would be one of all members.</summary>
    public bool Equals(RegisterLot? other) => ReferenceEquals(this, other);

    /// <inheritdoc />
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);

    /// <summary>The rule: a lot is registered once, by the importer named in it.</summary>
    public static Decision Decide(Lot? lot, LotDescription description, Actor actor) => lot switch
    {
        _ when actor.Uscc != description.Importer.Uscc => Decision.Forbid(
            "not-the-importer", "An importer registers its own lots: importer.uscc is not the code of the organisation this key belongs to.",
            "进口商只能登记本单位的批次：importer.uscc 与此密钥所属单位的统一社会信用代码不一致。"),
        null or { IsVoid: true } => Decision.Accept(new LotRegistered(description, RecordedBy.Of(actor))),
        _ when lot.Declared == description || lot.Description == description => Decision.Accept(),
        _ => Decision.Conflict("lot-exists", "This lot is registered already, with other content. To change it, record a correction.",
            "该批次已登记，且内容不同。如需更改，请提交更正。"),
    };

    /// <summary>The rule once more, for a correction: what names the lot stays.</summary>
    public static Decision DecideAgain(LotDescription description, LotDescription before, Actor actor) =>
        (description.Gtin, description.LotNumber) != (before.Gtin, before.LotNumber)
            ? Decision.Conflict("identity-stands", "GTIN and lot number name the lot and can't be corrected: declare that this registration did not occur, and register anew.",
                "商品条码和批次号用于标识批次，不能更正：请声明该登记未发生，然后重新登记。")
            : Decide(null, description, actor);

    /// <summary>What a valid request declares.</summary>
    public LotDescription Describe() => new()
    {
        Gtin = Identifier.Parse<Gtin>(Gtin),
        LotNumber = Identifier.Parse<LotNumber>(LotNumber),
        ProductName = new() { Zh = Given(ProductName!.Zh), En = Given(ProductName.En) },
        Brand = Given(Brand),
        Species = Given(Species),
        Category = Category!,
        PackSize = PackSize!,
        PackStyle = PackStyle!,
        Quantity = Quantity!.Value,
        Uom = Given(Uom),
        PackageCount = PackageCount!.Value,
        NetWeightKg = NetWeightKg!.Value,
        ProductionDate = ProductionDate!.Value,
        ProductionDateTo = ProductionDateTo,
        ExpiryDate = ExpiryDate,
        ShelfLifeDays = ShelfLifeDays,
        FreezeDate = FreezeDate,
        FreezeDateTo = FreezeDateTo,
        SlaughterDate = SlaughterDate,
        SlaughterDateTo = SlaughterDateTo,
        HarvestDate = HarvestDate,
        HarvestDateTo = HarvestDateTo,
        StorageTempMinC = StorageTempMinC,
        StorageTempMaxC = StorageTempMaxC!.Value,
        HsCode = Identifier.Parse<HsCode>(HsCode),
        OriginCountry = Identifier.Parse<CountryCode>(OriginCountry),
        ExportCountry = Identifier.Parse<CountryCode>(ExportCountry),
        OverseasManufacturer = new(
            OverseasManufacturer!.Name!,
            Given(OverseasManufacturer.GaccNumber) is { } number ? Identifier.Parse<GaccNumber>(number) : null,
            Given(OverseasManufacturer.ForeignEstablishmentNo),
            OverseasManufacturer.ValidTo),
        OverseasColdStore = OverseasColdStore is null ? null : new(Identifier.Parse<GaccNumber>(OverseasColdStore.GaccNumber)),
        Exporter = new(Exporter!.Name!),
        Importer = new(
            new() { Zh = Given(Importer!.Name!.Zh), En = Given(Importer.Name.En) },
            Identifier.Parse<Uscc>(Importer.Uscc), Importer.Address!, Importer.Contact!),
        PortOfEntry = Identifier.Parse<UnLocode>(PortOfEntry),
        EntryDate = EntryDate!.Value,
        CustomsDeclarationNo = Confidential.Seal(CustomsDeclarationNo!),
        CiqCertificateNo = Given(CiqCertificateNo)?.ToUpperInvariant(),
        BillOfLadingNo = Confidential.SealIfGiven(BillOfLadingNo),
        ContractNo = Confidential.SealIfGiven(ContractNo),
        Buyers = Confidential.SealIfGiven(Buyers),
        ContainerNo = Given(ContainerNo) is { } container ? Identifier.Parse<ContainerNumber>(container) : null,
        SealNo = Given(SealNo),
        TransportMode = TransportMode!,
    };

    /// <summary>Serves it.</summary>
    public static void Map(IEndpointRouteBuilder lots) => lots.MapPost("/", HandleAsync)
        .Opens(Operation.RegisterLot)
        .WithSummary("Register one lot")
        .AnswersAboutLot();

    private static async Task<IResult> HandleAsync(
        Valid<RegisterLot> request, Actor actor, LotStreams lots, LotAnswers answers, HttpContext context, CancellationToken cancel)
    {
        var description = request.Value.Describe();
        var identity = RequestIdentity.From(context, actor, request.BodyHash);
        var outcome = await lots.RegisterAsync(
            new(description.Gtin, description.LotNumber), lot => Decide(lot, description, actor), identity, cancel);
        return await answers.OfAsync(outcome, context, cancel, request.Warnings);
    }

    private static string? Given(string? text) => text is "" ? null : text;
}
