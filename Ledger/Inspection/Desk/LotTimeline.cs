using Lotmark.Ledger.ColdChain;
using Lotmark.Ledger.Log;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.ShopperReports;

namespace Lotmark.Ledger.Inspection.Desk;

/// <summary>Something that stands in the history of a lot.</summary>
/// <param name="At">Its place in time.</param>
public abstract record Moment(DateTimeOffset At)
{
    /// <summary>An event, where it was recorded.</summary>
    /// <param name="At">When it was recorded.</param>
    /// <param name="Event">The event.</param>
    /// <param name="Corrections">What corrects it, oldest first.</param>
    /// <param name="Batch">What a batch of readings came to, if it is one that counts: the readings themselves stand where they were measured.</param>
    /// <param name="Report">What a shopper reported, if it is that: with what was written, as long as it is kept.</param>
    public sealed record Recorded(DateTimeOffset At, StoredEvent Event, IReadOnlyList<RecordedFact> Corrections, TemperaturesRecorded? Batch, (KeptReport Report, string? Text)? Report) : Moment(At);

    /// <summary>A batch of readings, where its first was measured.</summary>
    /// <param name="At">When.</param>
    /// <param name="Batch">What it came to.</param>
    /// <param name="Event">Number of its event.</param>
    public sealed record Measured(DateTimeOffset At, TemperaturesRecorded Batch, int Event) : Moment(At);

    /// <summary>An excursion, where it began.</summary>
    /// <param name="At">When.</param>
    /// <param name="Excursion">The excursion.</param>
    /// <param name="Event">Number of the newest event that tells of it.</param>
    /// <param name="Number">Its number among the excursions of the lot, from 1.</param>
    public sealed record TooWarmOrCold(DateTimeOffset At, Excursion Excursion, int Event, int Number) : Moment(At);
}

/// <summary>All that is known of a lot in the order of time.</summary>
public static class LotTimeline
{
    /// <summary>
    /// Events in the order in which they were recorded, each once, corrections with what they correct; between them what was measured, at the
    /// time at which it was. Of measurements those that count.
    /// </summary>
    /// <param name="history">The lot's history.</param>
    /// <param name="events">Its events as stored.</param>
    /// <param name="reports">Reports of shoppers that are shown.</param>
    public static IReadOnlyList<Moment> Of(LotHistory history, IReadOnlyList<StoredEvent> events, IReadOnlyList<(KeptReport Report, string? Text)> reports)
    {
        var byId = reports.ToDictionary(r => r.Report.Id);
        var batches = history.InForce().Where(f => f.Fact is TemperaturesRecorded).Select(f => (f.Place.Version, Batch: (TemperaturesRecorded)f.Fact)).ToList();
        // A lone event is shown whatever it is.
        var recorded = events.Where(e => events.Count == 1 || history.Facts[e.Version - 1].Fact is not LotCorrected).Select(e => new Moment.Recorded(
            new(e.RecordedAt, TimeSpan.Zero), e, [.. history.Facts.Where(f => f.Fact is LotCorrected c && c.Event == e.Version)],
            batches.FirstOrDefault(b => b.Version == e.Version).Batch,
            history.Facts[e.Version - 1].Fact is ProblemReported told && byId.TryGetValue(told.Report, out var report) ? report : null));
        var measured = batches.Select(b => new Moment.Measured(b.Batch.Readings.From, b.Batch, b.Version));
        var excursions = (history.Lot?.Temperatures.Excursions ?? []).Select((e, i) => new Moment.TooWarmOrCold(e.Start, e, batches.LastOrDefault(b => b.Batch.Excursions.Contains(e)).Version, i + 1));
        return [.. Merged([.. recorded], [.. ((IEnumerable<Moment>)[.. measured, .. excursions]).OrderBy(m => m.At)])];
    }

    // Events keep their order, whatever the clocks of servers said.
    private static IEnumerable<Moment> Merged(IReadOnlyList<Moment.Recorded> recorded, IReadOnlyList<Moment> between)
    {
        var next = 0;
        foreach (var e in recorded)
        {
            for (; next < between.Count && between[next].At < e.At; next++) yield return between[next];
            yield return e;
        }
        for (; next < between.Count; next++) yield return between[next];
    }
}
