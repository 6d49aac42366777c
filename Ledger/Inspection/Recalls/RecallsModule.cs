using FluentValidation;
using Lotmark.Ledger.Access;
using Lotmark.Ledger.Inspection.Trace;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Problems;
using Lotmark.Ledger.Requests;

namespace Lotmark.Ledger.Inspection.Recalls;

/// <summary>Holds and recalls of many lots at once.</summary>
public static class RecallsModule
{
    internal static readonly Wording NoSuch = new("There is no order of this id, or it is none of yours.", "没有此编号的指令，或与本单位无关。");

    /// <summary>Adds what they need.</summary>
    public static void AddRecalls(this WebApplicationBuilder builder, Settings settings)
    {
        builder.Services.AddSingleton(new SchemaFile("Inspection.Recalls.schema.sql"));
        builder.Services.AddSingleton<RecallStore>();
        builder.Services.AddSingleton<ScopedLots>();
        builder.Services.AddSingleton<StopLots>();
        if (settings.Worker) builder.Services.AddHostedService(services => services.GetRequiredService<StopLots>());
        builder.Services.AddSingleton<IValidator<ProposeRecall>, ProposeRecall.Validator>();
        builder.Services.AddSingleton<IValidator<EndRecall>, EndRecall.Validator>();
        builder.Services.AddSingleton<IValidator<AcknowledgeRecall>, AcknowledgeRecall.Validator>();
    }

    /// <summary>A part of the list.</summary>
    /// <param name="Recalls">The orders, newest first.</param>
    /// <param name="Next">Where the next part begins (<c>?after=</c>); null at the end.</param>
    public sealed record RecallList(IReadOnlyList<Recall> Recalls, string? Next);

    /// <summary>Serves them.</summary>
    public static void MapRecalls(this IEndpointRouteBuilder app)
    {
        var recalls = app.MapGroup("/api/recalls").WithTags("Recalls");
        recalls.MapPost("/", ProposeAsync).WithName("proposeRecall").Opens(Operation.ProposeRecall)
            .WithSummary("Propose to hold or recall many lots, and see what that would reach").WithDescription("Nothing is stopped before it is confirmed.")
            .Produces<RecallView>(StatusCodes.Status201Created).ProducesProblem(StatusCodes.Status400BadRequest);
        recalls.MapGet("/", ListAsync).Opens(Operation.ReadRecalls).WithSummary("List orders about many lots").WithDescription("Authorities see all; a holder those that it must know of.").Produces<RecallList>().Paged();
        recalls.MapGet("/{id}", ReadAsync).Opens(Operation.ReadRecalls).WithSummary("Read an order with its lots, places and notices: the recall list")
            .Produces<RecallView>().ProducesProblem(StatusCodes.Status404NotFound);
        recalls.MapPost("/{id}/confirm", ConfirmAsync).WithName("confirmRecall").Opens(Operation.ConfirmRecall).WithSummary("Confirm a proposal: its lots are stopped")
            .WithDescription("A recall is confirmed by a supervisor who did not propose it; a hold by any inspector. Its lots are those that the scope has now; all of them are stopped before the answer.")
            .Answered();
        recalls.MapPost("/{id}/close", CloseAsync).WithName("endRecall").Opens(Operation.ConfirmRecall).WithSummary("Close an order, or withdraw a proposal").WithDescription("Lots stay as they are: a hold is lifted lot by lot.").Answered();
        recalls.MapPost("/{id}/acknowledgement", AcknowledgeAsync).WithName("acknowledgeRecall").Opens(Operation.AcknowledgeRecall).WithSummary("Confirm that one knows of an order").Answered();
    }

    private static RouteHandlerBuilder Answered(this RouteHandlerBuilder route) => route.Produces<RecallView>().ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<IResult> ProposeAsync(Valid<ProposeRecall> request, Actor actor, RecallStore store, ScopedLots scoped, LotReader lots, TracedPlaces places, PublicAddress address, HttpContext context, CancellationToken cancel)
    {
        var proposed = await store.ProposeAsync(request.Value.Kind!.Value, request.Value.Reason!, request.Value.LegalBasis, request.Value.Scope!, actor.Organisation, Recall.PersonOf(context, actor), cancel);
        context.Response.Headers.Location = address.Of($"/api/recalls/{proposed.Id}");
        return TypedResults.Json(await RecallView.OfAsync(proposed, null, store, scoped, lots, places, cancel), LotJson.Answers, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> ListAsync(Actor actor, Page page, RecallStore store, HttpContext context, CancellationToken cancel)
    {
        Guid? before = null;
        if (page.After is { } after)
        {
            if (!Guid.TryParse(after, out var id))
            {
                var errors = new FieldErrors();
                errors.Add("after", Page.NoCursor, after);
                throw new InvalidRequestException(errors);
            }
            before = id;
        }
        var (part, next) = page.Cut(await store.ListAsync(OnlyFor(actor), before, page.Sought, cancel), r => r.Id.ToString());
        Page.Follow(context, next);
        return TypedResults.Json(new RecallList(part, next), LotJson.Answers);
    }

    /// <summary>The organisation whose places alone somebody sees of an order; null for who sees all.</summary>
    internal static string? OnlyFor(Actor actor) => actor.To(Operation.ReadRecalls).Reach == Reach.Any ? null : actor.Organisation;

    private static async Task<IResult> ReadAsync(string id, Actor actor, RecallStore store, ScopedLots scoped, LotReader lots, TracedPlaces places, HttpContext context, CancellationToken cancel) =>
        await FindAsync(id, actor, store, cancel) is { } recall
            ? TypedResults.Json(await RecallView.OfAsync(recall, OnlyFor(actor), store, scoped, lots, places, cancel), LotJson.Answers)
            : NoSuch.AsProblem(context, StatusCodes.Status404NotFound, "recall-unknown");

    /// <summary>An order that somebody may read; null when there is none.</summary>
    internal static async Task<Recall?> FindAsync(string id, Actor actor, RecallStore store, CancellationToken cancel)
    {
        if (!Guid.TryParse(id, out var named) || await store.FindAsync(named, cancel) is not { } recall) return null;
        return OnlyFor(actor) is not { } own || (await store.NoticesAsync(named, cancel)).Any(n => n.Organisation == own) ? recall : null;
    }

    private static async Task<IResult> ConfirmAsync(
        string id, Actor actor, RecallStore store, ScopedLots scoped, StopLots stop, LotReader lots, TracedPlaces places, HttpContext context, CancellationToken cancel)
    {
        if (await FindAsync(id, actor, store, cancel) is not { } recall) return NoSuch.AsProblem(context, StatusCodes.Status404NotFound, "recall-unknown");
        return await ConfirmRecall.RunAsync(recall, Recall.PersonOf(context, actor), actor, store, scoped, stop, cancel) is { } refusal
            ? refusal.AsProblem(context)
            : await ReadAsync(id, actor, store, scoped, lots, places, context, cancel);
    }

    private static async Task<IResult> CloseAsync(
        string id, Valid<EndRecall> request, Actor actor, RecallStore store, ScopedLots scoped, LotReader lots, TracedPlaces places, HttpContext context, CancellationToken cancel)
    {
        if (await FindAsync(id, actor, store, cancel) is not { } recall) return NoSuch.AsProblem(context, StatusCodes.Status404NotFound, "recall-unknown");
        return await EndRecall.RunAsync(recall, Recall.PersonOf(context, actor), request.Value.Outcome, store, scoped, lots, places, cancel) is { } refusal
            ? refusal.AsProblem(context)
            : await ReadAsync(id, actor, store, scoped, lots, places, context, cancel);
    }

    private static async Task<IResult> AcknowledgeAsync(
        string id, Valid<AcknowledgeRecall> request, Actor actor, RecallStore store, ScopedLots scoped, LotReader lots, TracedPlaces places, HttpContext context, CancellationToken cancel) =>
        Guid.TryParse(id, out var named) && await store.AcknowledgeAsync(named, actor, request.Value.Note, cancel)
            ? await ReadAsync(id, actor, store, scoped, lots, places, context, cancel)
            : NoSuch.AsProblem(context, StatusCodes.Status404NotFound, "recall-unknown");
}
