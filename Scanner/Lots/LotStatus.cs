namespace Lotmark.Scanner.Lots;

/// <summary>Where a lot stands in its life, as the ledger keeps it. That it has expired is not kept: it follows from the day.</summary>
public enum LotStatus
{
    /// <summary>Recorded by the importer.</summary>
    Registered,

    /// <summary>Cleared by customs.</summary>
    Cleared,

    /// <summary>Received at its first station in the country.</summary>
    InStation,

    /// <summary>Released for trade.</summary>
    Released,

    /// <summary>On its way through cold stores and wholesalers.</summary>
    InDistribution,

    /// <summary>In shops.</summary>
    AtRetail,

    /// <summary>Sold out.</summary>
    Closed,

    /// <summary>Held back while it is looked into.</summary>
    Held,

    /// <summary>Recalled: must not be eaten or sold.</summary>
    Recalled,

    /// <summary>Destroyed.</summary>
    Destroyed,

    /// <summary>Sent back out of the country.</summary>
    Returned,
}
