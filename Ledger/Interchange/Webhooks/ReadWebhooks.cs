using Lotmark.Ledger.Access;
using Lotmark.Ledger.Interchange.Webhooks.Sources;
using Lotmark.Ledger.Lots;

namespace Lotmark.Ledger.Interchange.Webhooks;

/// <summary>The endpoints of the own organisation, and the types of messages that they may ask for.</summary>
public static class ReadWebhooks
{
    internal static readonly Decision.Refused Unknown = Decision.Unknown("webhook-unknown", "This organisation has no endpoint of this id.", "本单位没有此编号的接收地址。");

    /// <summary>Some endpoints.</summary>
    /// <param name="Webhooks">Oldest first.</param>
    public sealed record WebhookList(IReadOnlyList<Webhook> Webhooks);

    /// <summary>Types of messages.</summary>
    /// <param name="Types">By code.</param>
    public sealed record TypeList(IReadOnlyList<TypeEntry> Types);

    /// <summary>A type of messages.</summary>
    /// <param name="Code">What stands in <c>type</c> of the message.</param>
    /// <param name="About">When it is sent, in the language asked for.</param>
    public sealed record TypeEntry(string Code, string About);

    /// <summary>Serves them.</summary>
    public static void Map(IEndpointRouteBuilder webhooks)
    {
        webhooks.MapGet("/", ListAsync).Opens(Operation.ReadWebhooks).WithSummary("List the endpoints of the own organisation").Produces<WebhookList>();
        webhooks.MapGet("/types", Types).WithName("listWebhookTypes").Opens(Operation.ReadWebhooks).WithSummary("List the types of messages that one may ask for").Produces<TypeList>();
        webhooks.MapGet("/{id}", OneAsync).Opens(Operation.ReadWebhooks).WithSummary("Read one endpoint").Produces<Webhook>().ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> ListAsync(Actor actor, WebhookStore store, CancellationToken cancel) => TypedResults.Ok(new WebhookList(await store.ListAsync(actor.Organisation, cancel)));

    private static async Task<IResult> Types(Actor actor, MessageTypes types, Organisations organisations, HttpContext context, CancellationToken cancel)
    {
        // Readers of an authority are no inspectors, and read what it may ask for.
        var authority = (await organisations.FindAsync(actor.Organisation, cancel))?.Kind == OrganisationKind.Authority;
        return TypedResults.Ok(new TypeList([.. types.For(authority).Select(t => new TypeEntry(t.Code, t.About.For(context)))]));
    }

    private static async Task<IResult> OneAsync(string id, Actor actor, WebhookStore store, HttpContext context, CancellationToken cancel) =>
        await FindAsync(id, actor, store, cancel) is { } webhook ? TypedResults.Ok(webhook) : Unknown.AsProblem(context);

    /// <summary>An endpoint of somebody's own organisation; null when there is none of this id.</summary>
    internal static async Task<Webhook?> FindAsync(string id, Actor actor, WebhookStore store, CancellationToken cancel) =>
        Guid.TryParse(id, out var named) ? await store.FindAsync(named, actor.Organisation, cancel) : null;
}
