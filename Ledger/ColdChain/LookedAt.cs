using Lotmark.Ledger.Lots;

namespace Lotmark.Ledger.ColdChain;

/// <summary>
/// The part of a series on which new readings bear: themselves, and what touches them on either side as long as it lies outside the
/// limits, so that an excursion is seen whole even if it spans batches.
/// </summary>
/// <param name="Series">The readings, oldest first. The last may stand there only to end what comes before it.</param>
/// <param name="Stretch">The excursions that begin in this stretch are all in <paramref name="Series" />.</param>
public sealed record LookedAt(IReadOnlyList<PlacedReading> Series, Stretch Stretch)
{
    /// <summary>Looks around new readings.</summary>
    /// <param name="earlier">What is stored before them, nearest first.</param>
    /// <param name="middle">New readings and what is stored between them, oldest first; not empty.</param>
    /// <param name="later">What is stored after them, nearest first.</param>
    /// <param name="side">On which side of the limits a reading lies.</param>
    /// <param name="settings">How long a reading stands.</param>
    public static async Task<LookedAt> AroundAsync(
        IAsyncEnumerable<PlacedReading> earlier, IReadOnlyList<PlacedReading> middle, IAsyncEnumerable<PlacedReading> later,
        Func<PlacedReading, ExcursionKind?> side, ColdChainSettings settings)
    {
        var before = new List<PlacedReading>();
        await foreach (var reading in earlier)
        {
            if (before is [.., var next] && !Together(reading, next)) break;
            before.Add(reading);
            if (side(reading) is null) break;
        }
        before.Reverse();

        var after = new List<PlacedReading>();
        var ended = false;
        await foreach (var reading in later)
        {
            ended = after is [.., var last] && !Together(last, reading);
            after.Add(reading);
            if (ended || side(reading) is null) break;
        }

        List<PlacedReading> series = [.. before, .. middle, .. after];
        return new(series, new(series[0].At, series[ended ? ^2 : ^1].At));

        bool Together(PlacedReading one, PlacedReading next) => side(one) == side(next) && next.At - one.At <= settings.LongestGap;
    }
}
