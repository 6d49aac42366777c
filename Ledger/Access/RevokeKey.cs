using Lotmark.Ledger.Problems;

namespace Lotmark.Ledger.Access;

/// <summary>The operator revokes a key. What it recorded stays.</summary>
public static class RevokeKey
{
    private static readonly Wording NoSuch = new("This organisation has no key of this label.", "该单位没有此标签的密钥。");

    /// <summary>Serves it.</summary>
    public static void Map(IEndpointRouteBuilder organisations) => organisations.MapDelete("/{id}/keys/{label}", HandleAsync)
        .Opens(Operation.ManageKeys)
        .WithSummary("Revoke a key")
        .WithDescription("When the answer comes, the key opens nothing any more in the process that answered; in others within two seconds.")
        .Produces(StatusCodes.Status204NoContent)
        .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> HandleAsync(string id, string label, ApiKeys keys, KeyRing ring, HttpContext context, CancellationToken cancel)
    {
        if (!RegisterOrganisation.IsId(id) || !CreateKey.IsLabel(label) || !await keys.RevokeAsync(id, label, cancel))
            return NoSuch.AsProblem(context, StatusCodes.Status404NotFound, "key-unknown");
        await ring.LookAsync(cancel);
        return TypedResults.NoContent();
    }
}
