using Lotmark.Ledger.Access;
using Lotmark.Ledger.Custody;
using Lotmark.Ledger.Inspection.Trace;
using Lotmark.Ledger.Lots;

namespace Lotmark.Ledger.Inspection.Recalls;

/// <summary>An order about many lots, with what it reaches: of a proposal what it would reach now.</summary>
/// <param name="Recall">The order.</param>
/// <param name="Complete">Whether these are all lots of its scope; false where there are more than are followed.</param>
/// <param name="Totals">All of it together.</param>
/// <param name="Lots">Its lots.</param>
/// <param name="Places">Every place that one of them reached (the recall list).</param>
/// <param name="Notices">Who must know, and who confirmed that they do.</param>
public sealed record RecallView(
    Recall Recall, bool Complete, RecallView.Sum Totals, IReadOnlyList<RecalledLot> Lots, IReadOnlyList<RecallView.Place> Places, IReadOnlyList<RecallNotice> Notices)
{
    /// <summary>All of it together.</summary>
    /// <param name="Lots">Lots.</param>
    /// <param name="Places">Places, each once; without the port.</param>
    /// <param name="Holders">Organisations.</param>
    /// <param name="LeftKg">Still in the trade: on hand or under way.</param>
    /// <param name="SoldKg">Sold to consumers.</param>
    /// <param name="DestroyedKg">Destroyed.</param>
    /// <param name="ReturnedKg">Sent back out of the country.</param>
    public sealed record Sum(int Lots, int Places, int Holders, decimal LeftKg, decimal SoldKg, decimal DestroyedKg, decimal ReturnedKg);

    /// <summary>A place that a lot reached.</summary>
    /// <param name="Lot">The lot.</param>
    /// <param name="Location">Location, or port.</param>
    /// <param name="Name">Its name.</param>
    /// <param name="City">Where it is.</param>
    /// <param name="Phone">Its phone number.</param>
    /// <param name="Organisation">Who holds it there.</param>
    /// <param name="OrganisationName">Its name.</param>
    /// <param name="Uom">Unit of the quantities; null for packages.</param>
    /// <param name="Received">Came there.</param>
    /// <param name="Left">Is there, or on its way there.</param>
    /// <param name="Sold">Was sold.</param>
    /// <param name="Destroyed">Was destroyed.</param>
    /// <param name="Returned">Was sent back or on.</param>
    /// <param name="LeftKg">Is there or on its way there, in kilograms.</param>
    /// <param name="Product">Name of the product.</param>
    /// <param name="Disposed">How some of it was disposed of there.</param>
    public sealed record Place(
        string Lot, string Location, BusinessName? Name, string? City, string? Phone, string Organisation, BusinessName? OrganisationName, string? Uom,
        decimal Received, decimal Left, decimal Sold, decimal Destroyed, decimal Returned, decimal LeftKg, LocalName Product, IReadOnlyList<Disposal> Disposed);

    /// <summary>The name of a place that it reached; null for another.</summary>
    public BusinessName? NameOf(string location) => Places.FirstOrDefault(p => p.Location == location)?.Name;

    /// <summary>What somebody sees of it: authorities all, a holder its own places.</summary>
    public static async Task<RecallView> OfAsync(
        Recall recall, string? only, RecallStore store, ScopedLots scoped, LotReader lots, TracedPlaces places, CancellationToken cancel)
    {
        var proposed = recall.State is RecallState.Proposed or RecallState.Withdrawn;
        var stopped = proposed ? [] : await store.LotsAsync(recall.Id, cancel);
        var reached = proposed ? await scoped.FindAsync(recall.Scope, cancel)
            : new(await lots.HistoriesAsync([.. stopped.Select(l => l.Lot)], cancel), true);
        var flows = reached.Histories.Values.SelectMany(h => Flows(h)).Where(f => only is null || f.Flow.Organisation == only).ToList();
        var locations = await places.LocationsAsync(flows.Select(f => f.Flow.Location).Where(l => l != LotBalances.Port), cancel);
        var organisations = await places.OrganisationsAsync(flows.Select(f => f.Flow.Organisation), cancel);
        var all = flows.ConvertAll(f => Row(f.Lot, f.Flow, f.Disposed, locations.GetValueOrDefault(f.Flow.Location), organisations.GetValueOrDefault(f.Flow.Organisation)));
        decimal Kg(Func<PlaceFlow, decimal> what) => flows.Sum(f => Moves.Kilograms(f.Lot, what(f.Flow)));
        return new(recall, reached.Complete,
            new(reached.Histories.Count, all.Select(p => p.Location).Where(l => l != LotBalances.Port).Distinct().Count(), all.Select(p => p.Organisation).Distinct().Count(),
                all.Sum(p => p.LeftKg), Kg(f => f.Sold), Kg(f => f.Destroyed), Kg(f => f.Returned)),
            proposed ? [.. reached.Histories.Keys.Order(StringComparer.Ordinal).Select(l => new RecalledLot(l, null, null))] : stopped,
            [.. all.OrderByDescending(p => p.LeftKg)],
            [.. (await store.NoticesAsync(recall.Id, cancel)).Where(n => only is null || n.Organisation == only)]);
    }

    private static IEnumerable<(Lot Lot, PlaceFlow Flow, IReadOnlyList<Disposal> Disposed)> Flows(LotHistory history)
    {
        var disposed = Disposal.Of(history);
        return PlaceFlow.Of(history).Select(f => (history.Lot!, f, (IReadOnlyList<Disposal>)[.. disposed[f.Location]]));
    }

    private static Place Row(Lot lot, PlaceFlow flow, IReadOnlyList<Disposal> disposed, Location? location, Organisation? organisation) => new(
        flow.Lot, flow.Location, location?.Name, location?.City, location?.Phone, flow.Organisation, organisation?.Name, lot.Description.Uom,
        flow.Received, flow.OnHand + flow.Expected, flow.Sold, flow.Destroyed, flow.Returned, Moves.Kilograms(lot, flow.OnHand + flow.Expected), lot.Description.ProductName, disposed);
}
