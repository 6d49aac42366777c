using Lotmark.Ledger.Lots;

namespace Lotmark.Ledger.ColdChain;

/// <summary>
/// A batch of readings of one device was recorded (EPCIS sensor_reporting). The readings themselves lie beside the log; their hash binds
/// them to it.
/// </summary>
/// <param name="Device">Which device measured.</param>
/// <param name="Location">Where the lot was (GLN or location id); null when it is not known.</param>
/// <param name="Readings">What they come to.</param>
/// <param name="Sha256">SHA-256 of their canonical text (<see cref="CanonicalReadings" />), hex.</param>
/// <param name="Looked">The stretch in which excursions were looked for: the batch and what touches it of earlier ones.</param>
/// <param name="Excursions">The device's excursions that begin in that stretch, at most <see cref="MostExcursions" />: the longest.</param>
/// <param name="ExcursionCount">How many there are.</param>
/// <param name="By">Who recorded them.</param>
public sealed record TemperaturesRecorded(
    string Device, string? Location, ReadingsSummary Readings, string Sha256, Stretch Looked, IReadOnlyList<Excursion> Excursions, int ExcursionCount, RecordedBy By) : ILotFact
{
    /// <summary>More don't fit into an entry of the log.</summary>
    public const int MostExcursions = 100;

    /// <inheritdoc />
    public Lot Apply(Lot lot, FactPlace place) => lot with { Temperatures = lot.Temperatures.With(Sha256, Readings, Device, Looked, Excursions) };
}
