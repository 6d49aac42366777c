using System.ComponentModel;
using Lotmark.Ledger.Problems;
using Lotmark.Ledger.Requests;
using Microsoft.AspNetCore.Mvc;

namespace Lotmark.Ledger.Access;

/// <summary>The places that lots can be shipped to, for everybody who has a key; and each of them, without its phone, for everybody.</summary>
public static class ReadLocations
{
    private static readonly Wording NoSuch = new("There is no place of this id.", "没有此标识的地点。");

    /// <summary>Serves the list, and one by its id.</summary>
    public static void Map(IEndpointRouteBuilder locations)
    {
        locations.MapGet("/", ListAsync)
            .Opens(Operation.ReadLocations)
            .WithSummary("List places, by id")
            .Produces<LocationList>()
            .Paged();
        locations.MapGet("/{id}", OneAsync)
            .Opens(Operation.ReadLocations)
            .WithSummary("Read one place")
            .Produces<RegisteredLocation>()
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    /// <summary>Serves the address that names a place in records.</summary>
    public static void MapPublic(IEndpointRouteBuilder app) => app.MapGet("/loc/{id}", PublicAsync)
        .WithTags("Locations")
        .WithSummary("What is public of a place")
        .Produces<PublicLocation>()
        .ProducesProblem(StatusCodes.Status404NotFound);

    internal static IResult Unknown(HttpContext context) => NoSuch.AsProblem(context, StatusCodes.Status404NotFound, "location-unknown");

    private static async Task<IResult> ListAsync([FromQuery, Description("Only the places of this organisation.")] string? organisation, Page page, Locations locations, PublicAddress address, CancellationToken cancel)
    {
        if (organisation is not null && !RegisterOrganisation.IsId(organisation)) return TypedResults.Ok(new LocationList([], null));
        var (part, next) = page.Cut(await locations.ListAsync(organisation, page.After, page.Sought, cancel), l => l.Id);
        return TypedResults.Ok(new LocationList([.. part.Select(l => RegisteredLocation.Of(l, address))], next));
    }

    private static async Task<IResult> OneAsync(string id, Locations locations, PublicAddress address, HttpContext context, CancellationToken cancel) =>
        await locations.FindAsync(id, cancel) is { } location ? TypedResults.Ok(RegisteredLocation.Of(location, address)) : Unknown(context);

    private static async Task<IResult> PublicAsync(string id, Locations locations, PublicAddress address, HttpContext context, CancellationToken cancel)
    {
        context.Response.Headers.AccessControlAllowOrigin = "*";
        return await locations.FindAsync(id, cancel) is { } l
            ? TypedResults.Ok(new PublicLocation(
                address.Of(Location.PathOf(l.Id)), l.Gln, l.Organisation, l.Name, l.StreetAddress, l.Coordinates, l.City, l.Region, l.PostalCode, l.Country))
            : Unknown(context);
    }
}

/// <summary>Some places.</summary>
/// <param name="Locations">In the order of their ids.</param>
/// <param name="Next">What to give as <c>after</c> for those behind them; absent when there are none.</param>
public sealed record LocationList(IReadOnlyList<RegisteredLocation> Locations, string? Next);

/// <summary>What is public of a place.</summary>
/// <param name="Uri">The address that names it.</param>
/// <param name="Gln">Global Location Number, if it has one.</param>
/// <param name="Organisation">Id of the organisation that answers for it.</param>
/// <param name="Name">Business name.</param>
/// <param name="StreetAddress">Street address, if known.</param>
/// <param name="Coordinates">Where it is, if known.</param>
/// <param name="City">City.</param>
/// <param name="Region">Province, state or region.</param>
/// <param name="PostalCode">Postal code.</param>
/// <param name="Country">Country or region, ISO 3166-1 alpha-2.</param>
public sealed record PublicLocation(
    string Uri, string? Gln, string Organisation, BusinessName Name, string? StreetAddress, Coordinates? Coordinates, string City, string? Region, string? PostalCode, string Country);
