using Lotmark.Ledger.Problems;
using Lotmark.Ledger.Requests;

namespace Lotmark.Ledger.Access;

/// <summary>The operator says anew what is known of an organisation. Its id and its kind stay.</summary>
public static class ChangeOrganisation
{
    private static readonly Wording Fixed = new(
        "The id and the kind of an organisation never change: admit another one instead.", "单位的标识和类型不可更改：请另行登记单位。");

    /// <summary>Serves it.</summary>
    public static void Map(IEndpointRouteBuilder organisations) => organisations.MapPut("/{id}", HandleAsync)
        .Opens(Operation.ManageOrganisations)
        .WithSummary("Change what is known of an organisation")
        .WithExample("cold store", RegisterOrganisation.Example)
        .Produces<Organisation>()
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<IResult> HandleAsync(
        string id, Valid<RegisterOrganisation> request, Organisations organisations, HttpContext context, CancellationToken cancel)
    {
        if (await organisations.FindAsync(id, cancel) is not { } known) return ReadOrganisations.Unknown(context);
        var changed = request.Value.Describe();
        if (changed.Id != known.Id || changed.Kind != known.Kind) return Fixed.AsProblem(context, StatusCodes.Status409Conflict, "organisation-fixed");
        return await organisations.UpdateAsync(changed, cancel) is { } conflict
            ? conflict.AsProblem(context, StatusCodes.Status409Conflict, "organisation-exists")
            : TypedResults.Ok(changed);
    }
}
