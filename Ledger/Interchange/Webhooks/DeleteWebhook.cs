using Lotmark.Ledger.Access;

namespace Lotmark.Ledger.Interchange.Webhooks;

/// <summary>An organisation deletes an endpoint with all that was sent and is to be sent there.</summary>
public static class DeleteWebhook
{
    /// <summary>Serves it.</summary>
    public static void Map(IEndpointRouteBuilder webhooks) => webhooks.MapDelete("/{id}", HandleAsync)
        .Opens(Operation.ManageWebhooks)
        .WithSummary("Delete an endpoint")
        .WithDescription("Nothing is sent there any more; what is under way at this moment may still arrive.")
        .Produces(StatusCodes.Status204NoContent)
        .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> HandleAsync(string id, Actor actor, WebhookStore store, HttpContext context, CancellationToken cancel) =>
        Guid.TryParse(id, out var named) && await store.DeleteAsync(named, actor.Organisation, cancel) ? TypedResults.NoContent() : ReadWebhooks.Unknown.AsProblem(context);
}
