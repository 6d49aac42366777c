using Lotmark.Ledger.Lots;

namespace Lotmark.Ledger.Custody;

/// <summary>A lot was made of others (EPCIS transformation; FSMA 204 transformation, 21 CFR 1.1350): the only way to a new lot code inside the country.</summary>
/// <param name="Description">What it is, taken over from what it was made of.</param>
/// <param name="Transformation">Names the event in all lots that took part.</param>
/// <param name="From">What it was made of.</param>
/// <param name="Location">Where.</param>
/// <param name="Place">That location, as anybody may know it.</param>
/// <param name="At">When it was done, with the offset of the place.</param>
/// <param name="ReleasedAt">When the last of its sources was released to the market; null while one of them is not.</param>
/// <param name="Reference">The document it rests on.</param>
/// <param name="By">Who recorded it.</param>
public sealed record LotRepacked(
    LotDescription Description, string Transformation, IReadOnlyList<LotRepacked.Source> From, string Location, PublicPlace Place, DateTimeOffset At,
    DateTimeOffset? ReleasedAt, Reference Reference, RecordedBy By) : ILotBeginning
{
    /// <summary>A lot that went into it.</summary>
    /// <param name="Lot">Its name (<c>01/{gtin}/10/{lot}</c>).</param>
    /// <param name="Quantity">How much of it, in its own unit; not public.</param>
    public sealed record Source(string Lot, ConfidentialNumber Quantity);

    /// <inheritdoc />
    public Lot Begin(string id, FactPlace place) => new()
    {
        Id = id,
        Version = place.Version,
        Description = Description,
        Declared = Description,
        Registrant = By.Organisation,
        Balances = LotBalances.MadeAt(Location, By.Organisation, Description.Quantity),
        FirstStation = Location,
        ReleasedAt = ReleasedAt,
        Distributed = ReleasedAt is not null,
        Sources = [.. From.Select(f => f.Lot)],
        RegisteredAt = place.RecordedAt,
        RecordedAt = place.RecordedAt,
    };

    /// <summary>Nothing: a lot is made once.</summary>
    public Lot Apply(Lot lot, FactPlace place) => lot;
}

/// <summary>Some of a lot went into others.</summary>
/// <param name="Transformation">Names the event in all lots that took part.</param>
/// <param name="Location">Where.</param>
/// <param name="Quantity">In the lot's unit; not public.</param>
/// <param name="Units">SSCCs of units used whole; null for what was loose.</param>
/// <param name="Into">The lots made.</param>
/// <param name="At">When it was done, with the offset of the place.</param>
/// <param name="Reference">The document it rests on.</param>
/// <param name="By">Who recorded it.</param>
public sealed record LotUsed(
    string Transformation, string Location, ConfidentialNumber Quantity, IReadOnlyList<string>? Units, IReadOnlyList<string> Into, DateTimeOffset At,
    Reference Reference, RecordedBy By) : ILotFact
{
    /// <inheritdoc />
    public Lot Apply(Lot lot, FactPlace place) => lot with
    {
        Balances = lot.Balances.UsedAt(Location, Quantity.Value, Units),
        Products = lot.Products.AddRange(Into),
    };
}
