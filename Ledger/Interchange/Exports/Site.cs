using System.Globalization;
using Lotmark.Ledger.Access;
using Lotmark.Ledger.Identifiers;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Tables;

namespace Lotmark.Ledger.Interchange.Exports;

/// <summary>A location as records describe it (21 CFR 1.1310), as far as it is recorded.</summary>
internal sealed record Site(string? Name, string? Country)
{
    /// <summary>Its phone number.</summary>
    public string? Phone { get; private init; }

    /// <summary>Its street address, or its coordinates.</summary>
    public string? Address { get; private init; }

    /// <summary>City.</summary>
    public string? City { get; private init; }

    /// <summary>Province, state or region.</summary>
    public string? Region { get; private init; }

    /// <summary>Postal code.</summary>
    public string? PostalCode { get; private init; }

    /// <summary>Global Location Number.</summary>
    public string? Gln { get; private init; }

    /// <summary>The columns of a location.</summary>
    public static readonly IReadOnlyList<Column<Site>> Columns =
    [
        Column<Site>.Text("Name", "Business name", s => s.Name),
        Column<Site>.Text("Phone", "Phone number", s => s.Phone),
        Column<Site>.Text("Address", "Street address, or latitude and longitude where that was registered instead,", s => s.Address),
        Column<Site>.Text("City", "City", s => s.City),
        Column<Site>.Text("State/Region", "State, province or region", s => s.Region),
        Column<Site>.Text("Postal Code", "Postal code", s => s.PostalCode),
        Column<Site>.Text("Country", "Country or region (ISO 3166-1 alpha-2)", s => s.Country),
        Column<Site>.Text("GLN", "Global Location Number", s => s.Gln),
    ];

    /// <summary>All of its address in one line.</summary>
    public string FullAddress => string.Join(", ", new[] { Address, City, Region, PostalCode, Country }.Where(p => p is { Length: > 0 }));

    /// <summary>A registered location; of one that is not known any more there is its name alone.</summary>
    public static Site Of(string id, ExportScene scene) => scene.Locations.GetValueOrDefault(id) is not { } known ? new(id, null) : new(known.Name.En ?? known.Name.Zh, known.Country)
    {
        Phone = known.Phone,
        Address = AddressOf(known),
        City = known.City,
        Region = known.Region,
        PostalCode = known.PostalCode,
        Gln = known.Gln,
    };

    /// <summary>Where a lot entered the country.</summary>
    public static Site PortOf(LotDescription about) => new($"Port of entry {about.PortOfEntry.Value}", about.PortOfEntry.Value[..2]);

    /// <summary>A registered location, or the port of entry.</summary>
    public static Site Of(string id, LotDescription about, ExportScene scene) => id == LotBalances.Port ? PortOf(about) : Of(id, scene);

    /// <summary>Somebody abroad, of whom no more than this is recorded.</summary>
    public static Site Abroad(string? name, CountryCode country) => new(name, country.Value);

    /// <summary>Its street address, or its coordinates.</summary>
    public static string? AddressOf(Location place) => place.StreetAddress ?? (place.Coordinates is { } at ? string.Create(CultureInfo.InvariantCulture, $"{at.Latitude}, {at.Longitude}") : null);
}
