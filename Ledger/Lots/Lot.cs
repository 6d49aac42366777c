using System.Collections.Immutable;
using Lotmark.Ledger.Access;
using Lotmark.Ledger.Lots.Documents;

namespace Lotmark.Ledger.Lots;

/// <summary>A lot as its facts tell it: what the rules need to decide, and what its readers ask first.</summary>
public sealed record Lot
{
    /// <summary>The lot's name (<c>01/{gtin}/10/{lot}</c>).</summary>
    public required string Id { get; init; }

    /// <summary>Number of its facts.</summary>
    public required int Version { get; init; }

    /// <summary>What is declared about it, corrections included.</summary>
    public required LotDescription Description { get; init; }

    /// <summary>What was declared when it was registered.</summary>
    public required LotDescription Declared { get; init; }

    /// <summary>Organisation that registered it.</summary>
    public required string Registrant { get; init; }

    /// <summary>How much of it is where.</summary>
    public required LotBalances Balances { get; init; }

    /// <summary>When its first fact was recorded.</summary>
    public required DateTimeOffset RegisteredAt { get; init; }

    /// <summary>When its newest fact was recorded.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>Location that took it in first; null before that.</summary>
    public string? FirstStation { get; init; }

    /// <summary>When it passed the gate to the market; null before that.</summary>
    public DateTimeOffset? ReleasedAt { get; init; }

    /// <summary>Whether some of it left its first holder after the release.</summary>
    public bool Distributed { get; init; }

    /// <summary>Whether some of it was put on sale.</summary>
    public bool OnSale { get; init; }

    /// <summary>The hold that stands; null when none does.</summary>
    public Standstill? Hold { get; init; }

    /// <summary>The recall that stands; null when none does.</summary>
    public Standstill? Recall { get; init; }

    /// <summary>Its certificates, reports and pictures by their ids, replaced ones included.</summary>
    public ImmutableSortedDictionary<int, AttachedDocument> Documents { get; init; } = ImmutableSortedDictionary<int, AttachedDocument>.Empty;

    /// <summary>What was measured of its temperature.</summary>
    public LotTemperatures Temperatures { get; init; } = new();

    /// <summary>Lots that it was made of; empty for one that was imported as it is.</summary>
    public ImmutableList<string> Sources { get; init; } = [];

    /// <summary>Lots that were made of it.</summary>
    public ImmutableList<string> Products { get; init; } = [];

    /// <summary>Whether its registration was declared not to have occurred. It may be registered anew.</summary>
    public bool IsVoid { get; init; }

    /// <summary>Number of the newest shipment; null before the first.</summary>
    public string? LastShipment { get; init; }

    /// <summary>Where what was found at a handover differs from what was said or asked for.</summary>
    public ImmutableList<Discrepancy> Discrepancies { get; init; } = [];

    /// <summary>Place from which more was once taken than was there, and by how much. Only a correction could lead there, and none is recorded that does.</summary>
    public (string Place, decimal Short)? Shortfall { get; init; }

    /// <summary>Last day of shelf life of its oldest packs; null when it can't be told.</summary>
    public DateOnly? LastDay => Description.ExpiryDate ?? (Description.ShelfLifeDays is { } days ? Description.ProductionDate.AddDays((int)days) : null);

    /// <summary>Where it stands in its life. That it has expired is not kept: it follows from the day.</summary>
    public LotStatus Status => this switch
    {
        { IsVoid: true } => LotStatus.Void,
        { Recall: not null } => LotStatus.Recalled,
        { Hold: not null } => LotStatus.Held,
        { Gone: { } gone } => gone,
        { OnSale: true } => LotStatus.AtRetail,
        { Distributed: true } => LotStatus.InDistribution,
        { ReleasedAt: not null } => LotStatus.Released,
        { FirstStation: not null } => LotStatus.InStation,
        _ => LotStatus.Cleared, // declaration and entry date come with the registration
    };

    /// <summary>How the last of it went: all of it one way, or closed; null while something is left.</summary>
    public LotStatus? Gone => Balances.Left > 0 ? null : Balances switch
    {
        { Destroyed: > 0, Sold: 0, Used: 0, Returned: 0 } => LotStatus.Destroyed,
        { Returned: > 0, Sold: 0, Used: 0, Destroyed: 0 } => LotStatus.Returned,
        _ => LotStatus.Closed,
    };

    /// <summary>Whether an organisation is a party to it: registered it, holds or held some of it, or is about to.</summary>
    public bool Concerns(string organisation) => organisation == Registrant || Balances.Parties.Contains(organisation);

    /// <summary>Whether somebody may read what is confidential about the lot as a whole: who registered it, and who watches over all.</summary>
    public bool MayBeReadInFullBy(Actor actor) => actor.Role is Role.Inspector or Role.Supervisor or Role.Admin || actor.Organisation == Registrant;

    /// <summary>Whether somebody may do with this lot what the permit is for.</summary>
    public bool IsOpenTo(Permit permit) => permit.Reach == Reach.Any || (permit.Reach == Reach.Own && Concerns(permit.Actor.Organisation));
}

/// <summary>What was found at a handover and does not fit.</summary>
/// <param name="Event">Number of the fact that tells of it.</param>
/// <param name="Kind"><c>quantity</c> (in the lot's unit) or <c>temperature</c> (°C).</param>
/// <param name="Location">Where it was found.</param>
/// <param name="Organisation">Who found it.</param>
/// <param name="Expected">What was shipped, or the limit that was passed.</param>
/// <param name="Found">What was found.</param>
public sealed record Discrepancy(int Event, string Kind, string Location, string Organisation, decimal Expected, decimal Found);

/// <summary>Why nothing of a lot may be moved or sold.</summary>
/// <param name="Reason">In words.</param>
/// <param name="LegalBasis">The provision it rests on, if one was named.</param>
/// <param name="Since">When it was recorded.</param>
/// <param name="By">Organisation that ordered it.</param>
public sealed record Standstill(string Reason, string? LegalBasis, DateTimeOffset Since, string By);

/// <summary>The life of a lot.</summary>
public enum LotStatus
{
    /// <summary>Registered; not yet through customs.</summary>
    Registered,

    /// <summary>Customs declaration and entry date are recorded.</summary>
    Cleared,

    /// <summary>Received at its first station in the country.</summary>
    InStation,

    /// <summary>Released to the market.</summary>
    Released,

    /// <summary>On its way through cold stores and wholesalers.</summary>
    InDistribution,

    /// <summary>In shops.</summary>
    AtRetail,

    /// <summary>Nothing is left of it.</summary>
    Closed,

    /// <summary>Held back while it is looked into.</summary>
    Held,

    /// <summary>Recalled: must not be eaten or sold.</summary>
    Recalled,

    /// <summary>Destroyed.</summary>
    Destroyed,

    /// <summary>Sent back out of the country.</summary>
    Returned,

    /// <summary>Its registration did not occur.</summary>
    Void,
}
