using Lotmark.Ledger.Requests;

namespace Lotmark.Ledger.Access;

/// <summary>Who a key is, and what it opens.</summary>
/// <param name="Organisation">Its organisation.</param>
/// <param name="Label">The key's label.</param>
/// <param name="Role">Its role.</param>
/// <param name="Opens">What it may do, and how far: <c>own</c> is what the organisation is a party to, <c>any</c> is everything.</param>
public sealed record OwnOrganisation(Organisation Organisation, string Label, Role Role, IReadOnlyDictionary<string, Reach> Opens)
{
    /// <summary>Serves it.</summary>
    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/me", HandleAsync)
        .Opens(Operation.ReadOwnOrganisation)
        .WithSummary("Who am I here, and what may I do?")
        .Produces<OwnOrganisation>();

    private static async Task<IResult> HandleAsync(Actor actor, Organisations organisations, CancellationToken cancel) => TypedResults.Ok(new OwnOrganisation(
        await organisations.FindAsync(actor.Organisation, cancel) ?? throw new InvalidOperationException($"{actor.Organisation} has keys and does not exist."),
        actor.Key, actor.Role,
        Enum.GetValues<Operation>().Where(o => Permissions.Of(actor.Role, o) != Reach.None)
            .ToDictionary(o => LedgerJson.Code(o), o => Permissions.Of(actor.Role, o))));
}
