using System.Globalization;
using Lotmark.Ledger.Access;
using Lotmark.Ledger.Access.Accounts;
using Lotmark.Ledger.Anchoring;
using Lotmark.Ledger.ColdChain;
using Lotmark.Ledger.Holds;
using Lotmark.Ledger.Identifiers;
using Lotmark.Ledger.Inspection.Trace;
using Lotmark.Ledger.Log;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Lots.Documents;
using Lotmark.Ledger.Requests;
using Lotmark.Ledger.ShopperReports;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Lotmark.Ledger.Inspection.Desk;

/// <summary>One lot at the desk: each view of it is an address.</summary>
internal static class LotDesk
{
    private const int ChartPoints = 400;

    public static void Map(IEndpointRouteBuilder desk)
    {
        var lots = desk.MapGroup("/lots/{gtin}/{number}");
        lots.MapGet("", OverviewAsync).OpensDesk(Operation.ReadLot);
        lots.MapGet("/history", HistoryAsync).OpensDesk(Operation.ReadHistory);
        lots.MapGet("/compare", CompareAsync).OpensDesk(Operation.ReadHistory);
        lots.MapGet("/papers", PapersAsync).OpensDesk(Operation.ReadDocument);
        lots.MapGet("/documents/{id:int}", FileAsync).OpensDesk(Operation.ReadDocument);
        lots.MapGet("/trace/{direction:regex(^(back|forward)$)}", TraceAsync).OpensDesk(Operation.ReadTrace);
        lots.MapPost("/hold", (LotKey lot, HttpContext context, LotStreams streams, LotReader reader, TracedPlaces places, CancellationToken cancel) =>
            OrderAsync<HoldLot>(lot, Operation.HoldLot, HoldLot.Decide, context, streams, reader, places, cancel)).OpensDesk(Operation.HoldLot);
        lots.MapPost("/release", (LotKey lot, HttpContext context, LotStreams streams, LotReader reader, TracedPlaces places, CancellationToken cancel) =>
            OrderAsync<LiftHold>(lot, Operation.LiftHold, LiftHold.Decide, context, streams, reader, places, cancel)).OpensDesk(Operation.LiftHold);
    }

    /// <summary>The address of a lot at the desk.</summary>
    public static string PathOf(string lot) => $"/inspect/lots/{Part(lot)}";

    /// <summary>A lot as it stands in the addresses of the desk and of the API.</summary>
    public static string Part(string lot) => $"{LotKey.FromPath(lot).Gtin}/{LotKey.FromPath(lot).Encoded}";

    private static async Task<IResult> OverviewAsync(LotKey lot, LotReader reader, TracedPlaces places, HttpContext context, CancellationToken cancel) =>
        await ShowAsync(lot, StatusCodes.Status200OK, null, reader, places, context, cancel);

    private static async Task<IResult> ShowAsync(LotKey lot, int status, OrderFault? fault, LotReader reader, TracedPlaces places, HttpContext context, CancellationToken cancel)
    {
        var history = await reader.HistoryAsync(lot, cancel);
        if (history.Lot is not { } found) return Unknown(context);
        var flows = PlaceFlow.Of(history);
        return DeskSetting.Of(context).Page<LotOverview>(status, ("Lot", found), ("Flows", flows), ("Fault", fault),
            ("Places", await places.LocationsAsync(flows.Select(f => f.Location), cancel)), ("Organisations", await places.OrganisationsAsync(flows.Select(f => f.Organisation).Append(found.Registrant), cancel)));
    }

    private static async Task<IResult> HistoryAsync(LotKey lot, LotReader reader, LotLeaves leaves, AnchorReader anchors, ReportShelf reports, TracedPlaces places, HttpContext context, CancellationToken cancel)
    {
        var history = await reader.HistoryAsync(lot, cancel);
        if (history.Lot is not { } found) return Unknown(context);
        var events = await leaves.EventsOfAsync(lot.Path, cancel);
        var newest = events.LastOrDefault(e => e.Leaf is not null)?.Leaf;
        return DeskSetting.Of(context).Page<LotHistoryPage>(StatusCodes.Status200OK, ("Lot", found), ("History", history), ("Events", events),
            ("Moments", LotTimeline.Of(history, events, await reports.OfLotAsync(lot.Path, cancel))),
            ("Anchor", newest is null ? null : await anchors.CoveringAsync(newest.Index, cancel)),
            ("Organisations", await places.OrganisationsAsync(history.Facts.Select(f => f.Fact.By.Organisation), cancel)));
    }

    private static async Task<IResult> CompareAsync(LotKey lot, string? from, string? to, LotReader reader, HttpContext context, CancellationToken cancel)
    {
        var history = await reader.HistoryAsync(lot, cancel);
        if (history.Lot is not { } found) return Unknown(context);
        var (first, second) = (Version(from, 1, history), Version(to, history.Facts.Count, history));
        return DeskSetting.Of(context).Page<LotComparePage>(StatusCodes.Status200OK, ("Lot", found), ("From", first), ("To", second),
            ("Before", Words.Rows(history.Until(first)!)), ("After", Words.Rows(history.Until(second)!)));
    }

    private static int Version(string? text, int otherwise, LotHistory history) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? Math.Clamp(version, 1, history.Facts.Count) : otherwise;

    private static async Task<IResult> PapersAsync(LotKey lot, LotReader reader, ReadTemperatures temperatures, ReportShelf reports, HttpContext context, CancellationToken cancel) =>
        await reader.FindAsync(lot, cancel) is { } found
            ? DeskSetting.Of(context).Page<LotPapersPage>(StatusCodes.Status200OK, ("Lot", found),
                ("Chart", await temperatures.ChartAsync(found, null, null, ChartPoints, cancel)), ("Reports", await reports.OfLotAsync(lot.Path, cancel)))
            : Unknown(context);

    private static async Task<IResult> FileAsync(LotKey lot, int id, LotReader reader, IFileStore files, HttpContext context, CancellationToken cancel)
    {
        if ((await reader.FindAsync(lot, cancel))?.Documents.GetValueOrDefault(id)?.Content is not { } content || await files.OpenAsync(content.Sha256, cancel) is not { } file) return Unknown(context);
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        return TypedResults.File(file, content.MediaType, $"{content.Type}-{id}.{FileKind.Extension(content.MediaType)}");
    }

    private static async Task<IResult> TraceAsync(LotKey lot, string direction, Lineage lineage, TracedPlaces places, HttpContext context, CancellationToken cancel)
    {
        var way = direction == "back" ? TraceDirection.Back : TraceDirection.Forward;
        var reached = await lineage.FollowAsync(lot.Path, way, cancel);
        if (reached.Histories[lot.Path].Lot is not { } found) return Unknown(context);
        var graph = TraceGraph.Of(lot.Path, reached.Histories, way, SignedInAccount.Of(context.User)!.Actor.To(Operation.ReadTrace));
        var trace = await TraceLot.NamedAsync(graph, lot.Path, way, reached.Complete, places, cancel);
        return DeskSetting.Of(context).Page<LotTracePage>(StatusCodes.Status200OK, ("Lot", found), ("Trace", trace), ("Drawing", TraceDrawing.Of(trace)));
    }

    private static async Task<IResult> OrderAsync<TOrder>(
        LotKey lot, Operation operation, Func<Lot, TOrder, Actor, Decision> decide, HttpContext context, LotStreams streams, LotReader reader, TracedPlaces places, CancellationToken cancel)
        where TOrder : Order, new()
    {
        var (actor, form) = (SignedInAccount.Of(context.User)!.Actor, await context.Request.ReadFormAsync(cancel));
        var order = new TOrder { Reason = form["reason"].ToString().Trim(), LegalBasis = form["legalBasis"].ToString().Trim() is { Length: > 0 } basis ? basis : null };
        var errors = new Problems.FieldErrors();
        new Order.Validator<TOrder>().Check(order, errors, errors);
        if (errors.Any) return await ShowAsync(lot, StatusCodes.Status422UnprocessableEntity, new(errors, null), reader, places, context, cancel);
        return await streams.ChangeAsync(lot, actor.To(operation), current => decide(current, order, actor), null, cancel) is Outcome.Refused { Why: var why }
            ? await ShowAsync(lot, why.Status, new(null, why.Reason), reader, places, context, cancel)
            : TypedResults.LocalRedirect(PathOf(lot.Path));
    }

    private static RazorComponentResult<NoticePage> Unknown(HttpContext context) => DeskSetting.Of(context).Page<NoticePage>(StatusCodes.Status404NotFound, ("Kind", NoticePage.Notice.NoSuchLot));
}

/// <summary>Why an order was not carried out.</summary>
/// <param name="Errors">What is wrong with its form.</param>
/// <param name="Reason">Why the lot does not allow it.</param>
public sealed record OrderFault(Problems.FieldErrors? Errors, Problems.Wording? Reason);
