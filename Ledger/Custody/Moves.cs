using System.Globalization;
using Lotmark.Ledger.Access;
using Lotmark.Ledger.Lots;

namespace Lotmark.Ledger.Custody;

/// <summary>Who acts, where and when. A rule reads no clock and no database.</summary>
/// <param name="Actor">Who acts.</param>
/// <param name="Places">The locations that the command names, by their ids.</param>
/// <param name="Now">The time of the decision.</param>
public sealed record Scene(Actor Actor, IReadOnlyDictionary<string, Place> Places, DateTimeOffset Now)
{
    /// <summary>The day in the importing country.</summary>
    public DateOnly Today => ImportingCountryDay.Of(Now);

    /// <summary>The organisation and key that act.</summary>
    public RecordedBy By => RecordedBy.Of(Actor);
}

/// <summary>What all movements of lots have in common. Each rule is null when nothing speaks against it.</summary>
internal static class Moves
{
    /// <summary>Kilograms in one unit of each unit of mass (UN/ECE Recommendation 20).</summary>
    private static readonly Dictionary<string, decimal> Mass = new() { ["KGM"] = 1m, ["GRM"] = 0.001m, ["LBR"] = 0.45359237m, ["TNE"] = 1000m };

    private const int Decimals = 6;

    /// <summary>Held, recalled and expired lots are neither shipped nor sold.</summary>
    public static Decision.Refused? Stopped(Lot lot, DateOnly today) => lot switch
    {
        { Recall: not null } => Decision.Conflict("lot-recalled", "This lot is recalled: it may only be returned or destroyed.", "该批次已被召回，只能退回或销毁。"),
        { Hold: not null } => Decision.Conflict("lot-held", "This lot is on hold: it may only be returned or destroyed.", "该批次处于暂控状态，只能退回或销毁。"),
        _ when lot.LastDay < today => Decision.Conflict("lot-expired", $"This lot expired on {lot.LastDay:yyyy-MM-dd}: it may only be returned or destroyed.", $"该批次已于{lot.LastDay:yyyy-MM-dd}过期，只能退回或销毁。"),
        _ => null,
    };

    /// <summary>Nothing is put on sale before it passed the gate.</summary>
    public static Decision.Refused? Unreleased(Lot lot) => lot.ReleasedAt is not null ? null : Decision.Conflict(
        "not-released", "This lot is not released to the market yet.", "该批次尚未放行上市。");

    /// <summary>Only who runs a location records what happens at it; at the port, only who registered the lot.</summary>
    public static Decision.Refused? NotTheirs(Lot lot, string place, Scene scene)
    {
        if (place == LotBalances.Port)
            return scene.Actor.Organisation == lot.Registrant ? null : Decision.Forbid(
                "not-your-location", "Only its importer moves a lot from the port.", "只有进口商可以将批次从口岸移出。");
        return scene.Places[place].Location.Organisation == scene.Actor.Organisation ? null : Decision.Forbid(
            "not-your-location", $"Location {place} is not run by the organisation that this key belongs to.", $"地点 {place} 不属于此密钥所属的单位。");
    }

    /// <summary>Nothing happens to a lot in the country before it entered.</summary>
    public static Decision.Refused? BeforeEntry(Lot lot, DateTimeOffset at) => ImportingCountryDay.Of(at) >= lot.Description.EntryDate ? null : Decision.Conflict(
        "before-entry", $"This lot entered on {lot.Description.EntryDate:yyyy-MM-dd}; this can't have happened before.", $"该批次于{lot.Description.EntryDate:yyyy-MM-dd}入境，此事件不能早于入境。");

    /// <summary>A quantity in the lot's own unit.</summary>
    public static Decision.Refused? InOwnUnit(Lot lot, decimal quantity, string? uom, out decimal own)
    {
        own = quantity;
        var unit = lot.Description.Uom;
        if (uom is not null && uom != unit)
        {
            if (unit is null || !Mass.TryGetValue(uom, out var from))
                return Decision.Conflict("uom-differs", $"This lot is counted in {UnitName(unit)}; give quantities so and leave uom out.", $"该批次按{UnitNameZh(unit)}计量，请按此填写数量，不填单位。");
            own = decimal.Round(quantity * from / Mass[unit], Decimals);
        }
        return unit is null && own % 1 != 0
            ? Decision.Conflict("quantity-whole", "This lot is counted in packages: give a whole number.", "该批次按件数计量，应填写整数。")
            : null;
    }

    /// <summary>What a command takes from a place: the units it names, or a quantity of what is loose.</summary>
    public static Decision.Refused? Taken(Lot lot, string place, decimal? quantity, string? uom, IReadOnlyList<string>? units, out decimal taken)
    {
        taken = 0;
        foreach (var code in units ?? [])
        {
            if (!lot.Balances.Units.TryGetValue(code, out var unit) || unit.Location != place)
                return Decision.Conflict("unit-not-here", $"Unit {code} of this lot is not at {place}.", $"{place} 没有该批次的物流单元 {code}。");
            taken += unit.Quantity;
        }
        if (quantity is not { } given) return null;
        if (InOwnUnit(lot, given, uom, out var own) is { } refused) return refused;
        if (units is { Count: > 0 } && own != taken)
            return Decision.Conflict("quantities-differ", $"The units hold {Told(taken, lot)}, not {Told(own, lot)}.", $"物流单元共有{Told(taken, lot)}，与填写的{Told(own, lot)}不一致。");
        taken = own;
        return null;
    }

    /// <summary>Records a fact, unless more would be taken from a place than is there: then the refusal says how much is left.</summary>
    public static Decision Record(Lot lot, ILotFact fact, string place)
    {
        var next = fact.Apply(lot, new(lot.Version + 1, lot.RecordedAt));
        return next.Balances.Overdrawn is null ? Decision.Accept(fact) : Exceeds(lot, place);
    }

    /// <summary>The refusal to correct how a unit was made that is not where it was made any more.</summary>
    public static Decision.Refused MovedOn(string unit) => Decision.Conflict(
        "unit-moved-on", $"Unit {unit} has moved on since: correct what happened to it first.", $"物流单元 {unit} 之后已有变动，请先更正后续事件。");

    /// <summary>The refusal of more than is there.</summary>
    public static Decision.Refused Exceeds(Lot lot, string place)
    {
        var (loose, all) = (lot.Balances.Loose(place), lot.Balances.OnHand(place));
        var inUnits = loose < all ? ($" ({Told(all - loose, lot)} more in units: name them)", $"（另有{Told(all - loose, lot)}在物流单元中，请指明）") : ("", "");
        return Decision.Conflict(
            "quantity-exceeds", $"At {place} {Told(loose, lot)} of this lot are left{inUnits.Item1}.", $"{place} 仅剩该批次{Told(loose, lot)}{inUnits.Item2}。") with
        {
            Details = new Dictionary<string, object?> { ["left"] = loose, ["uom"] = lot.Description.Uom },
        };
    }

    /// <summary>What a quantity of a lot weighs: by its unit, or by its share of the net weight where packages are counted.</summary>
    public static decimal Kilograms(Lot lot, decimal quantity) => lot.Description.Uom is { } uom
        ? quantity * Mass[uom]
        : decimal.Round(quantity * lot.Description.NetWeightKg / lot.Description.Quantity, Decimals);

    /// <summary>A quantity with its unit.</summary>
    public static string Told(decimal quantity, Lot lot) => string.Create(CultureInfo.InvariantCulture, $"{quantity:0.######} {UnitName(lot.Description.Uom)}");

    private static string UnitName(string? uom) => uom ?? "packages";

    private static string UnitNameZh(string? uom) => uom ?? "件";
}
