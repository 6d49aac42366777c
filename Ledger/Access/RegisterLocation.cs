using System.Security.Cryptography;
using System.Text;
using FluentValidation;
using Lotmark.Ledger.Identifiers;
using Lotmark.Ledger.Problems;
using Lotmark.Ledger.Requests;

namespace Lotmark.Ledger.Access;

/// <summary>An organisation registers a place where lots are kept, received or sold (location description, 21 CFR 1.1310).</summary>
public sealed record RegisterLocation
{
    /// <summary>Organisation that answers for the place; the caller's own when absent. Only the operator may name another.</summary>
    public string? Organisation { get; init; }

    /// <summary>Global Location Number of the place: 13 digits. Without one the ledger gives the place an id.</summary>
    public string? Gln { get; init; }

    /// <summary>Business name of the place, in Chinese, English or both.</summary>
    public BusinessName? Name { get; init; }

    /// <summary>Phone number of the place. It is not public.</summary>
    public string? Phone { get; init; }

    /// <summary>Street address. Required where no coordinates are given.</summary>
    public string? StreetAddress { get; init; }

    /// <summary>Where it is. Required where no street address is given.</summary>
    public Coordinates? Coordinates { get; init; }

    /// <summary>City.</summary>
    public string? City { get; init; }

    /// <summary>Province, state or region. Required in China and the United States.</summary>
    public string? Region { get; init; }

    /// <summary>Postal code. Required in China and the United States.</summary>
    public string? PostalCode { get; init; }

    /// <summary>Country or region, two letters of ISO 3166-1.</summary>
    public string? Country { get; init; }

    /// <summary>When it is well formed.</summary>
    public sealed class Validator : AbstractValidator<RegisterLocation>
    {
        private static readonly FieldProblem RegionMissing = new("region-required", "A place in China or the United States needs its province or state.", "位于中国或美国的地点应填写省（州）。");
        private static readonly FieldProblem PostalCodeMissing = new("postal-code-required", "A place in China or the United States needs its postal code.", "位于中国或美国的地点应填写邮政编码。");

        /// <summary>The rules.</summary>
        public Validator()
        {
            RuleFor(x => x.Organisation).Check(id => id is null or "" || RegisterOrganisation.IsId(id) ? null
                : new("organisation-id", "This is no id of an organisation.", "此内容不是有效的单位标识。"));
            RuleFor(x => x.Gln).Check(Rules.FormOf<Gln>);
            RuleFor(x => x.Name).Required().Check(NameRules.SomeLanguage);
            When(x => x.Name is not null, () => RuleFor(x => x.Name!).SetValidator(new NameRules()));
            RuleFor(x => x.Phone).Required().AtMost(50);
            RuleFor(x => x.StreetAddress).AtMost(300).Check((x, street) => street is null or "" && x.Coordinates is null
                ? new("address-or-coordinates", "Give the street address, the coordinates or both.", "请填写街道地址或坐标，至少一项。") : null);
            When(x => x.Coordinates is not null, () => RuleFor(x => x.Coordinates!).SetValidator(new CoordinateRules()));
            RuleFor(x => x.City).Required().AtMost(100);
            RuleFor(x => x.Region).AtMost(100).Check((x, region) => region is null or "" && NeedsAll(x.Country) ? RegionMissing : null);
            RuleFor(x => x.PostalCode).AtMost(20).Check((x, code) => code is null or "" && NeedsAll(x.Country) ? PostalCodeMissing : null);
            RuleFor(x => x.Country).Required().Check(Rules.FormOf<CountryCode>);
        }

        private static bool NeedsAll(string? country) => country is "CN" or "US";
    }

    private sealed class CoordinateRules : AbstractValidator<Coordinates>
    {
        public CoordinateRules()
        {
            RuleFor(x => x.Latitude).Required().Check(degrees => degrees is < -90 or > 90 ? new("latitude", "A latitude lies between -90 and 90 degrees.", "纬度应在-90至90度之间。") : null);
            RuleFor(x => x.Longitude).Required().Check(degrees => degrees is < -180 or > 180 ? new("longitude", "A longitude lies between -180 and 180 degrees.", "经度应在-180至180度之间。") : null);
        }
    }

    /// <summary>Serves it.</summary>
    public static void Map(IEndpointRouteBuilder locations) => locations.MapPost("/", HandleAsync)
        .Opens(Operation.RegisterLocation)
        .WithSummary("Register a place")
        .WithExample("with GLN", WithGln)
        .WithExample("with coordinates", WithCoordinates)
        .WithDescription("The same place again answers 200 and changes nothing.")
        .Produces<RegisteredLocation>(StatusCodes.Status201Created)
        .Produces<RegisteredLocation>()
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status409Conflict);

    internal const string WithGln = """
        { "gln": "9520123000066", "name": { "zh": "北港冷库一号库", "en": "North Port Cold Store, hall 1" }, "phone": "0574-0000-0008",
          "streetAddress": "8 Sample Road, Beilun", "city": "Ningbo", "region": "Zhejiang", "postalCode": "315800", "country": "CN" }
        """;

    private const string WithCoordinates = """
        { "name": { "en": "Pier 3, reefer yard" }, "phone": "0574-0000-0009", "coordinates": { "latitude": 29.937, "longitude": 121.848 },
          "city": "Ningbo", "region": "Zhejiang", "postalCode": "315800", "country": "CN" }
        """;

    private static readonly Wording Taken = new("This place is registered already, with other content.", "该地点已登记，且内容不同。");

    internal static readonly Wording Foreign = new("A place is registered and changed by the organisation that answers for it.", "地点应由其所属单位登记和更改。");

    private static async Task<IResult> HandleAsync(
        Valid<RegisterLocation> request, Actor actor, Organisations organisations, Locations locations, PublicAddress address, HttpContext context, CancellationToken cancel)
    {
        var owner = request.Value.Organisation is { Length: > 0 } named ? named : actor.Organisation;
        if (!MayAnswerFor(owner, actor)) return Foreign.AsProblem(context, StatusCodes.Status403Forbidden, "foreign-organisation");
        if (owner != actor.Organisation && await organisations.FindAsync(owner, cancel) is null) return ReadOrganisations.Unknown(context);

        var location = request.Value.Describe(owner);
        var path = $"/api/locations/{location.Id}";
        if (await locations.InsertAsync(location, cancel)) return TypedResults.Created(address.Of(path), RegisteredLocation.Of(location, address));
        return await locations.FindAsync(location.Id, cancel) == location
            ? TypedResults.Ok(RegisteredLocation.Of(location, address))
            : Taken.AsProblem(context, StatusCodes.Status409Conflict, "location-exists");
    }

    internal static bool MayAnswerFor(string organisation, Actor actor) =>
        actor.To(Operation.RegisterLocation).Reach == Reach.Any || organisation == actor.Organisation;

    internal Location Describe(string owner)
    {
        var place = new Location(
            "", owner, NullIfEmpty(Gln), Name!.Given(), Phone!, NullIfEmpty(StreetAddress), Coordinates, City!, NullIfEmpty(Region), NullIfEmpty(PostalCode), Country!);
        return place with { Id = place.Gln ?? IdOf(place) };
    }

    // From what makes it this place, so that the same request sent twice makes one. Not from the phone: the id is public, the phone is not.
    private static string IdOf(Location place)
    {
        var words = string.Join('\n', place.Organisation, place.Name.Zh, place.Name.En, place.StreetAddress,
            place.Coordinates?.Latitude, place.Coordinates?.Longitude, place.City, place.Region, place.PostalCode, place.Country);
        return $"loc-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(words)))[..20]}";
    }

    private static string? NullIfEmpty(string? text) => text is "" ? null : text;
}

/// <summary>A place as those who have a key see it.</summary>
/// <param name="Uri">The address that names it for everybody.</param>
/// <param name="Location">What is registered.</param>
public sealed record RegisteredLocation(string Uri, Location Location)
{
    internal static RegisteredLocation Of(Location location, PublicAddress address) => new(address.Of(Location.PathOf(location.Id)), location);
}
