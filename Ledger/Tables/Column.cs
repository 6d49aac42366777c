namespace Lotmark.Ledger.Tables;

/// <summary>What stands above a column, and what it means.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Meaning">In a sentence, for the glossary.</param>
/// <param name="Width">How many letters of what stands in it are seen without widening it.</param>
public sealed record ColumnHead(string Title, string Meaning, int Width);

/// <summary>A column of a table.</summary>
/// <param name="Head">What stands above it.</param>
/// <param name="Value">What a row has in it.</param>
public sealed record Column<TRow>(ColumnHead Head, Func<TRow, Cell> Value)
{
    private const int OfText = 22, OfNumbers = 12, OfDays = 12, OfInstants = 20;

    /// <summary>A column of text.</summary>
    public static Column<TRow> Text(string title, string meaning, Func<TRow, string?> value) => new(new(title, meaning, OfText), row => Cell.Of(value(row)));

    /// <summary>A column of numbers.</summary>
    public static Column<TRow> Number(string title, string meaning, Func<TRow, decimal?> value) => new(new(title, meaning, OfNumbers), row => Cell.Of(value(row)));

    /// <summary>A column of dates.</summary>
    public static Column<TRow> Day(string title, string meaning, Func<TRow, DateOnly?> value) => new(new(title, meaning, OfDays), row => Cell.Of(value(row)));

    /// <summary>A column of instants.</summary>
    public static Column<TRow> Instant(string title, string meaning, Func<TRow, DateTimeOffset?> value) => new(new(title, meaning, OfInstants), row => Cell.Of(value(row)));
}
