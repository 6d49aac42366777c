namespace Lotmark.Scanner.Lots;

/// <summary>Something that happened to a lot on its way, as far as anybody may know it.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="On">The day, at the place.</param>
/// <param name="Place">Where; for a shipment, where it goes to; null for what happens nowhere in particular, or at the port of entry.</param>
/// <param name="From">Where a shipment comes from; null for the port of entry.</param>
public sealed record JourneyStep(JourneyKind Kind, DateOnly On, JourneyPlace? Place = null, JourneyPlace? From = null)
{
    /// <summary>What it turned out to be, when it was corrected.</summary>
    public JourneyStep? Corrected { get; init; }

    /// <summary>Whether it was declared not to have happened.</summary>
    public bool DidNotHappen { get; init; }

    /// <summary>Whether it took the last of the lot, and all of it went the same way: then "some of it" would be untrue.</summary>
    public bool NothingLeft { get; init; }

    /// <summary>What was corrected in the importer's entry, for <see cref="JourneyKind.EntryCorrected"/>.</summary>
    public IReadOnlyList<CorrectedFact> Facts { get; init; } = [];
}

/// <summary>Where, to the city.</summary>
/// <param name="City">The city.</param>
/// <param name="Country">Country or region (ISO 3166-1 alpha-2).</param>
public sealed record JourneyPlace(string City, string Country);

/// <summary>A fact of the importer's entry that was wrong: dates as yyyy-MM-dd, countries and ports by their codes.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Before">As it was recorded first.</param>
/// <param name="After">As it is right.</param>
public sealed record CorrectedFact(CorrectedKind Kind, string Before, string After);

/// <summary>What happens to lots.</summary>
public enum JourneyKind
{
    /// <summary>It arrived.</summary>
    Received,

    /// <summary>It left for another place.</summary>
    Shipped,

    /// <summary>It was sent back to where it came from.</summary>
    SentBack,

    /// <summary>It was packed anew from other lots.</summary>
    Packed,

    /// <summary>Some of it went into other lots.</summary>
    Used,

    /// <summary>It was released to the market.</summary>
    Released,

    /// <summary>It was put on sale.</summary>
    OnSale,

    /// <summary>Some of it was destroyed.</summary>
    Destroyed,

    /// <summary>Some of it was sent out of the country.</summary>
    Reexported,

    /// <summary>It was put on hold.</summary>
    Held,

    /// <summary>A hold was lifted.</summary>
    HoldLifted,

    /// <summary>It was recalled.</summary>
    Recalled,

    /// <summary>The importer corrected the entry.</summary>
    EntryCorrected,
}

/// <summary>Facts of the entry whose corrections a shopper is told.</summary>
public enum CorrectedKind
{
    /// <summary>Day of entry.</summary>
    EntryDate,

    /// <summary>Exporting country or region.</summary>
    ExportCountry,

    /// <summary>Country or region of origin.</summary>
    OriginCountry,

    /// <summary>Port of entry.</summary>
    PortOfEntry,

    /// <summary>First day of production.</summary>
    ProductionDate,
}
