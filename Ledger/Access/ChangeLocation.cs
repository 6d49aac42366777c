using Lotmark.Ledger.Problems;
using Lotmark.Ledger.Requests;

namespace Lotmark.Ledger.Access;

/// <summary>The organisation that answers for a place says anew how to reach it. Its id, GLN and organisation stay.</summary>
public static class ChangeLocation
{
    private static readonly Wording Fixed = new(
        "The GLN and the organisation of a place never change: register another place instead.", "地点的全球位置码和所属单位不可更改：请另行登记地点。");

    /// <summary>Serves it.</summary>
    public static void Map(IEndpointRouteBuilder locations) => locations.MapPut("/{id}", HandleAsync)
        .Opens(Operation.RegisterLocation)
        .WithSummary("Change what is known of a place")
        .WithExample("with GLN", RegisterLocation.WithGln)
        .Produces<RegisteredLocation>()
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<IResult> HandleAsync(
        string id, Valid<RegisterLocation> request, Actor actor, Locations locations, PublicAddress address, HttpContext context, CancellationToken cancel)
    {
        if (await locations.FindAsync(id, cancel) is not { } known) return ReadLocations.Unknown(context);
        if (!RegisterLocation.MayAnswerFor(known.Organisation, actor))
            return RegisterLocation.Foreign.AsProblem(context, StatusCodes.Status403Forbidden, "foreign-organisation");
        var changed = request.Value.Describe(request.Value.Organisation is { Length: > 0 } named ? named : known.Organisation) with { Id = known.Id };
        if (changed.Gln != known.Gln || changed.Organisation != known.Organisation) return Fixed.AsProblem(context, StatusCodes.Status409Conflict, "location-fixed");
        await locations.UpdateAsync(changed, cancel);
        return TypedResults.Ok(RegisteredLocation.Of(changed, address));
    }
}
