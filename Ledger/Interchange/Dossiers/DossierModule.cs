using Lotmark.Ledger.Access;
using Lotmark.Ledger.Access.Accounts;
using Lotmark.Ledger.Identifiers;
using Lotmark.Ledger.Inspection.Desk;
using Lotmark.Ledger.Inspection.Recalls;
using Lotmark.Ledger.Inspection.Trace;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Problems;
using Microsoft.OpenApi;

namespace Lotmark.Ledger.Interchange.Dossiers;

/// <summary>Evidence that stands outside the system: one file for a lot, a trace or a recall.</summary>
public static class DossierModule
{
    /// <summary>More lots than this are not put into one file.</summary>
    public const int MostLots = 2_000;

    private static readonly Wording NoSuch = new("There is no order of this id.", "没有此编号的指令。");
    private static readonly Wording TooMany = new($"There are more than {MostLots} lots in it: ask for less.", $"超过{MostLots}个批次：请缩小范围。");

    /// <summary>Adds what making them needs.</summary>
    public static void AddDossiers(this WebApplicationBuilder builder) => builder.Services.AddSingleton<DossierFile>();

    /// <summary>Serves them, to programs and at the desk.</summary>
    public static void MapDossiers(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/lots/{gtin}/{number}/dossier", LotAsync).Opens(Operation.ReadDossier).WithTags("Trace")
            .WithSummary("All evidence of a lot, or of a trace of it, as one ZIP")
            .WithDescription("With the evidence bundles, histories and documents of its lots, a report for people, the offline verifier, and a manifest with the SHA-256 of each file.")
            .Produces<byte[]>(StatusCodes.Status200OK, DossierFile.MediaType).ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound)
            .AddOpenApiOperationTransformer((operation, _, _) =>
            {
                (operation.Parameters ??= []).Add(new OpenApiParameter
                {
                    Name = "trace",
                    In = ParameterLocation.Query,
                    Description = "back or forward: with all lots that the trace reaches; the lot alone when absent.",
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String, Enum = ["back", "forward"] },
                });
                return Task.CompletedTask;
            });
        app.MapGet("/api/recalls/{id}/dossier", RecallAsync).Opens(Operation.ReadDossier).WithTags("Recalls")
            .WithSummary("All evidence of an order about many lots as one ZIP")
            .Produces<byte[]>(StatusCodes.Status200OK, DossierFile.MediaType).ProducesProblem(StatusCodes.Status404NotFound);
        var desk = app.MapDeskGroup();
        desk.MapGet("/lots/{gtin}/{number}/dossier", LotAsync).OpensDesk(Operation.ReadDossier);
        desk.MapGet("/recalls/{id}/dossier", RecallAsync).OpensDesk(Operation.ReadDossier);
    }

    private static async Task<IResult> LotAsync(LotKey lot, Lineage lineage, DossierFile file, TracedPlaces places, HttpContext context, CancellationToken cancel)
    {
        var actor = SignedInAccount.Of(context.User)?.Actor ?? Actor.From(context.User);
        TraceDirection? direction = context.Request.Query["trace"].ToString() switch
        {
            "" => null,
            "back" => TraceDirection.Back,
            "forward" => TraceDirection.Forward,
            var other => throw Unreadable(other),
        };
        var reached = await lineage.FollowAsync([lot.Path], direction, cancel);
        if (ReadLot.Refusal(reached.Histories[lot.Path].Lot, actor.To(Operation.ReadDossier)) is { } refusal) return refusal.AsProblem(context);
        if (!reached.Complete || reached.Histories.Count > MostLots) return TooMany.AsProblem(context, StatusCodes.Status409Conflict, "too-many-lots");
        var graph = TraceGraph.Of(lot.Path, reached.Histories, direction ?? TraceDirection.Forward, actor.To(Operation.ReadTrace));
        if (direction is null) graph = graph with { Lots = [graph.Lots[0]] }; // what was made of it was not read
        var trace = await TraceLot.NamedAsync(graph, lot.Path, direction ?? TraceDirection.Forward, true, places, cancel);
        return await file.AnswerAsync(new(lot.Number.Value, lot.Path, trace, null, reached.Histories), context, cancel);
    }

    private static async Task<IResult> RecallAsync(string id, RecallStore store, ScopedLots scoped, LotReader lots, DossierFile file, TracedPlaces places, HttpContext context, CancellationToken cancel)
    {
        if (!Guid.TryParse(id, out var named) || await store.FindAsync(named, cancel) is not { } recall) return NoSuch.AsProblem(context, StatusCodes.Status404NotFound, "recall-unknown");
        var view = await RecallView.OfAsync(recall, null, store, scoped, lots, places, cancel);
        if (view.Lots.Count > MostLots) return TooMany.AsProblem(context, StatusCodes.Status409Conflict, "too-many-lots");
        var histories = await lots.HistoriesAsync([.. view.Lots.Select(l => l.Lot)], cancel);
        return await file.AnswerAsync(new($"recall-{recall.ConfirmedAt ?? recall.ProposedAt:yyyy-MM-dd}", null, null, view, histories), context, cancel);
    }

    private static InvalidRequestException Unreadable(string value)
    {
        var errors = new FieldErrors();
        errors.Add("trace", new("unknown-code", "This must be one of back, forward.", "应为 back 或 forward。"), value);
        return new(errors);
    }
}
