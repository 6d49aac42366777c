namespace Lotmark.Ledger.Access;

/// <summary>A place where lots are kept, received or sold: the location description of 21 CFR 1.1310.</summary>
/// <param name="Id">Its GLN, or an id that the ledger gave it (<c>loc-…</c>).</param>
/// <param name="Organisation">Id of the organisation that answers for it.</param>
/// <param name="Gln">Global Location Number, if it has one.</param>
/// <param name="Name">Business name.</param>
/// <param name="Phone">Phone number of the place. Not public.</param>
/// <param name="StreetAddress">Street address; or coordinates are given.</param>
/// <param name="Coordinates">Where it is; or the street address is given.</param>
/// <param name="City">City.</param>
/// <param name="Region">Province, state or region.</param>
/// <param name="PostalCode">Postal code.</param>
/// <param name="Country">Country or region, ISO 3166-1 alpha-2.</param>
public sealed record Location(
    string Id, string Organisation, string? Gln, BusinessName Name, string Phone, string? StreetAddress, Coordinates? Coordinates,
    string City, string? Region, string? PostalCode, string Country)
{
    /// <summary>The path under which everybody finds it.</summary>
    public static string PathOf(string id) => $"/loc/{id}";
}

/// <summary>A point on the Earth (WGS 84).</summary>
public sealed record Coordinates
{
    /// <summary>Degrees north of the equator, -90 to 90.</summary>
    public decimal? Latitude { get; init; }

    /// <summary>Degrees east of Greenwich, -180 to 180.</summary>
    public decimal? Longitude { get; init; }
}
