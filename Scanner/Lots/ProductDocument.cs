namespace Lotmark.Scanner.Lots;

/// <summary>What is known of a product apart from any lot of it.</summary>
public sealed record ProductDocument
{
    /// <summary>The product number, 14 digits.</summary>
    public required string Gtin { get; init; }

    /// <summary>The product's name; at least one language.</summary>
    public required BilingualText Name { get; init; }

    /// <summary>The brand.</summary>
    public string? Brand { get; init; }
}
