using System.Text.Json.Serialization;
using Lotmark.Ledger.Lots;

namespace Lotmark.Ledger.ColdChain;

/// <summary>A batch of readings as a request carries it.</summary>
/// <param name="Device">Serial number or name of the data logger, 1 to 100 characters.</param>
/// <param name="Location">Where the lot was: GLN or location id; when absent, the one place where the caller has stock of the lot.</param>
/// <param name="Readings">1 to 100,000 readings in any order.</param>
public sealed record TemperatureReadings(string Device, string? Location, IReadOnlyList<TemperatureReading> Readings);

/// <summary>One reading as a request carries it.</summary>
/// <param name="At">When (ISO 8601 with offset).</param>
/// <param name="Value">The temperature, between -90 and 60 °C.</param>
/// <param name="Uom">Its unit: CEL, FAH or KEL; CEL when absent.</param>
public sealed record TemperatureReading(DateTimeOffset At, decimal Value, string? Uom);

/// <summary>The answer to a batch of readings.</summary>
public sealed record TemperaturesAnswer : LotAnswer
{
    /// <summary>The answer about the lot, and what became of the readings.</summary>
    public TemperaturesAnswer(LotAnswer answer, RecordedBatch batch) : base(answer) => Batch = batch;

    /// <summary>What became of the readings.</summary>
    [JsonPropertyOrder(1)]
    public RecordedBatch Batch { get; }
}

/// <summary>What became of a batch of readings.</summary>
/// <param name="Device">Which device measured.</param>
/// <param name="Location">Where the lot was, as far as it is known.</param>
/// <param name="Received">Readings that came.</param>
/// <param name="Recorded">Readings that were new and are recorded now.</param>
/// <param name="Known">Readings that were there already, or came twice.</param>
/// <param name="Rejected">Readings that can't be.</param>
/// <param name="Summary">What the recorded ones come to; null when there was nothing new.</param>
/// <param name="Sha256">SHA-256 of the canonical text of the recorded ones, hex.</param>
/// <param name="Excursions">Excursions that this batch shows, alone or together with earlier ones.</param>
/// <param name="Rejections">The first hundred of the rejected.</param>
public sealed record RecordedBatch(
    string Device, string? Location, int Received, int Recorded, int Known, int Rejected, ReadingsSummary? Summary, string? Sha256,
    IReadOnlyList<Excursion> Excursions, IReadOnlyList<RejectedReading> Rejections);
