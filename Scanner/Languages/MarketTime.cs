namespace Lotmark.Scanner.Languages;

/// <summary>The day and the clock of the market that the food is sold in.</summary>
internal static class MarketTime
{
    // China has one zone and no summer time, so the offset needs no zone database.
    private static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    /// <summary>An instant on the market's clock.</summary>
    public static DateTimeOffset Of(DateTimeOffset instant) => instant.ToOffset(Offset);

    /// <summary>The market's day at an instant.</summary>
    public static DateOnly Day(DateTimeOffset instant) => DateOnly.FromDateTime(Of(instant).DateTime);

    /// <summary>When the market's day ends.</summary>
    public static DateTimeOffset EndOfDay(DateTimeOffset instant) => new(Day(instant).AddDays(1), TimeOnly.MinValue, Offset);

    /// <summary>The market's day now.</summary>
    public static DateOnly Today(TimeProvider clock) => Day(clock.GetUtcNow());
}
