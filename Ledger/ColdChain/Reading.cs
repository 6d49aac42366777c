namespace Lotmark.Ledger.ColdChain;

/// <summary>One reading of a data logger.</summary>
/// <param name="At">When, UTC, in whole microseconds, as PostgreSQL keeps it.</param>
/// <param name="Tenths">Tenths of a degree Celsius.</param>
/// <param name="Value">As it was measured.</param>
/// <param name="Unit">The unit of <paramref name="Value" />.</param>
/// <param name="Line">Where it stood in the request: the line of a CSV file, or the number of the reading in a JSON list, from 1.</param>
public readonly record struct Reading(DateTime At, short Tenths, decimal Value, TemperatureUnit Unit, int Line)
{
    /// <summary>Degrees Celsius to 0.1.</summary>
    public decimal Celsius => Tenths / 10m;

    /// <summary>Whether another one says the same.</summary>
    public bool Says(in Reading other) => At == other.At && Value == other.Value && Unit == other.Unit;
}

/// <summary>A stored reading, with the place that its batch names.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Tenths">Tenths of a degree Celsius.</param>
/// <param name="Location">Location in custody; null when it is not known.</param>
public readonly record struct PlacedReading(DateTime At, short Tenths, string? Location);
