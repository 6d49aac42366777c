using FluentValidation;
using Lotmark.Ledger.Access;
using Lotmark.Ledger.Requests;

namespace Lotmark.Ledger.Interchange.Webhooks;

/// <summary>An organisation has messages sent again: all that ended since a time, with the ids that they had.</summary>
public sealed record ReplayDeliveries
{
    /// <summary>What happened at this time or later, as far as it is kept.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Only what stands so: delivered or dead; both when absent.</summary>
    public DeliveryState? State { get; init; }

    /// <summary>When it is well formed.</summary>
    public sealed class Validator : AbstractValidator<ReplayDeliveries>
    {
        /// <summary>Rules.</summary>
        public Validator()
        {
            RuleFor(x => x.Since).Required();
            RuleFor(x => x.State).Check((_, state) => state is DeliveryState.Pending
                ? new("replay-pending", "What is pending is on its way already: say delivered or dead.", "待发送的消息已在发送中：应填写 delivered 或 dead。") : null);
        }
    }

    /// <summary>How much is sent again.</summary>
    /// <param name="Count">Number of deliveries.</param>
    public sealed record Replayed(int Count);

    /// <summary>Serves it, for all since a time and for one.</summary>
    public static void Map(IEndpointRouteBuilder webhooks)
    {
        webhooks.MapPost("/{id}/replay", HandleAsync)
            .Opens(Operation.ManageWebhooks)
            .WithSummary("Send again all that happened since a time")
            .WithDescription("Each message keeps its webhook-id: whoever took it already knows it again.")
            .Produces<Replayed>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
        webhooks.MapPost("/{id}/deliveries/{delivery}/replay", OneAsync).WithName("replayDelivery")
            .Opens(Operation.ManageWebhooks)
            .WithSummary("Send one message again, or at once what is on its way")
            .Produces<WebhookDelivery>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<IResult> HandleAsync(string id, Valid<ReplayDeliveries> request, Actor actor, WebhookStore store, DeliveryList deliveries, HttpContext context, CancellationToken cancel)
    {
        if (await ReadWebhooks.FindAsync(id, actor, store, cancel) is not { } webhook) return ReadWebhooks.Unknown.AsProblem(context);
        if (!webhook.Enabled) return TestWebhook.Off.AsProblem(context);
        return TypedResults.Accepted((string?)null, new Replayed(await deliveries.ReplayAsync(webhook.Id, request.Value.Since!.Value, request.Value.State, cancel)));
    }

    private static async Task<IResult> OneAsync(
        string id, string delivery, Actor actor, WebhookStore store, DeliveryList deliveries, PublicAddress address, HttpContext context, CancellationToken cancel)
    {
        if (await ReadWebhooks.FindAsync(id, actor, store, cancel) is not { } webhook) return ReadWebhooks.Unknown.AsProblem(context);
        if (!webhook.Enabled) return TestWebhook.Off.AsProblem(context);
        return Guid.TryParse(delivery, out var named) && await deliveries.ReplayAsync(webhook.Id, named, cancel) && await deliveries.FindAsync(webhook.Id, named, cancel) is { } found
            ? TypedResults.Accepted(address.Of(ListDeliveries.PathOf(webhook.Id, named)), found.Delivery)
            : ListDeliveries.Unknown.AsProblem(context);
    }
}
