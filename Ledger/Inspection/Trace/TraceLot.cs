using Lotmark.Ledger.Access;
using Lotmark.Ledger.Custody;
using Lotmark.Ledger.Identifiers;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Problems;
using Lotmark.Ledger.Requests;
using Microsoft.OpenApi;

namespace Lotmark.Ledger.Inspection.Trace;

/// <summary>
/// A lot traced one step after the other: back to all that it was made of and who handled it, or forward to all places that it and what was made of
/// it reached, with quantities (ISO 22005; 21 CFR 1.1455; GB/T 38155).
/// </summary>
public static class TraceLot
{
    /// <summary>Serves it.</summary>
    public static void Map(IEndpointRouteBuilder lots) => lots.MapGet("/{gtin}/{number}/trace", HandleAsync)
        .Opens(Operation.ReadTrace)
        .WithSummary("Trace a lot back or forward")
        .WithDescription($"Over any number of splits, merges and repacks, up to {Lineage.MostLots} lots. Inspectors see all of it. Others see in full what they registered, their own side of what they had to do with, and of other lots the name alone; behind such a lot nothing is followed.")
        .Produces<Answer>()
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .AddOpenApiOperationTransformer((operation, _, _) =>
        {
            (operation.Parameters ??= []).Add(new OpenApiParameter
            {
                Name = "direction",
                In = ParameterLocation.Query,
                Description = "back: what it was made of and who handled it; forward (default): where it and what was made of it went.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, Enum = ["back", "forward"], Default = "forward" },
            });
            return Task.CompletedTask;
        });

    private static async Task<IResult> HandleAsync(LotKey lot, Actor actor, Lineage lineage, TracedPlaces places, HttpContext context, CancellationToken cancel)
    {
        var direction = Direction(context.Request.Query);
        var permit = actor.To(Operation.ReadTrace);
        var reached = await lineage.FollowAsync(lot.Path, direction, cancel);
        if (ReadLot.Refusal(reached.Histories[lot.Path].Lot, permit) is { } refusal) return refusal.AsProblem(context);
        var graph = TraceGraph.Of(lot.Path, reached.Histories, direction, permit);
        return TypedResults.Json(await NamedAsync(graph, lot.Path, direction, reached.Complete, places, cancel), LotJson.Answers);
    }

    private static TraceDirection Direction(IQueryCollection query)
    {
        var errors = new FieldErrors();
        foreach (var unknown in query.Keys.Except(["direction"])) errors.Add(unknown, Page.NoParameter, null);
        TraceDirection? direction = query["direction"].ToString() switch
        {
            "" or "forward" => TraceDirection.Forward,
            "back" => TraceDirection.Back,
            _ => null,
        };
        if (direction is null) errors.Add("direction", new("unknown-code", "This must be one of back, forward.", "应为 back 或 forward。"), query["direction"].ToString());
        return errors.Any ? throw new InvalidRequestException(errors) : direction!.Value;
    }

    /// <summary>A trace in words: places and organisations by their names.</summary>
    internal static async Task<Answer> NamedAsync(TraceGraph graph, string root, TraceDirection direction, bool complete, TracedPlaces places, CancellationToken cancel)
    {
        var locations = await places.LocationsAsync(graph.Places.Select(p => p.Location).Where(l => l != LotBalances.Port), cancel);
        var organisations = await places.OrganisationsAsync(graph.Places.Select(p => p.Organisation), cancel);
        var lots = graph.Lots.ToDictionary(n => n.Id);
        return new(root, direction, complete, Totals.Of(graph),
            [.. graph.Lots.Select(TracedLot.Of)],
            [.. graph.Places.Select(p => TracedPlace.Of(p, lots[p.Lot].Lot!, locations.GetValueOrDefault(p.Location), organisations.GetValueOrDefault(p.Organisation)))],
            graph.Shipments, graph.Transformations);
    }

    /// <summary>A trace, as rows and as a graph: lots and places are its nodes, shipments and transformations lead from one to another.</summary>
    /// <param name="Lot">The lot that was traced.</param>
    /// <param name="Direction">Which way.</param>
    /// <param name="Complete">Whether all was followed; false where there are more lots than a trace follows.</param>
    /// <param name="Totals">All of it together.</param>
    /// <param name="Lots">The lot itself first, then those one step away, and so on.</param>
    /// <param name="Places">What went through which place, lot by lot.</param>
    /// <param name="Shipments">From place to place.</param>
    /// <param name="Transformations">From lots to lots.</param>
    public sealed record Answer(
        string Lot, TraceDirection Direction, bool Complete, Totals Totals, IReadOnlyList<TracedLot> Lots, IReadOnlyList<TracedPlace> Places,
        IReadOnlyList<TraceGraph.Movement> Shipments, IReadOnlyList<TraceGraph.Transformation> Transformations);

    /// <summary>All of a trace together, in kilograms; a lot that went into others is counted where it is now.</summary>
    /// <param name="Lots">Lots reached.</param>
    /// <param name="Places">Places reached, each once; without the port.</param>
    /// <param name="OnHandKg">In stock or at the port.</param>
    /// <param name="UnderWayKg">On its way.</param>
    /// <param name="SoldKg">Sold to consumers.</param>
    /// <param name="DestroyedKg">Destroyed.</param>
    /// <param name="ReturnedKg">Sent back out of the country.</param>
    public sealed record Totals(int Lots, int Places, decimal OnHandKg, decimal UnderWayKg, decimal SoldKg, decimal DestroyedKg, decimal ReturnedKg)
    {
        internal static Totals Of(TraceGraph graph)
        {
            var lots = graph.Lots.Where(n => n.Lot is not null).ToDictionary(n => n.Id, n => n.Lot!);
            decimal Sum(Func<PlaceFlow, decimal> what) => graph.Places.Sum(p => Moves.Kilograms(lots[p.Lot], what(p)));
            return new(graph.Lots.Count, graph.Places.Select(p => p.Location).Where(l => l != LotBalances.Port).Distinct().Count(),
                Sum(p => p.OnHand), Sum(p => p.Expected), Sum(p => p.Sold), Sum(p => p.Destroyed), Sum(p => p.Returned));
        }
    }

    /// <summary>A lot that a trace reached.</summary>
    /// <param name="Lot">Its name.</param>
    /// <param name="Depth">Steps from the lot that was traced.</param>
    /// <param name="ProductName">Product name; null, as all that follows, for a lot that its reader has nothing to do with.</param>
    /// <param name="Status">Where it stands in its life.</param>
    /// <param name="OriginCountry">Country or region of origin.</param>
    /// <param name="EntryDate">Day of entry.</param>
    /// <param name="Uom">Unit of its quantities (UN/ECE Recommendation 20); null for packages.</param>
    /// <param name="Organisation">Who registered or made it.</param>
    /// <param name="Entered">What it came with or was made with; null for a reader who may not know it.</param>
    /// <param name="Left">Still in the trade.</param>
    public sealed record TracedLot(
        string Lot, int Depth, LocalName? ProductName, LotStatus? Status, CountryCode? OriginCountry, DateOnly? EntryDate, string? Uom, string? Organisation, decimal? Entered, decimal? Left)
    {
        internal static TracedLot Of(TraceGraph.Node node) => node.Lot is not { } lot
            ? new(node.Id, node.Depth, null, null, null, null, null, null, null, null)
            : new(node.Id, node.Depth, lot.Description.ProductName, lot.Status, lot.Description.OriginCountry, lot.Description.EntryDate, lot.Description.Uom, lot.Registrant,
                node.InFull ? lot.Balances.Entered : null, node.InFull ? lot.Balances.Left : null);
    }

    /// <summary>What went through a place of a lot, in the lot's unit.</summary>
    /// <param name="Lot">The lot.</param>
    /// <param name="Location">Location, or port.</param>
    /// <param name="Name">Name of the place; null for the port.</param>
    /// <param name="City">Where it is.</param>
    /// <param name="Region">Province or state.</param>
    /// <param name="Country">Country or region.</param>
    /// <param name="Organisation">Who holds it there.</param>
    /// <param name="OrganisationName">Its name.</param>
    /// <param name="Received">Came there.</param>
    /// <param name="Expected">Is on its way there.</param>
    /// <param name="Shipped">Was sent on.</param>
    /// <param name="Sold">Was sold to consumers.</param>
    /// <param name="Used">Went into other lots.</param>
    /// <param name="Destroyed">Was destroyed.</param>
    /// <param name="Returned">Was sent back out of the country.</param>
    /// <param name="OnHand">Is there.</param>
    /// <param name="OnHandKg">Is there, in kilograms.</param>
    /// <param name="Since">When the first of it came or was announced.</param>
    /// <param name="Until">When something last moved.</param>
    public sealed record TracedPlace(
        string Lot, string Location, BusinessName? Name, string? City, string? Region, string? Country, string Organisation, BusinessName? OrganisationName,
        decimal Received, decimal Expected, decimal Shipped, decimal Sold, decimal Used, decimal Destroyed, decimal Returned, decimal OnHand, decimal OnHandKg,
        DateTimeOffset Since, DateTimeOffset Until)
    {
        internal static TracedPlace Of(PlaceFlow flow, Lot lot, Location? location, Organisation? organisation) => new(
            flow.Lot, flow.Location, location?.Name, location?.City, location?.Region, location?.Country, flow.Organisation, organisation?.Name,
            flow.Received, flow.Expected, flow.Shipped, flow.Sold, flow.Used, flow.Destroyed, flow.Returned, flow.OnHand, Moves.Kilograms(lot, flow.OnHand), flow.Since, flow.Until);
    }
}
