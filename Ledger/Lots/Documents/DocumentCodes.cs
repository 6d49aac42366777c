namespace Lotmark.Ledger.Lots.Documents;

/// <summary>Codes of documents that are words.</summary>
public static class DocumentCodes
{
    /// <summary>The import declaration; its number is confidential.</summary>
    public const string CustomsDeclaration = "customsDeclaration";

    /// <summary>Certificate of entry inspection and quarantine.</summary>
    public const string CiqCertificate = "ciqCertificate";

    /// <summary>A picture; it needs no number.</summary>
    public const string Photo = "photo";

    /// <summary>Kinds of documents.</summary>
    public static readonly IReadOnlyList<string> Types =
    [
        CustomsDeclaration, CiqCertificate, "healthCertificate", "originCertificate", "nucleicAcidTest", "labTest", "disinfection", "supervisedWarehouseRelease", Photo,
    ];

    /// <summary>Kinds that say how a test ended.</summary>
    public static readonly IReadOnlyList<string> Tests = ["nucleicAcidTest", "labTest"];

    /// <summary>How a test or inspection ended.</summary>
    public static readonly IReadOnlyList<string> Results = ["negative", "positive", "conformant", "nonConformant"];

    /// <summary>Results with which a lot may be sold.</summary>
    public static readonly IReadOnlyList<string> GoodResults = ["negative", "conformant"];
}
