namespace Lotmark.Scanner.Lots;

/// <summary>What a shopper needs to know first. What forbids eating stands before what only forbids selling.</summary>
public enum Standing
{
    /// <summary>Nothing speaks against it.</summary>
    Fine,

    /// <summary>Held back while it is looked into.</summary>
    Held,

    /// <summary>Must not be eaten.</summary>
    Recalled,

    /// <summary>Past the last day on which it may be eaten.</summary>
    Expired,

    /// <summary>Sold out.</summary>
    Closed,

    /// <summary>Destroyed or sent back: must not be on sale.</summary>
    Withdrawn,
}

/// <summary>How a standing follows from a document and the day.</summary>
public static class LotStanding
{
    /// <summary>The standing on a day of the market that the lot is sold in.</summary>
    public static Standing On(this LotDocument lot, DateOnly today) => lot.Status switch
    {
        LotStatus.Recalled => Standing.Recalled,
        LotStatus.Held => Standing.Held,
        LotStatus.Destroyed or LotStatus.Returned => Standing.Withdrawn,
        _ when lot.LastDay < today => Standing.Expired,
        LotStatus.Closed => Standing.Closed,
        _ => Standing.Fine,
    };
}
