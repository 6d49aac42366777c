namespace Lotmark.Scanner.Serials;

/// <summary>How often the code of one item was looked at. Nothing of who looked is kept, so this is all there is.</summary>
/// <param name="FirstAt">When it was looked at first; null when it never was.</param>
/// <param name="Days">The days of the market on which it was, oldest first.</param>
public sealed record ItemScans(DateTimeOffset? FirstAt, IReadOnlyList<DayScans> Days)
{
    /// <summary>Never looked at.</summary>
    public static ItemScans None { get; } = new(null, []);

    /// <summary>How often in all.</summary>
    public long Total => Days.Sum(day => day.Scans);

    /// <summary>Looked at once.</summary>
    /// <param name="at">When.</param>
    /// <param name="day">The market's day then.</param>
    public static ItemScans Once(DateTimeOffset at, DateOnly day) => new(at, [new(day, 1)]);

    /// <summary>These looks and others.</summary>
    public ItemScans And(ItemScans others)
    {
        if (others.Days.Count == 0) return this;
        if (Days.Count == 0) return others;
        return new(
            FirstAt < others.FirstAt ? FirstAt : others.FirstAt,
            [.. Days.Concat(others.Days).GroupBy(day => day.Day).Select(same => new DayScans(same.Key, same.Sum(day => day.Scans))).OrderBy(day => day.Day)]);
    }
}

/// <summary>The looks of one day.</summary>
/// <param name="Day">The day.</param>
/// <param name="Scans">How many.</param>
public sealed record DayScans(DateOnly Day, long Scans);
