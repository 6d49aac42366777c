using FluentValidation;
using Lotmark.Ledger.Access;
using Lotmark.Ledger.Interchange.Webhooks.Sources;
using Lotmark.Ledger.Requests;

namespace Lotmark.Ledger.Interchange.Webhooks;

/// <summary>An organisation changes an endpoint, or switches it off or on. All of it is said anew; its secret stays.</summary>
[Describes(typeof(RegisterWebhook))]
public sealed record ChangeWebhook : IWebhookRequest
{
    /// <inheritdoc />
    public string? Url { get; init; }

    /// <inheritdoc />
    public IReadOnlyList<string>? Types { get; init; }

    /// <inheritdoc />
    public string? Description { get; init; }

    /// <summary>Whether anything is sent there; true when absent.</summary>
    public bool? Enabled { get; init; }

    /// <summary>When it is well formed.</summary>
    public sealed class Validator : AbstractValidator<ChangeWebhook>
    {
        /// <summary>Rules.</summary>
        public Validator(WebhookSettings settings, MessageTypes types) => Include(new WebhookRules<ChangeWebhook>(settings, types));
    }

    /// <summary>Serves it.</summary>
    public static void Map(IEndpointRouteBuilder webhooks) => webhooks.MapPut("/{id}", HandleAsync)
        .Opens(Operation.ManageWebhooks)
        .WithSummary("Change an endpoint, switch it off or on")
        .WithDescription("What is on its way goes to the new address. Switched off, what is on its way is given up, and what happens meanwhile too; switched on, it can be replayed.")
        .Produces<Webhook>()
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> HandleAsync(string id, Valid<ChangeWebhook> request, Actor actor, WebhookStore store, MessageTypes types, HttpContext context, CancellationToken cancel)
    {
        var asked = request.Value;
        types.Require(MessageTypes.IsAuthority(actor), asked.Types!);
        return Guid.TryParse(id, out var named)
            && await store.ChangeAsync(named, actor.Organisation, asked.Url!, [.. asked.Types!], asked.Description, asked.Enabled ?? true, cancel) is { } changed
            ? TypedResults.Ok(changed) : ReadWebhooks.Unknown.AsProblem(context);
    }
}
