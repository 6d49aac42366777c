using Lotmark.Ledger.Access;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Problems;
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

/// <summary>Finds the locations that requests name.</summary>
public sealed class Places(IDocumentStore store)
{
    private static readonly FieldProblem Unknown = new(
        "location-unknown", "No location is registered under this GLN or id (POST /api/locations).", "没有以此GLN或编号登记的地点（POST /api/locations）。");

    /// <summary>The locations, by the ids that the request named.</summary>
    /// <param name="named">Field of the request and id; the port and absent ids are passed over.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="InvalidRequestException">With every field that names an unknown one.</exception>
    public async Task<IReadOnlyDictionary<string, Place>> FindAsync(IReadOnlyList<(string Field, string? Id)> named, CancellationToken cancel)
    {
        var ids = named.Select(n => n.Id).OfType<string>().Where(id => id != LotBalances.Port).Distinct().ToArray();
        await using var session = store.QuerySession();
        var locations = await session.LoadManyAsync<Location>(cancel, ids);
        var organisations = (await session.LoadManyAsync<Organisation>(cancel, [.. locations.Select(l => l.Organisation).Distinct()])).ToDictionary(o => o.Id);
        var places = locations.ToDictionary(l => l.Id, l => new Place(l, organisations[l.Organisation]));

        var errors = new FieldErrors();
        foreach (var (field, id) in named)
            if (id is not null and not LotBalances.Port && !places.ContainsKey(id)) errors.Add(field, Unknown, id);
        return errors.Any ? throw new InvalidRequestException(errors) : places;
    }
}
