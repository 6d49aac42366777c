using Lotmark.Ledger.Access;
using Marten;

namespace Lotmark.Ledger.Custody;

/// <summary>A registered location and who runs it.</summary>
public sealed record Place(Location Location, Organisation Organisation)
{
    /// <summary>What the public may know of it: no name, no street.</summary>
    public PublicPlace Public => new(Location.City, Location.Region, Location.Country);
}

/// <summary>Where, as anybody may know it.</summary>
/// <param name="City">City.</param>
/// <param name="Region">Province or state, if given.</param>
/// <param name="Country">ISO 3166-1 alpha-2.</param>
public sealed record PublicPlace(string City, string? Region, string Country);

/// <summary>Finds the places that requests name.</summary>
public sealed class Places(Locations locations, IDocumentStore store)
{
    /// <summary>The places, by the ids that the request named.</summary>
    /// <param name="named">Field of the request and id; what is null is passed over.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="Problems.InvalidRequestException">With every field that names none.</exception>
    public async Task<IReadOnlyDictionary<string, Place>> FindAsync(IReadOnlyList<(string Field, string? Id)> named, CancellationToken cancel)
    {
        var found = await locations.RequireAsync(named, cancel);
        await using var session = store.QuerySession();
        var organisations = (await session.LoadManyAsync<Organisation>(cancel, [.. found.Values.Select(l => l.Organisation).Distinct()])).ToDictionary(o => o.Id);
        return found.Values.ToDictionary(l => l.Id, l => new Place(l, organisations[l.Organisation]));
    }
}
