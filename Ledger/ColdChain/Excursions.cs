using Lotmark.Ledger.Lots;

namespace Lotmark.Ledger.ColdChain;

/// <summary>
/// Finds the times at which a device showed a lot outside its limits. A reading stands for the time until the next one (sample and
/// hold), but for no longer than <see cref="ColdChainSettings.LongestGap" />; what comes later than that begins anew. The newest reading
/// stands for its own instant alone: what follows is not known yet.
/// </summary>
public static class Excursions
{
    /// <summary>All excursions in a series.</summary>
    /// <param name="series">The readings of one device, oldest first.</param>
    /// <param name="device">Which device.</param>
    /// <param name="minC">Lowest temperature allowed, °C; null when there is no lower limit.</param>
    /// <param name="maxC">Highest temperature allowed, °C.</param>
    /// <param name="settings">What is tolerated.</param>
    public static IReadOnlyList<Excursion> Find(IReadOnlyList<PlacedReading> series, string device, decimal? minC, decimal maxC, ColdChainSettings settings)
    {
        var found = new List<Excursion>();
        var lowest = minC is { } min ? (int)Math.Ceiling((min - settings.Margin) * 10) : int.MinValue;
        var highest = (int)Math.Floor((maxC + settings.Margin) * 10);
        for (var first = 0; first < series.Count;)
        {
            if (SideOf(series[first]) is not { } kind)
            {
                first++;
                continue;
            }
            var (last, peak) = (first, first);
            while (last + 1 < series.Count && series[last + 1].At - series[last].At <= settings.LongestGap && SideOf(series[last + 1]) == kind)
                if (IsWorse(series[++last], series[peak], kind)) peak = last;
            var end = last + 1 == series.Count ? series[last].At
                : series[last + 1].At - series[last].At <= settings.LongestGap ? series[last + 1].At
                : series[last].At + settings.LongestGap;
            if (end - series[first].At > settings.Tolerance)
                found.Add(new(kind, device, series[first].At, end, series[peak].Tenths / 10m, series[peak].At, kind == ExcursionKind.Above ? maxC : minC!.Value, series[peak].Location));
            first = last + 1;
        }
        return found;

        ExcursionKind? SideOf(PlacedReading reading) => reading.Tenths > highest ? ExcursionKind.Above : reading.Tenths < lowest ? ExcursionKind.Below : null;
    }

    /// <summary>On which side a reading lies outside; null when it lies within.</summary>
    public static ExcursionKind? Side(PlacedReading reading, decimal? minC, decimal maxC, ColdChainSettings settings)
    {
        var celsius = reading.Tenths / 10m;
        return celsius > maxC + settings.Margin ? ExcursionKind.Above : celsius < minC - settings.Margin ? ExcursionKind.Below : null;
    }

    private static bool IsWorse(PlacedReading one, PlacedReading other, ExcursionKind kind) =>
        kind == ExcursionKind.Above ? one.Tenths > other.Tenths : one.Tenths < other.Tenths;
}
