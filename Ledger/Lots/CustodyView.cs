using Lotmark.Ledger.Access;

namespace Lotmark.Ledger.Lots;

/// <summary>How much of a lot is where, in the lot's own unit, as far as its reader may know: who is neither its importer nor watches over all sees its own side.</summary>
public sealed record CustodyView
{
    /// <summary>What the lot came with.</summary>
    public decimal? Entered { get; private init; }

    /// <summary>Not yet taken in anywhere: at the port.</summary>
    public decimal? Unplaced { get; private init; }

    /// <summary>Stock by location.</summary>
    public required IReadOnlyList<StockView> Stocks { get; init; }

    /// <summary>Shipments, arrived ones included.</summary>
    public required IReadOnlyList<ShipmentView> Shipments { get; init; }

    /// <summary>Pallets and other logistic units.</summary>
    public required IReadOnlyList<UnitView> Units { get; init; }

    /// <summary>Under way.</summary>
    public decimal? UnderWay { get; private init; }

    /// <summary>Sold to consumers.</summary>
    public decimal? Sold { get; private init; }

    /// <summary>Destroyed.</summary>
    public decimal? Destroyed { get; private init; }

    /// <summary>Sent back out of the country.</summary>
    public decimal? Returned { get; private init; }

    /// <summary>Used in other lots.</summary>
    public decimal? Used { get; private init; }

    /// <summary>Shipped and not found at arrival.</summary>
    public decimal? Missing { get; private init; }

    /// <summary>What lies at a location.</summary>
    /// <param name="Location">Id of the location.</param>
    /// <param name="Organisation">Whose location it is.</param>
    /// <param name="OnHand">How much.</param>
    public sealed record StockView(string Location, string Organisation, decimal OnHand);

    /// <summary>What is on its way, or was.</summary>
    /// <param name="Shipment">Its number.</param>
    /// <param name="From">Location it left, or port.</param>
    /// <param name="To">Location it goes to.</param>
    /// <param name="Quantity">How much was shipped.</param>
    /// <param name="Units">SSCCs of the units in it.</param>
    /// <param name="ShippedAt">When it left.</param>
    /// <param name="Arrived">Whether its receiver confirmed it.</param>
    public sealed record ShipmentView(string Shipment, string From, string To, decimal Quantity, IReadOnlyList<string> Units, DateTimeOffset ShippedAt, bool Arrived);

    /// <summary>A unit.</summary>
    /// <param name="Unit">Its SSCC.</param>
    /// <param name="Location">Where it stands.</param>
    /// <param name="Quantity">What of the lot is in it.</param>
    public sealed record UnitView(string Unit, string Location, decimal Quantity);

    /// <summary>What somebody may see of it.</summary>
    public static CustodyView For(Lot lot, Actor actor)
    {
        var (balances, all, own) = (lot.Balances, lot.MayBeReadInFullBy(actor), actor.Organisation);
        var view = new CustodyView
        {
            Stocks = [.. balances.Stocks.Where(s => all || s.Value.Organisation == own).Select(s => new StockView(s.Key, s.Value.Organisation, s.Value.OnHand))],
            Shipments = [.. balances.Shipments.Where(s => all || s.Value.FromOrganisation == own || s.Value.ToOrganisation == own)
                .Select(s => new ShipmentView(s.Key, s.Value.From, s.Value.To, s.Value.Quantity, [.. s.Value.Units.Keys], s.Value.ShippedAt, s.Value.Arrived))],
            Units = [.. balances.Units.Where(u => all || (balances.Stocks.TryGetValue(u.Value.Location, out var stock) && stock.Organisation == own))
                .Select(u => new UnitView(u.Key, u.Value.Location, u.Value.Quantity))],
        };
        return !all ? view : view with
        {
            Entered = balances.Entered,
            Unplaced = balances.Unplaced,
            UnderWay = balances.UnderWay,
            Sold = balances.Sold,
            Destroyed = balances.Destroyed,
            Returned = balances.Returned,
            Used = balances.Used,
            Missing = balances.Missing,
        };
    }
}
