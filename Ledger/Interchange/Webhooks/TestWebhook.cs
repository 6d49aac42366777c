using Lotmark.Ledger.Access;
using Lotmark.Ledger.Interchange.Webhooks.Sources;
using Lotmark.Ledger.Lots;

namespace Lotmark.Ledger.Interchange.Webhooks;

/// <summary>An organisation has a message sent to see whether it arrives.</summary>
public static class TestWebhook
{
    internal static readonly Decision.Refused Off = Decision.Conflict("webhook-off", "This endpoint is switched off: switch it on first.", "此接收地址已停用：请先启用。");

    /// <summary>What such a message says.</summary>
    /// <param name="Webhook">The endpoint.</param>
    public sealed record Greeting(Guid Webhook);

    /// <summary>Serves it.</summary>
    public static void Map(IEndpointRouteBuilder webhooks) => webhooks.MapPost("/{id}/test", HandleAsync)
        .Opens(Operation.ManageWebhooks)
        .WithSummary("Send a test message to an endpoint")
        .WithDescription($"Its type is {MessageTypes.Test}. Location names the delivery, which tells what became of it.")
        .Produces<WebhookDelivery>(StatusCodes.Status202Accepted)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<IResult> HandleAsync(string id, Actor actor, WebhookStore store, DeliveryList deliveries, PublicAddress address, HttpContext context, CancellationToken cancel)
    {
        if (await ReadWebhooks.FindAsync(id, actor, store, cancel) is not { } webhook) return ReadWebhooks.Unknown.AsProblem(context);
        if (!webhook.Enabled) return Off.AsProblem(context);
        var delivery = await RunAsync(webhook.Id, deliveries, cancel);
        return await deliveries.FindAsync(webhook.Id, delivery, cancel) is { } found
            ? TypedResults.Accepted(address.Of(ListDeliveries.PathOf(webhook.Id, delivery)), found.Delivery)
            : ReadWebhooks.Unknown.AsProblem(context); // deleted meanwhile
    }

    /// <summary>Has one sent. Returns the delivery.</summary>
    internal static Task<Guid> RunAsync(Guid endpoint, DeliveryList deliveries, CancellationToken cancel) => deliveries.AddAsync(endpoint, MessageTypes.Test, new Greeting(endpoint), cancel);
}
