using Lotmark.Ledger.Problems;
using Lotmark.Ledger.Requests;

namespace Lotmark.Ledger.Access;

/// <summary>The organisations that use this ledger, for its operator.</summary>
public static class ReadOrganisations
{
    private static readonly Wording NoSuch = new("There is no organisation of this id.", "没有此标识的单位。");

    /// <summary>Serves the list, and one by its id.</summary>
    public static void Map(IEndpointRouteBuilder organisations)
    {
        organisations.MapGet("/", ListAsync)
            .Opens(Operation.ManageOrganisations)
            .WithSummary("List organisations, by id")
            .Produces<OrganisationList>()
            .Paged();
        organisations.MapGet("/{id}", OneAsync)
            .Opens(Operation.ManageOrganisations)
            .WithSummary("Read one organisation")
            .Produces<Organisation>()
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    internal static IResult Unknown(HttpContext context) => NoSuch.AsProblem(context, StatusCodes.Status404NotFound, "organisation-unknown");

    private static async Task<IResult> ListAsync(Page page, Organisations organisations, CancellationToken cancel)
    {
        var (part, next) = page.Cut(await organisations.ListAsync(page.After, page.Sought, cancel), o => o.Id);
        return TypedResults.Ok(new OrganisationList(part, next));
    }

    private static async Task<IResult> OneAsync(string id, Organisations organisations, HttpContext context, CancellationToken cancel) =>
        await organisations.FindAsync(id, cancel) is { } organisation ? TypedResults.Ok(organisation) : Unknown(context);
}

/// <summary>Some organisations.</summary>
/// <param name="Organisations">In the order of their ids.</param>
/// <param name="Next">What to give as <c>after</c> for those behind them; absent when there are none.</param>
public sealed record OrganisationList(IReadOnlyList<Organisation> Organisations, string? Next);
