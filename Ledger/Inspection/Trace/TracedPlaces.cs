using Lotmark.Ledger.Access;
using Marten;

namespace Lotmark.Ledger.Inspection.Trace;

/// <summary>Names the places and organisations of a trace.</summary>
public sealed class TracedPlaces(IDocumentStore store)
{
    /// <summary>Registered places by their ids.</summary>
    public async Task<IReadOnlyDictionary<string, Location>> LocationsAsync(IEnumerable<string> ids, CancellationToken cancel)
    {
        await using var session = store.QuerySession();
        return (await session.LoadManyAsync<Location>(cancel, [.. ids.Distinct()])).ToDictionary(l => l.Id);
    }

    /// <summary>Organisations by their ids.</summary>
    public async Task<IReadOnlyDictionary<string, Organisation>> OrganisationsAsync(IEnumerable<string> ids, CancellationToken cancel)
    {
        await using var session = store.QuerySession();
        return (await session.LoadManyAsync<Organisation>(cancel, [.. ids.Distinct()])).ToDictionary(o => o.Id);
    }
}
