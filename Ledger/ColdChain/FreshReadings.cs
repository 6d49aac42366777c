namespace Lotmark.Ledger.ColdChain;

/// <summary>What a request adds to what its device is known to have measured. Loggers are often read out from their beginning: what is known already is passed over.</summary>
/// <param name="Fresh">Readings that are new, oldest first, one an instant.</param>
/// <param name="Known">How many were there already, or came twice.</param>
public sealed record FreshReadings(IReadOnlyList<Reading> Fresh, int Known)
{
    /// <summary>Parts the new from the known. Whoever contradicts what came before is rejected.</summary>
    /// <param name="readings">The request's good readings.</param>
    /// <param name="stored">What is stored between the first and the last of them, oldest first.</param>
    public static FreshReadings Of(ReadingList readings, IReadOnlyList<PlacedReading> stored)
    {
        var (sorted, fresh, known, next) = (readings.Sorted(), new List<Reading>(), 0, 0);
        foreach (var reading in sorted)
        {
            while (next < stored.Count && stored[next].At < reading.At) next++;
            short? before = fresh is [.., { } last] && last.At == reading.At ? last.Tenths
                : next < stored.Count && stored[next].At == reading.At ? stored[next].Tenths
                : null;
            if (before is null) fresh.Add(reading);
            else if (before == reading.Tenths) known++;
            else readings.Reject(reading.Line, ReadingCheck.Contradicts, CanonicalReadings.Line(reading).TrimEnd());
        }
        return new(fresh, known);
    }
}
