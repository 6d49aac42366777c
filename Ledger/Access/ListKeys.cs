namespace Lotmark.Ledger.Access;

/// <summary>The keys of an organisation, for the operator.</summary>
public static class ListKeys
{
    /// <summary>Serves it.</summary>
    public static void Map(IEndpointRouteBuilder organisations) => organisations.MapGet("/{id}/keys", HandleAsync)
        .Opens(Operation.ManageKeys)
        .WithSummary("List the keys of an organisation")
        .Produces<KeyList>()
        .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> HandleAsync(string id, Organisations organisations, ApiKeys keys, HttpContext context, CancellationToken cancel) =>
        await organisations.FindAsync(id, cancel) is null ? ReadOrganisations.Unknown(context) : TypedResults.Ok(new KeyList(await keys.ListAsync(id, cancel)));
}

/// <summary>The keys of an organisation.</summary>
/// <param name="Keys">By label, revoked ones included.</param>
public sealed record KeyList(IReadOnlyList<ApiKey> Keys);
