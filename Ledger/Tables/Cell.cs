using System.Globalization;

namespace Lotmark.Ledger.Tables;

/// <summary>What stands in one cell: text, a number, a day or an instant. The usual one holds nothing.</summary>
public readonly record struct Cell
{
    /// <summary>Text; null for anything else.</summary>
    public string? Text { get; private init; }

    /// <summary>A number; null for anything else.</summary>
    public decimal? Number { get; private init; }

    /// <summary>A calendar date; null for anything else.</summary>
    public DateOnly? Day { get; private init; }

    /// <summary>An instant; null for anything else.</summary>
    public DateTimeOffset? Instant { get; private init; }

    /// <summary>Text, or nothing.</summary>
    public static Cell Of(string? text) => new() { Text = text };

    /// <summary>A number, or nothing.</summary>
    public static Cell Of(decimal? number) => new() { Number = number };

    /// <summary>A calendar date, or nothing.</summary>
    public static Cell Of(DateOnly? day) => new() { Day = day };

    /// <summary>An instant, or nothing.</summary>
    public static Cell Of(DateTimeOffset? instant) => new() { Instant = instant };

    /// <summary>As text: a date as ISO 8601, a number with a point and nothing else, an instant in UTC.</summary>
    public override string ToString() => this switch
    {
        { Text: { } text } => text,
        { Number: { } number } => number.ToString("0.############################", CultureInfo.InvariantCulture),
        { Day: { } day } => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        { Instant: { } instant } => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        _ => "",
    };
}
