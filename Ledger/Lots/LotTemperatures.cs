using System.Collections.Immutable;

namespace Lotmark.Ledger.Lots;

/// <summary>What is recorded about the temperature of a lot: which batches of readings, and where it was kept too warm or too cold.</summary>
public sealed record LotTemperatures
{
    /// <summary>Batches of readings by the SHA-256 of their canonical text (hex).</summary>
    public ImmutableHashSet<string> Batches { get; private init; } = [];

    /// <summary>Readings in them.</summary>
    public long Readings { get; private init; }

    /// <summary>The first reading; null before there is one.</summary>
    public DateTimeOffset? From { get; private init; }

    /// <summary>The newest reading.</summary>
    public DateTimeOffset? To { get; private init; }

    /// <summary>Coldest reading, °C.</summary>
    public decimal? MinC { get; private init; }

    /// <summary>Warmest reading, °C.</summary>
    public decimal? MaxC { get; private init; }

    /// <summary>Times outside the lot's limits for longer than is tolerated, oldest first.</summary>
    public ImmutableList<Excursion> Excursions { get; private init; } = [];

    /// <summary>With one more batch. Excursions of its device that begin in the stretch that was looked at are replaced by what is seen now.</summary>
    /// <param name="sha256">The batch.</param>
    /// <param name="summary">What its readings come to.</param>
    /// <param name="device">Which device measured.</param>
    /// <param name="looked">The stretch that was looked at: the batch and what touches it of earlier ones.</param>
    /// <param name="found">The excursions of the device in that stretch.</param>
    public LotTemperatures With(string sha256, ReadingsSummary summary, string device, Stretch looked, IReadOnlyList<Excursion> found) => this with
    {
        Batches = Batches.Add(sha256),
        Readings = Readings + summary.Count,
        From = From < summary.From ? From : summary.From,
        To = To > summary.To ? To : summary.To,
        MinC = MinC < summary.MinC ? MinC : summary.MinC,
        MaxC = MaxC > summary.MaxC ? MaxC : summary.MaxC,
        Excursions =
        [
            .. Excursions.Where(e => e.Device != device || e.Start < looked.From || e.Start > looked.To).Concat(found)
                .OrderBy(e => e.Start).ThenBy(e => e.Device, StringComparer.Ordinal),
        ],
    };
}

/// <summary>What readings come to.</summary>
/// <param name="Count">How many.</param>
/// <param name="From">Instant of the first.</param>
/// <param name="To">Instant of the last.</param>
/// <param name="MinC">Coldest, °C to 0.1.</param>
/// <param name="MaxC">Warmest, °C to 0.1.</param>
/// <param name="MeanC">Mean of the readings in °C, rounded to 0.01.</param>
public sealed record ReadingsSummary(int Count, DateTimeOffset From, DateTimeOffset To, decimal MinC, decimal MaxC, decimal MeanC);

/// <summary>A stretch of time, ends included.</summary>
public sealed record Stretch(DateTimeOffset From, DateTimeOffset To);

/// <summary>Which limit was passed.</summary>
public enum ExcursionKind
{
    /// <summary>Too warm.</summary>
    Above,

    /// <summary>Too cold.</summary>
    Below,
}

/// <summary>A time outside the lot's limits for longer than is tolerated.</summary>
/// <param name="Kind">Which limit was passed.</param>
/// <param name="Device">Which device measured it.</param>
/// <param name="Start">The first reading outside.</param>
/// <param name="End">The first reading inside again; where none followed in time, until when the last reading outside counts.</param>
/// <param name="PeakC">The worst reading, °C.</param>
/// <param name="PeakAt">The first instant of the worst reading.</param>
/// <param name="LimitC">The limit that was passed, °C.</param>
/// <param name="Location">Where, as far as the batch with the worst reading says; null when it does not.</param>
public sealed record Excursion(
    ExcursionKind Kind, string Device, DateTimeOffset Start, DateTimeOffset End, decimal PeakC, DateTimeOffset PeakAt, decimal LimitC, string? Location);
