namespace Lotmark.Scanner.Serials;

/// <summary>
/// Whether the code of one item is looked at as often as only copies of it are. One pack is scanned a few times in the shop and a few at
/// home, and is eaten; a code that was photographed and printed on many packs is scanned by all their buyers.
/// </summary>
public static class CopySigns
{
    /// <summary>More looks in all are a sign.</summary>
    public const int MostScans = 20;

    /// <summary>More looks on one day are a sign.</summary>
    public const int MostOnOneDay = 10;

    /// <summary>More occasions are a sign.</summary>
    public const int MostOccasions = 4;

    /// <summary>A look so many days after the one before is another occasion.</summary>
    public const int DaysBetweenOccasions = 7;

    /// <summary>The rule.</summary>
    public static bool LooksCopied(this ItemScans scans) =>
        scans.Total > MostScans || scans.Days.Any(day => day.Scans > MostOnOneDay) || Occasions(scans.Days) > MostOccasions;

    private static int Occasions(IReadOnlyList<DayScans> days)
    {
        var occasions = Math.Min(days.Count, 1);
        for (var i = 1; i < days.Count; i++)
            if (days[i].Day.DayNumber - days[i - 1].Day.DayNumber >= DaysBetweenOccasions) occasions++;
        return occasions;
    }
}
