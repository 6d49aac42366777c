using Lotmark.Ledger.Access;
using Lotmark.Ledger.Access.Accounts;
using Lotmark.Ledger.Inspection.Desk;
using Lotmark.Ledger.Interchange.Webhooks.Sources;
using Lotmark.Ledger.Problems;
using Lotmark.Ledger.Requests;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Primitives;

namespace Lotmark.Ledger.Interchange.Webhooks;

/// <summary>The endpoints of the desk's own organisation: what arrived there, what did not and why.</summary>
internal static class WebhooksDesk
{
    private const string Path = "/inspect/webhooks";
    private const int PageLength = 50, ShownOfEach = 5;

    public static void Map(IEndpointRouteBuilder desk)
    {
        desk.MapGet("/webhooks", (WebhookStore store, DeliveryList deliveries, MessageTypes types, HttpContext context, CancellationToken cancel) =>
            PageAsync(StatusCodes.Status200OK, new(), store, deliveries, types, context, cancel)).OpensDesk(Operation.ReadWebhooks);
        desk.MapPost("/webhooks", AddAsync).OpensDesk(Operation.ManageWebhooks);
        desk.MapGet("/webhooks/{id:guid}", DeliveriesAsync).OpensDesk(Operation.ReadWebhooks);
        desk.MapPost("/webhooks/{id:guid}/{act:regex(^(on|off|test|secret|delete|replay)$)}", ActAsync).OpensDesk(Operation.ManageWebhooks);
    }

    private static async Task<IResult> PageAsync(
        int status, WebhooksPage.Subject subject, WebhookStore store, DeliveryList deliveries, MessageTypes types, HttpContext context, CancellationToken cancel)
    {
        var endpoints = new List<WebhooksPage.Endpoint>();
        foreach (var webhook in await store.ListAsync(OrganisationOf(context), cancel))
            endpoints.Add(new(webhook, await ListAsync("dead", webhook), [.. (await ListAsync(null, webhook)).Where(d => d.State != DeliveryState.Dead)]));
        return DeskSetting.Of(context).Page<WebhooksPage>(status, ("Endpoints", endpoints), ("Types", types.For(authority: true).ToList()), ("Given", subject));

        Task<IReadOnlyList<WebhookDelivery>> ListAsync(string? state, Webhook webhook) =>
            deliveries.ListAsync(webhook.Id, ListDeliveries.Filters(state is null ? QueryCollection.Empty : new QueryCollection(new Dictionary<string, StringValues> { ["state"] = state }), null), ShownOfEach, cancel);
    }

    private static async Task<IResult> AddAsync(WebhookStore store, DeliveryList deliveries, MessageTypes types, WebhookSettings settings, HttpContext context, CancellationToken cancel)
    {
        var (form, errors) = (await context.Request.ReadFormAsync(cancel), new FieldErrors());
        var asked = new RegisterWebhook { Url = form["url"].ToString().Trim(), Description = form["description"].ToString().Trim(), Types = [.. form["types"].OfType<string>()] };
        new RegisterWebhook.Validator(settings, types).Check(asked, errors, errors);
        if (!errors.Any) types.Require(authority: true, asked.Types, errors);
        if (!errors.Any)
        {
            if (await store.AddAsync(OrganisationOf(context), authority: true, asked.Url, asked.Types, asked.Description, cancel) is { } made)
                return await PageAsync(StatusCodes.Status200OK, new() { Shown = made }, store, deliveries, types, context, cancel);
        }
        return await PageAsync(errors.Any ? StatusCodes.Status422UnprocessableEntity : RegisterWebhook.TooMany.Status,
            new() { Draft = asked, Errors = errors.Any ? errors : null, Refusal = errors.Any ? null : RegisterWebhook.TooMany.Reason }, store, deliveries, types, context, cancel);
    }

    private static async Task<IResult> ActAsync(Guid id, string act, WebhookStore store, DeliveryList deliveries, MessageTypes types, HttpContext context, CancellationToken cancel)
    {
        var own = OrganisationOf(context);
        if (await store.FindAsync(id, own, cancel) is not { } webhook) return Unknown(context);
        switch (act)
        {
            case "secret":
                return await PageAsync(StatusCodes.Status200OK, new() { Shown = await store.RotateAsync(id, own, cancel) }, store, deliveries, types, context, cancel);
            case "on" or "off":
                await store.SwitchAsync(id, own, act == "on", WebhookOff.Asked, cancel);
                break;
            case "delete":
                await store.DeleteAsync(id, own, cancel);
                break;
            case not null when !webhook.Enabled:
                return await PageAsync(TestWebhook.Off.Status, new() { Refusal = TestWebhook.Off.Reason }, store, deliveries, types, context, cancel);
            case "test":
                await TestWebhook.RunAsync(id, deliveries, cancel);
                return TypedResults.LocalRedirect($"{Path}/{id}");
            default:
                var form = await context.Request.ReadFormAsync(cancel);
                // One of them, or all that did not arrive.
                if (Guid.TryParse(form["delivery"], out var one)) await deliveries.ReplayAsync(id, one, cancel);
                else await deliveries.ReplayAsync(id, DateTimeOffset.UnixEpoch, DeliveryState.Dead, cancel);
                return TypedResults.LocalRedirect($"{Path}/{id}");
        }
        return TypedResults.LocalRedirect(Path);
    }

    private static async Task<IResult> DeliveriesAsync(Guid id, WebhookStore store, DeliveryList deliveries, HttpContext context, CancellationToken cancel)
    {
        if (await store.FindAsync(id, OrganisationOf(context), cancel) is not { } webhook) return Unknown(context);
        var query = context.Request.Query;
        try
        {
            var found = await deliveries.ListAsync(id, ListDeliveries.Filters(query, query["after"].ToString() is { Length: > 0 } after ? after : null), PageLength + 1, cancel);
            var shown = found.Take(PageLength).ToList();
            return DeskSetting.Of(context).Page<DeliveriesPage>(StatusCodes.Status200OK, ("Webhook", webhook), ("Deliveries", shown), ("State", query["state"].ToString()),
                ("Next", found.Count > PageLength ? ListFilters.CursorOf(shown[^1].CreatedAt, shown[^1].Id) : null));
        }
        catch (InvalidRequestException e)
        {
            return DeskSetting.Of(context).Page<DeliveriesPage>(StatusCodes.Status400BadRequest, ("Webhook", webhook), ("Errors", e.Errors));
        }
    }

    private static string OrganisationOf(HttpContext context) => SignedInAccount.Of(context.User)!.Organisation;

    private static RazorComponentResult<NoticePage> Unknown(HttpContext context) => DeskSetting.Of(context).Page<NoticePage>(StatusCodes.Status404NotFound, ("Kind", NoticePage.Notice.NoSuchWebhook));
}
