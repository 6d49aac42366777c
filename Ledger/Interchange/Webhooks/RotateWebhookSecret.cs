using Lotmark.Ledger.Access;

namespace Lotmark.Ledger.Interchange.Webhooks;

/// <summary>An organisation changes the secret of an endpoint. For a day both sign: a receiver that knows either takes the messages.</summary>
public static class RotateWebhookSecret
{
    /// <summary>Serves it.</summary>
    public static void Map(IEndpointRouteBuilder webhooks) => webhooks.MapPost("/{id}/secret", HandleAsync)
        .Opens(Operation.ManageWebhooks)
        .WithSummary("Give an endpoint another secret")
        .WithDescription("The answer shows it, and nothing will ever show it again. For 24 hours the secret before it signs too: the header then has two signatures.")
        .Produces<ShownSecret>()
        .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> HandleAsync(string id, Actor actor, WebhookStore store, HttpContext context, CancellationToken cancel)
    {
        if (!Guid.TryParse(id, out var named) || await store.RotateAsync(named, actor.Organisation, cancel) is not { } made) return ReadWebhooks.Unknown.AsProblem(context);
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(made);
    }
}
