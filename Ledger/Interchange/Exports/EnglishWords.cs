using Lotmark.Ledger.Lots;

namespace Lotmark.Ledger.Interchange.Exports;

/// <summary>Codes as English records spell them.</summary>
internal static class EnglishWords
{
    /// <summary>A unit (UN/ECE Recommendation 20).</summary>
    public static string Unit(string? uom) => uom switch
    {
        "KGM" => "kilogram",
        "GRM" => "gram",
        "LBR" => "pound",
        "TNE" => "tonne",
        null => "package",
        _ => uom,
    };

    /// <summary>A kind of document (CBV business transaction type).</summary>
    public static string Document(string type) => type switch
    {
        "po" => "purchase order",
        "desadv" => "despatch advice",
        "recadv" => "receiving advice",
        "inv" => "invoice",
        "bol" => "bill of lading",
        "cert" => "certificate",
        "testres" => "test result",
        _ => type,
    };

    /// <summary>Name, brand, species, pack size and pack style (21 CFR 1.1310, product description).</summary>
    public static string Product(LotDescription about) => string.Join(", ", new[]
    {
        about.ProductName.En ?? about.ProductName.Zh, about.Brand, about.Species, about.PackSize, about.PackStyle,
    }.Where(p => p is { Length: > 0 }));
}
