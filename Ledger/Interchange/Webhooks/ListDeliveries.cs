using System.Text.Json;
using Lotmark.Ledger.Access;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Requests;
using Microsoft.OpenApi;

namespace Lotmark.Ledger.Interchange.Webhooks;

/// <summary>What was sent to an endpoint, and what is on its way.</summary>
public static class ListDeliveries
{
    private static readonly string[] Known = ["state", "after", "limit"];

    internal static readonly Decision.Refused Unknown = Decision.Unknown("delivery-unknown", "This endpoint has no delivery of this id.", "此接收地址没有此编号的推送记录。");

    /// <summary>A part of the list.</summary>
    /// <param name="Deliveries">Newest first.</param>
    /// <param name="Next">Where the next part begins (<c>?after=</c>); null at the end.</param>
    public sealed record DeliveryPage(IReadOnlyList<WebhookDelivery> Deliveries, string? Next);

    /// <summary>One delivery with its message.</summary>
    /// <param name="Delivery">The delivery.</param>
    /// <param name="Message">The message as it is sent: type, timestamp and data.</param>
    public sealed record FullDelivery(WebhookDelivery Delivery, JsonElement Message);

    /// <summary>Serves the list, and one of them.</summary>
    public static void Map(IEndpointRouteBuilder webhooks)
    {
        webhooks.MapGet("/{id}/deliveries", HandleAsync)
            .Opens(Operation.ReadWebhooks)
            .WithSummary("List what was sent to an endpoint, and what is on its way")
            .WithDescription("What was delivered is kept for 30 days, what was given up for 90.")
            .Produces<DeliveryPage>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .Paged()
            .AddOpenApiOperationTransformer((operation, _, _) =>
            {
                (operation.Parameters ??= []).Add(new OpenApiParameter
                {
                    Name = "state",
                    In = ParameterLocation.Query,
                    Description = "Only those that stand so.",
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. ListFilters.Codes<DeliveryState>().Select(c => System.Text.Json.Nodes.JsonValue.Create(c))] },
                });
                return Task.CompletedTask;
            });
        webhooks.MapGet("/{id}/deliveries/{delivery}", OneAsync).WithName("readDelivery")
            .Opens(Operation.ReadWebhooks)
            .WithSummary("Read one delivery with its message")
            .Produces<FullDelivery>()
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    internal static string PathOf(Guid webhook, Guid delivery) => $"/api/webhooks/{webhook}/deliveries/{delivery}";

    /// <summary>Reads what narrows the list.</summary>
    /// <exception cref="Problems.InvalidRequestException">With every parameter that makes no sense.</exception>
    internal static ListFilters Filters(IQueryCollection query, string? after)
    {
        var filters = new ListFilters(query, Known);
        filters.Code<DeliveryState>("state", "d.state = @state");
        filters.After(after, "d.created_at", "d.id");
        return filters.Checked();
    }

    private static async Task<IResult> HandleAsync(string id, Actor actor, Page page, WebhookStore store, DeliveryList deliveries, HttpContext context, CancellationToken cancel)
    {
        if (await ReadWebhooks.FindAsync(id, actor, store, cancel) is not { } webhook) return ReadWebhooks.Unknown.AsProblem(context);
        var (part, next) = page.Cut(await deliveries.ListAsync(webhook.Id, Filters(context.Request.Query, page.After), page.Sought, cancel), d => ListFilters.CursorOf(d.CreatedAt, d.Id));
        Page.Follow(context, next);
        return TypedResults.Ok(new DeliveryPage(part, next));
    }

    private static async Task<IResult> OneAsync(string id, string delivery, Actor actor, WebhookStore store, DeliveryList deliveries, HttpContext context, CancellationToken cancel)
    {
        if (await ReadWebhooks.FindAsync(id, actor, store, cancel) is not { } webhook) return ReadWebhooks.Unknown.AsProblem(context);
        return Guid.TryParse(delivery, out var named) && await deliveries.FindAsync(webhook.Id, named, cancel) is { } found
            ? TypedResults.Ok(new FullDelivery(found.Delivery, JsonElement.Parse(found.Body)))
            : Unknown.AsProblem(context);
    }
}
