using Lotmark.Ledger.Lots;

namespace Lotmark.Ledger.Custody;

/// <summary>Compares the temperature at a handover with the lot's own limits.</summary>
internal static class HandoverTemperature
{
    /// <summary>The discrepancy; none when it lies within.</summary>
    public static IEnumerable<Discrepancy> Check(Lot lot, FactPlace place, string location, string organisation, decimal celsius)
    {
        if (celsius > lot.Description.StorageTempMaxC) yield return new(place.Version, "temperature", location, organisation, lot.Description.StorageTempMaxC, celsius);
        else if (celsius < lot.Description.StorageTempMinC) yield return new(place.Version, "temperature", location, organisation, lot.Description.StorageTempMinC.Value, celsius);
    }
}
