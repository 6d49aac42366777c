using JasperFx.Events;
using Lotmark.Ledger.Access;

namespace Lotmark.Ledger.Lots;

/// <summary>A lot as its events tell it.</summary>
/// <param name="Id">The lot's name (<c>01/{gtin}/10/{lot}</c>).</param>
/// <param name="Version">Number of its events.</param>
/// <param name="Status">Where it stands in its life.</param>
/// <param name="Description">What is declared about it.</param>
/// <param name="Holder">Organisation that holds it.</param>
/// <param name="RegisteredAt">When its first fact was recorded.</param>
/// <param name="RecordedAt">When its newest fact was recorded.</param>
public sealed record Lot(
    string Id, int Version, LotStatus Status, LotDescription Description, string Holder, DateTimeOffset RegisteredAt, DateTimeOffset RecordedAt)
{
    /// <summary>Whether somebody may read what is not public about it: its holder, inspectors and the operator may.</summary>
    public bool MayBeReadBy(Actor actor) => actor.Role is Role.Inspector or Role.Admin || actor.Organisation == Holder;

    /// <summary>The first fact of a lot. Declaration and entry date come with it: it is cleared.</summary>
    public static Lot Create(IEvent<LotRegistered> e) =>
        new(e.StreamKey!, (int)e.Version, LotStatus.Cleared, e.Data.Description, e.Data.By.Organisation, e.Timestamp, e.Timestamp);
}

/// <summary>The life of a lot.</summary>
public enum LotStatus
{
    /// <summary>Registered; not yet through customs.</summary>
    Registered,

    /// <summary>Customs declaration and entry date are recorded.</summary>
    Cleared,
}
