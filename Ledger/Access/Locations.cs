using JasperFx;
using Marten;

namespace Lotmark.Ledger.Access;

/// <summary>The places where lots are kept, received and sold.</summary>
public sealed class Locations(IDocumentStore store)
{
    private const int LongestId = 32;

    /// <summary>One place; null when there is none of this id.</summary>
    public async Task<Location?> FindAsync(string id, CancellationToken cancel)
    {
        if (id.Length > LongestId || !id.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')) return null;
        await using var session = store.QuerySession();
        return await session.LoadAsync<Location>(id, cancel);
    }

    /// <summary>The places behind an id, in the order of their ids; those of one organisation, or all.</summary>
    public async Task<IReadOnlyList<Location>> ListAsync(string? organisation, string? after, int limit, CancellationToken cancel)
    {
        await using var session = store.QuerySession();
        return organisation is null
            ? await session.QueryAsync<Location>("where d.id > ? order by d.id limit ?", cancel, after ?? "", limit)
            : await session.QueryAsync<Location>("where d.data ->> 'organisation' = ? and d.id > ? order by d.id limit ?", cancel, organisation, after ?? "", limit);
    }

    /// <summary>Keeps a new one. Returns false when its id is taken.</summary>
    public async Task<bool> InsertAsync(Location location, CancellationToken cancel)
    {
        await using var session = store.LightweightSession();
        session.Insert(location);
        try
        {
            await session.SaveChangesAsync(cancel);
            return true;
        }
        catch (DocumentAlreadyExistsException)
        {
            return false;
        }
    }

    /// <summary>Keeps what is new about one that is known.</summary>
    public async Task UpdateAsync(Location location, CancellationToken cancel)
    {
        await using var session = store.LightweightSession();
        session.Update(location);
        await session.SaveChangesAsync(cancel);
    }
}
