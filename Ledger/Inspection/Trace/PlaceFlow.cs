using Lotmark.Ledger.Custody;
using Lotmark.Ledger.Lots;

namespace Lotmark.Ledger.Inspection.Trace;

/// <summary>What came to a place of a lot, what went from there, and what is there still; in the lot's own unit.</summary>
/// <param name="Lot">The lot.</param>
/// <param name="Location">Location, or <see cref="LotBalances.Port" />.</param>
/// <param name="Organisation">Who holds it there.</param>
public sealed record PlaceFlow(string Lot, string Location, string Organisation)
{
    /// <summary>Came there: registered, made or received.</summary>
    public decimal Received { get; init; }

    /// <summary>Is on its way there.</summary>
    public decimal Expected { get; init; }

    /// <summary>Was sent on.</summary>
    public decimal Shipped { get; init; }

    /// <summary>Was sold to consumers.</summary>
    public decimal Sold { get; init; }

    /// <summary>Went into other lots.</summary>
    public decimal Used { get; init; }

    /// <summary>Was destroyed.</summary>
    public decimal Destroyed { get; init; }

    /// <summary>Was sent back out of the country.</summary>
    public decimal Returned { get; init; }

    /// <summary>Is there.</summary>
    public decimal OnHand { get; init; }

    /// <summary>When the first of it came or was announced.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>When something last moved.</summary>
    public DateTimeOffset Until { get; init; }

    /// <summary>The places that a lot reached, as they were recorded. Facts count as corrected by now.</summary>
    public static IReadOnlyList<PlaceFlow> Of(LotHistory history)
    {
        if (history.Lot is not { } lot) return [];
        var (places, order) = (new Dictionary<string, PlaceFlow>(), new List<string>());
        foreach (var (_, fact) in history.InForce())
        {
            switch (fact)
            {
                case LotRegistered registered:
                    Move(LotBalances.Port, registered.By.Organisation, ImportingCountryDay.Begins(registered.Description.EntryDate), f => f with { Received = f.Received + registered.Description.Quantity });
                    break;
                case LotRepacked made:
                    Move(made.Location, made.By.Organisation, made.At, f => f with { Received = f.Received + made.Description.Quantity });
                    break;
                case LotReceived received:
                    // From the port it comes by no shipment: what is taken in there is no longer at the port.
                    if (received.Shipment is null) Move(LotBalances.Port, lot.Registrant, received.At, f => f with { Shipped = f.Shipped + received.Quantity.Value });
                    Move(received.Location, received.By.Organisation, received.At, f => f with { Received = f.Received + received.Quantity.Value });
                    break;
                case LotShipped shipped:
                    Move(shipped.From, shipped.By.Organisation, shipped.At, f => f with { Shipped = f.Shipped + shipped.Quantity.Value });
                    if (lot.Balances.Shipments.TryGetValue(shipped.Shipment, out var shipment) && !shipment.Arrived)
                        Move(shipped.To, shipped.ToOrganisation, shipped.At, f => f with { Expected = f.Expected + shipped.Quantity.Value });
                    break;
                case LotSold sold:
                    Move(sold.Location, sold.By.Organisation, sold.At, f => f with { Sold = f.Sold + sold.Quantity.Value });
                    break;
                case LotUsed used:
                    Move(used.Location, used.By.Organisation, used.At, f => f with { Used = f.Used + used.Quantity.Value });
                    break;
                case LotDestroyed destroyed:
                    Move(destroyed.Location, destroyed.By.Organisation, destroyed.At, f => f with { Destroyed = f.Destroyed + destroyed.Quantity.Value });
                    break;
                case LotReexported returned:
                    Move(returned.Location, returned.By.Organisation, returned.At, f => f with { Returned = f.Returned + returned.Quantity.Value });
                    break;
            }
        }
        return [.. order.Select(l => places[l] with { OnHand = lot.Balances.OnHand(l) })];

        void Move(string location, string organisation, DateTimeOffset at, Func<PlaceFlow, PlaceFlow> change)
        {
            if (!places.ContainsKey(location)) order.Add(location);
            var known = places.TryGetValue(location, out var there) ? there : new(history.Id, location, organisation) { Since = at, Until = at };
            places[location] = change(known with { Since = at < known.Since ? at : known.Since, Until = at > known.Until ? at : known.Until });
        }
    }
}
