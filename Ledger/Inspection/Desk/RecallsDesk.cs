using Lotmark.Ledger.Access;
using Lotmark.Ledger.Access.Accounts;
using Lotmark.Ledger.Inspection.Recalls;
using Lotmark.Ledger.Inspection.Trace;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Problems;
using Lotmark.Ledger.Requests;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Lotmark.Ledger.Inspection.Desk;

/// <summary>Orders about many lots at the desk: proposed with what they would reach, confirmed, followed, closed.</summary>
internal static class RecallsDesk
{
    private const int PageLength = 50;

    public static void Map(IEndpointRouteBuilder desk)
    {
        var recalls = desk.MapGroup("/recalls");
        recalls.MapGet("", ListAsync).OpensDesk(Operation.ReadRecalls);
        recalls.MapGet("/new", New).OpensDesk(Operation.ProposeRecall);
        recalls.MapPost("", ProposeAsync).OpensDesk(Operation.ProposeRecall);
        recalls.MapGet("/{id:guid}", (Guid id, RecallStore store, ScopedLots scoped, LotReader lots, TracedPlaces places, HttpContext context, CancellationToken cancel) =>
            ShowAsync(id, StatusCodes.Status200OK, null, store, scoped, lots, places, context, cancel)).OpensDesk(Operation.ReadRecalls);
        recalls.MapPost("/{id:guid}/confirm", ConfirmAsync).OpensDesk(Operation.ConfirmRecall);
        recalls.MapPost("/{id:guid}/close", CloseAsync).OpensDesk(Operation.ConfirmRecall);
    }

    private static async Task<IResult> ListAsync(RecallStore store, HttpContext context, CancellationToken cancel) =>
        DeskSetting.Of(context).Page<RecallsPage>(StatusCodes.Status200OK, ("Recalls", await store.ListAsync(null, null, PageLength, cancel)));

    private static RazorComponentResult<NewRecallPage> New(string? gtin, string? lotNumber, string? manufacturer, string? container, HttpContext context) =>
        NewPage(context, StatusCodes.Status200OK, new() { Scope = new() { Gtin = Given(gtin), LotNumber = Given(lotNumber), Manufacturer = Given(manufacturer), Container = Given(container) } }, null);

    private static RazorComponentResult<NewRecallPage> NewPage(HttpContext context, int status, ProposeRecall draft, FieldErrors? errors) =>
        DeskSetting.Of(context).Page<NewRecallPage>(status, ("Draft", draft), ("Errors", errors));

    private static async Task<IResult> ProposeAsync(RecallStore store, HttpContext context, CancellationToken cancel)
    {
        var (form, reader) = (await context.Request.ReadFormAsync(cancel), SignedInAccount.Of(context.User)!);
        var draft = new ProposeRecall
        {
            Kind = form["kind"] == "recall" ? RecallKind.Recall : RecallKind.Hold,
            Reason = Given(form["reason"]),
            LegalBasis = Given(form["legalBasis"]),
            Scope = new() { Gtin = Given(form["gtin"]), LotNumber = Given(form["lotNumber"]), Manufacturer = Given(form["manufacturer"]), Container = Given(form["container"]), Reached = form["reached"] == "yes" },
        };
        var errors = new FieldErrors();
        new ProposeRecall.Validator().Check(draft, errors, errors);
        if (errors.Any) return NewPage(context, StatusCodes.Status422UnprocessableEntity, draft, errors);
        var proposed = await store.ProposeAsync(draft.Kind.Value, draft.Reason!, draft.LegalBasis, draft.Scope, reader.Organisation, reader.Name, cancel);
        return TypedResults.LocalRedirect($"/inspect/recalls/{proposed.Id}");
    }

    private static async Task<IResult> ConfirmAsync(
        Guid id, RecallStore store, ScopedLots scoped, StopLots stop, LotReader lots, TracedPlaces places, HttpContext context, CancellationToken cancel)
    {
        if (await store.FindAsync(id, cancel) is not { } recall) return Unknown(context);
        var reader = SignedInAccount.Of(context.User)!;
        return await ConfirmRecall.RunAsync(recall, reader.Name, reader.Actor, store, scoped, stop, cancel) is { } refusal
            ? await ShowAsync(id, refusal.Status, refusal.Reason, store, scoped, lots, places, context, cancel)
            : TypedResults.LocalRedirect($"/inspect/recalls/{id}");
    }

    private static async Task<IResult> CloseAsync(Guid id, RecallStore store, ScopedLots scoped, LotReader lots, TracedPlaces places, HttpContext context, CancellationToken cancel)
    {
        if (await store.FindAsync(id, cancel) is not { } recall) return Unknown(context);
        var (end, errors) = (new EndRecall { Outcome = Given((await context.Request.ReadFormAsync(cancel))["outcome"]) }, new FieldErrors());
        new EndRecall.Validator().Check(end, errors, errors);
        if (errors.Any)
            return await ShowAsync(id, StatusCodes.Status422UnprocessableEntity, errors.ByPath["outcome"][0].Message, store, scoped, lots, places, context, cancel);
        return await EndRecall.RunAsync(recall, SignedInAccount.Of(context.User)!.Name, end.Outcome, store, scoped, lots, places, cancel) is { } refusal
            ? await ShowAsync(id, refusal.Status, refusal.Reason, store, scoped, lots, places, context, cancel)
            : TypedResults.LocalRedirect($"/inspect/recalls/{id}");
    }

    private static async Task<IResult> ShowAsync(
        Guid id, int status, Wording? refusal, RecallStore store, ScopedLots scoped, LotReader lots, TracedPlaces places, HttpContext context, CancellationToken cancel)
    {
        if (await store.FindAsync(id, cancel) is not { } recall) return Unknown(context);
        var view = await RecallView.OfAsync(recall, null, store, scoped, lots, places, cancel);
        var notified = await places.OrganisationsAsync(view.Notices.Select(n => n.Organisation), cancel);
        return DeskSetting.Of(context).Page<RecallPage>(status, ("View", view), ("Organisations", notified), ("Refusal", refusal));
    }

    private static string? Given(string? text) => text?.Trim() is { Length: > 0 } given ? given : null;

    private static RazorComponentResult<NoticePage> Unknown(HttpContext context) =>
        DeskSetting.Of(context).Page<NoticePage>(StatusCodes.Status404NotFound, ("Kind", NoticePage.Notice.NoSuchRecall));
}
