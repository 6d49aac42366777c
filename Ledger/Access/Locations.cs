using JasperFx;
using Lotmark.Ledger.Problems;
using Marten;

namespace Lotmark.Ledger.Access;

/// <summary>The places where lots are kept, received and sold.</summary>
public sealed class Locations(IDocumentStore store)
{
    private const int LongestId = 32;

    private static readonly FieldProblem Unknown = new(
        "location-unknown", "No location is registered under this GLN or id (POST /api/locations).", "没有以此GLN或编号登记的地点（POST /api/locations）。");

    /// <summary>One place; null when there is none of this id.</summary>
    public async Task<Location?> FindAsync(string id, CancellationToken cancel)
    {
        if (!IsId(id)) return null;
        await using var session = store.QuerySession();
        return await session.LoadAsync<Location>(id, cancel);
    }

    /// <summary>The places that a request names, by their ids.</summary>
    /// <param name="named">Field of the request and id; what is null is passed over.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="InvalidRequestException">With every field that names none.</exception>
    public async Task<IReadOnlyDictionary<string, Location>> RequireAsync(IReadOnlyList<(string Field, string? Id)> named, CancellationToken cancel)
    {
        await using var session = store.QuerySession();
        var found = (await session.LoadManyAsync<Location>(cancel, [.. named.Select(n => n.Id).OfType<string>().Where(IsId).Distinct()])).ToDictionary(l => l.Id);
        var errors = new FieldErrors();
        foreach (var (field, id) in named)
            if (id is not null && !found.ContainsKey(id)) errors.Add(field, Unknown, id);
        return errors.Any ? throw new InvalidRequestException(errors) : found;
    }

    /// <summary>The places behind an id, in the order of their ids; those of one organisation, or all.</summary>
    public async Task<IReadOnlyList<Location>> ListAsync(string? organisation, string? after, int limit, CancellationToken cancel)
    {
        await using var session = store.QuerySession();
        return organisation is null
            ? await session.QueryAsync<Location>("where d.id > ? order by d.id limit ?", cancel, after ?? "", limit)
            : await session.QueryAsync<Location>("where d.data ->> 'organisation' = ? and d.id > ? order by d.id limit ?", cancel, organisation, after ?? "", limit);
    }

    private static bool IsId(string text) => text.Length is > 0 and <= LongestId && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

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
