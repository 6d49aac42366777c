using System.Collections.Immutable;

namespace Lotmark.Ledger.Lots;

/// <summary>
/// How much of a lot is where, in the lot's own unit. What leaves a place never exceeds what came: a rule asks <see cref="Overdrawn" />
/// of the balances after a fact before it records the fact. At all times what entered equals what is left and what went.
/// </summary>
public sealed record LotBalances
{
    private LotBalances() { }

    /// <summary>What the lot came with.</summary>
    public decimal Entered { get; private init; }

    /// <summary>Not yet taken in anywhere: at the port.</summary>
    public decimal Unplaced { get; private init; }

    /// <summary>Stock by location.</summary>
    public ImmutableSortedDictionary<string, Stock> Stocks { get; private init; } = ImmutableSortedDictionary<string, Stock>.Empty;

    /// <summary>Shipments by their number, arrived ones included.</summary>
    public ImmutableSortedDictionary<string, Shipment> Shipments { get; private init; } = ImmutableSortedDictionary<string, Shipment>.Empty;

    /// <summary>Pallets and other logistic units by SSCC: what a split made and no shipment, merge or use has taken yet.</summary>
    public ImmutableSortedDictionary<string, Unit> Units { get; private init; } = ImmutableSortedDictionary<string, Unit>.Empty;

    /// <summary>Organisations that had to do with it.</summary>
    public ImmutableHashSet<string> Parties { get; private init; } = [];

    /// <summary>Sold to consumers.</summary>
    public decimal Sold { get; private init; }

    /// <summary>Destroyed.</summary>
    public decimal Destroyed { get; private init; }

    /// <summary>Sent back out of the country.</summary>
    public decimal Returned { get; private init; }

    /// <summary>Used in other lots.</summary>
    public decimal Used { get; private init; }

    /// <summary>Shipped and not found at arrival.</summary>
    public decimal Missing { get; private init; }

    /// <summary>Still under way.</summary>
    public decimal UnderWay => Shipments.Values.Where(s => !s.Arrived).Sum(s => s.Quantity);

    /// <summary>Still in the trade: at the port, in stock or under way.</summary>
    public decimal Left => Unplaced + Stocks.Values.Sum(s => s.OnHand) + UnderWay;

    /// <summary>The first place from which more was taken than was there, and by how much; null when all adds up.</summary>
    public (string Place, decimal Short)? Overdrawn => this switch
    {
        { Unplaced: < 0 } => (Port, -Unplaced),
        _ when Stocks.Keys.FirstOrDefault(place => OnHand(place) < 0) is { } place => (place, -OnHand(place)),
        _ when Stocks.Keys.FirstOrDefault(place => Loose(place) < 0) is { } place => (place, -Loose(place)),
        _ => null,
    };

    /// <summary>Stands for the port of entry where a location is named.</summary>
    public const string Port = "port";

    /// <summary>A location, or null for the port.</summary>
    public static string? UnlessPort(string? place) => place == Port ? null : place;

    /// <summary>A lot that just entered.</summary>
    public static LotBalances AtEntry(decimal quantity) => new() { Entered = quantity, Unplaced = quantity };

    /// <summary>A lot that was made of others at a location.</summary>
    public static LotBalances MadeAt(string location, string organisation, decimal quantity) => new LotBalances { Entered = quantity }.Put(location, organisation, quantity);

    /// <summary>What is at a location (or at the port) in no unit.</summary>
    public decimal Loose(string place) => place == Port
        ? Unplaced
        : OnHand(place) - Units.Values.Where(u => u.Location == place).Sum(u => u.Quantity);

    /// <summary>What is at a location (or at the port).</summary>
    public decimal OnHand(string place) => place == Port ? Unplaced : Stocks.TryGetValue(place, out var stock) ? stock.OnHand : 0;

    /// <summary>Takes it in from the port.</summary>
    public LotBalances TakenIn(string location, string organisation, decimal quantity) =>
        (this with { Unplaced = Unplaced - quantity }).Put(location, organisation, quantity);

    /// <summary>Sends it on its way, with the units named.</summary>
    public LotBalances Shipped(string number, Shipment shipment, IReadOnlyList<string>? units) => Taken(shipment.From, shipment.Quantity, units) with
    {
        Shipments = Shipments.SetItem(number, shipment with { Units = Named(units) }),
        Parties = Parties.Add(shipment.ToOrganisation),
    };

    /// <summary>A shipment arrived. What is missing is noted; what is too much is not there for the books.</summary>
    public LotBalances Arrived(string number, string location, decimal counted, DateTimeOffset at)
    {
        if (!Shipments.TryGetValue(number, out var shipment)) return this;
        var taken = Math.Min(counted, shipment.Quantity);
        var arrived = this with
        {
            Shipments = Shipments.SetItem(number, shipment with { ArrivedAt = at }),
            Missing = Missing + shipment.Quantity - taken,
        };
        // Units are only as true as the count.
        var units = counted == shipment.Quantity ? shipment.Units : ImmutableSortedDictionary<string, decimal>.Empty;
        return arrived.Put(location, shipment.ToOrganisation, taken) with
        {
            Units = arrived.Units.SetItems(units.Select(u => KeyValuePair.Create(u.Key, new Unit(location, u.Value)))),
        };
    }

    /// <summary>Units were made: of a unit that ends with that, or of what is loose.</summary>
    public LotBalances Split(string location, string? unit, IEnumerable<KeyValuePair<string, decimal>> into) => this with
    {
        Units = (unit is null ? Units : Units.Remove(unit)).SetItems(into.Select(u => KeyValuePair.Create(u.Key, new Unit(location, u.Value)))),
    };

    /// <summary>Units became one.</summary>
    public LotBalances Merged(string location, IReadOnlyList<string> units, string into) => this with
    {
        Units = Units.RemoveRange(units).SetItem(into, new(location, units.Sum(u => Units.TryGetValue(u, out var unit) ? unit.Quantity : 0))),
    };

    /// <summary>Sold to consumers.</summary>
    public LotBalances SoldAt(string location, decimal quantity, IReadOnlyList<string>? units) => Taken(location, quantity, units) with { Sold = Sold + quantity };

    /// <summary>Destroyed.</summary>
    public LotBalances DestroyedAt(string place, decimal quantity, IReadOnlyList<string>? units) => Taken(place, quantity, units) with { Destroyed = Destroyed + quantity };

    /// <summary>Sent back out of the country.</summary>
    public LotBalances ReturnedFrom(string place, decimal quantity, IReadOnlyList<string>? units) => Taken(place, quantity, units) with { Returned = Returned + quantity };

    /// <summary>Used in other lots.</summary>
    public LotBalances UsedAt(string location, decimal quantity, IReadOnlyList<string>? units) => Taken(location, quantity, units) with { Used = Used + quantity };

    private ImmutableSortedDictionary<string, decimal> Named(IReadOnlyList<string>? units) =>
        (units ?? []).Where(Units.ContainsKey).ToImmutableSortedDictionary(u => u, u => Units[u].Quantity);

    private LotBalances Put(string location, string organisation, decimal quantity) => this with
    {
        Stocks = Stocks.SetItem(location, new(organisation, OnHand(location) + quantity)),
        Parties = Parties.Add(organisation),
    };

    private LotBalances Taken(string place, decimal quantity, IReadOnlyList<string>? units)
    {
        var rest = this with { Units = Units.RemoveRange(units ?? []) };
        if (place == Port) return rest with { Unplaced = Unplaced - quantity };
        var stock = Stocks.TryGetValue(place, out var there) ? there : new("", 0);
        return rest with { Stocks = Stocks.SetItem(place, stock with { OnHand = stock.OnHand - quantity }) };
    }
}

/// <summary>What lies at a location.</summary>
/// <param name="Organisation">Whose location it is.</param>
/// <param name="OnHand">In the lot's unit.</param>
public sealed record Stock(string Organisation, decimal OnHand);

/// <summary>What is on its way, or was.</summary>
/// <param name="From">Location it left, or <see cref="LotBalances.Port" />.</param>
/// <param name="FromOrganisation">Who sent it.</param>
/// <param name="To">Location it goes to.</param>
/// <param name="ToOrganisation">Whose location that is.</param>
/// <param name="Quantity">In the lot's unit.</param>
/// <param name="ShippedAt">When it left.</param>
public sealed record Shipment(string From, string FromOrganisation, string To, string ToOrganisation, decimal Quantity, DateTimeOffset ShippedAt)
{
    /// <summary>The units in it, each with its quantity.</summary>
    public ImmutableSortedDictionary<string, decimal> Units { get; init; } = ImmutableSortedDictionary<string, decimal>.Empty;

    /// <summary>When it arrived, as its receiver confirmed; null before that.</summary>
    public DateTimeOffset? ArrivedAt { get; init; }

    /// <summary>Whether its receiver confirmed it.</summary>
    public bool Arrived => ArrivedAt is not null;
}

/// <summary>A pallet or other logistic unit.</summary>
/// <param name="Location">Where it stands.</param>
/// <param name="Quantity">What of the lot is in it.</param>
public sealed record Unit(string Location, decimal Quantity);
