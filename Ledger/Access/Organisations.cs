using JasperFx;
using Lotmark.Ledger.Problems;
using Marten;
using Npgsql;

namespace Lotmark.Ledger.Access;

/// <summary>The organisations that use this ledger.</summary>
public sealed class Organisations(IDocumentStore store)
{
    private static readonly Wording IdTaken = new("There is an organisation of this id already, with other content.", "此标识已被另一单位使用。");
    private static readonly Wording UsccTaken = new("Another organisation has this unified social credit code.", "此统一社会信用代码已属于另一单位。");

    /// <summary>One organisation; null when there is none of this id.</summary>
    public async Task<Organisation?> FindAsync(string id, CancellationToken cancel)
    {
        if (!RegisterOrganisation.IsId(id)) return null;
        await using var session = store.QuerySession();
        return await session.LoadAsync<Organisation>(id, cancel);
    }

    /// <summary>The organisations behind an id, in the order of their ids.</summary>
    public async Task<IReadOnlyList<Organisation>> ListAsync(string? after, int limit, CancellationToken cancel)
    {
        await using var session = store.QuerySession();
        return await session.QueryAsync<Organisation>("where d.id > ? order by d.id limit ?", cancel, after ?? "", limit);
    }

    /// <summary>Keeps a new one. Returns why that can't be: its id or its code is taken.</summary>
    public Task<Wording?> InsertAsync(Organisation organisation, CancellationToken cancel) => SaveAsync(session => session.Insert(organisation), cancel);

    /// <summary>Keeps what is new about one that is known. Returns why that can't be: its code is taken.</summary>
    public Task<Wording?> UpdateAsync(Organisation organisation, CancellationToken cancel) => SaveAsync(session => session.Update(organisation), cancel);

    /// <summary>Keeps those of which nothing is known yet.</summary>
    public async Task EnsureAsync(IReadOnlyList<Organisation> organisations, CancellationToken cancel)
    {
        await using var session = store.LightweightSession();
        // One without a kind was written before there were kinds.
        var known = await session.QueryAsync<string>("select id from lotmark.mt_doc_organisation where data -> 'kind' is not null", cancel);
        session.Store(organisations.ExceptBy(known, o => o.Id));
        await session.SaveChangesAsync(cancel);
    }

    private async Task<Wording?> SaveAsync(Action<IDocumentSession> change, CancellationToken cancel)
    {
        await using var session = store.LightweightSession();
        change(session);
        try
        {
            await session.SaveChangesAsync(cancel);
            return null;
        }
        catch (Exception e) when (TakenBy(e) is { } constraint)
        {
            return constraint.Contains("uscc", StringComparison.OrdinalIgnoreCase) ? UsccTaken : IdTaken;
        }
    }

    private static string? TakenBy(Exception e) => e switch
    {
        PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } taken => taken.ConstraintName ?? "",
        { InnerException: { } cause } when TakenBy(cause) is { } constraint => constraint, // what is taken, not only that Marten says so
        DocumentAlreadyExistsException => "",
        _ => null,
    };
}
