using Lotmark.Scanner.Lots;

namespace Lotmark.Scanner.Tests.Hosting;

/// <summary>Lots of an importer that does not exist.</summary>
public static class Samples
{
    public const string Gtin = "09520123451189";

    public static readonly LotImporter Importer =
        new(new("示例食品（宁波）有限公司", "Example Foods (Ningbo) Co., Ltd."), "1 Sample Road, Beilun, Ningbo, Zhejiang", "0574-0000-0000");

    public static LotProof Recorded { get; } = new() { State = ProofState.Recorded, RecordedAt = new(2026, 11, 7, 6, 3, 12, TimeSpan.Zero) };

    public static LotProof Logged { get; } = Recorded with
    {
        State = ProofState.Logged,
        LoggedAt = Recorded.RecordedAt.AddSeconds(1),
        LeafIndex = 41,
        LogSize = 42,
    };

    public static LotProof Anchored { get; } = Logged with
    {
        State = ProofState.Anchored,
        AnchoredAt = Recorded.RecordedAt.AddMinutes(3),
        Block = 9_714_220,
        Confirmations = 5,
        ChainId = 11155111,
        Contract = "0x5fbdb2315678afecb367f032d93f642f64180aa3",
        Transaction = "0x8f2b6f0e3c1d4a5968778695a4b3c2d1e0f1e2d3c4b5a69788796a5b4c3d2e1f",
    };

    public static LotProof Final { get; } = Anchored with { State = ProofState.Final, Confirmations = 96, FinalAt = Recorded.RecordedAt.AddMinutes(20) };

    public static LotDocument Shrimp { get; } = new()
    {
        Gtin = Gtin,
        LotNumber = "EC/VAN-0926.17",
        Status = LotStatus.Registered,
        ProductName = new("冻南美白虾（带头带壳）", "Frozen whiteleg shrimp, head-on shell-on"),
        Brand = "Costa Muestra",
        Species = "Penaeus vannamei",
        Category = "crustacean",
        PackSize = "2 kg",
        PackStyle = "carton",
        NetWeightKg = 24000,
        PackageCount = 12000,
        EntryDate = new(2026, 11, 7),
        ExportCountry = "EC",
        OriginCountry = "EC",
        PortOfEntry = "CNNGB",
        TransportMode = "sea",
        ProductionDate = new(2026, 9, 17),
        ProductionDateTo = new(2026, 9, 19),
        ExpiryDate = new(2028, 9, 16),
        FreezeDate = new(2026, 9, 17),
        StorageTempMinC = -25,
        StorageTempMaxC = -18,
        Importer = Importer,
        Manufacturer = new("Camaronera de Ejemplo S.A.", "CECU03062109150123"),
        Exporter = "Camaronera de Ejemplo S.A.",
        DeclarationLastFour = "6789",
        CertificateLastFour = "0123",
        RegisteredAt = Recorded.RecordedAt,
        Version = 1,
        Proof = Final,
    };

    public static LotDocument Pork { get; } = Shrimp with
    {
        Gtin = "09520123451561",
        LotNumber = "ES+PK(26)/07",
        ProductName = new("冷冻猪肋排", "Frozen pork spare ribs"),
        Brand = null,
        Species = null,
        Category = "pork",
        OriginCountry = "ES",
        ExportCountry = "NL",
        EntryDate = new(2026, 9, 12),
        ProductionDate = new(2026, 7, 20),
        ProductionDateTo = null,
        ExpiryDate = new(2028, 7, 19),
        SlaughterDate = new(2026, 7, 18),
        FreezeDate = new(2026, 7, 20),
        StorageTempMinC = null,
        Manufacturer = new("Cárnicas Ejemplo S.A.", "CESP02032201010003"),
        Exporter = "Voorbeeld Meat Trading B.V.",
    };
}
