using System.Globalization;
using Lotmark.Ledger.Custody;
using Lotmark.Ledger.Holds;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Lots.Documents;
using Lotmark.Scanner.Lots;
using LotStatus = Lotmark.Ledger.Lots.LotStatus;

namespace Lotmark.Ledger.LotPages;

/// <summary>What happened to a lot, as far as anybody may know it: cities and days, no business, no quantity.</summary>
internal static class PublicJourney
{
    /// <summary>The steps in the order of their days; of several alike on one day and place, one.</summary>
    public static IReadOnlyList<JourneyStep> Of(LotHistory history)
    {
        var steps = new List<JourneyStep>();
        foreach (var (place, fact) in history.Facts)
        {
            if (fact is LotCorrected { Replacement: LotRegistered after } correction)
            {
                var before = (history.InForceBefore(correction.Event, place.Version) as LotRegistered)?.Description;
                if (before is not null && Corrections(before, after.Description) is { Count: > 0 } facts)
                    steps.Add(new(JourneyKind.EntryCorrected, Day(place.RecordedAt)) { Facts = facts });
            }
            if (Step(fact, place.RecordedAt) is not { } step) continue;
            var now = history.InForce(place.Version);
            steps.Add(now switch
            {
                null => step with { DidNotHappen = true },
                _ when ReferenceEquals(now, fact) => step,
                _ => Step(now, place.RecordedAt) is { } right && right != step ? step with { Corrected = right } : step,
            });
        }
        steps = [.. steps.Distinct().OrderBy(s => (s.Corrected ?? s).On)];
        if (steps.FindLastIndex(s => !s.DidNotHappen && (s.Corrected ?? s).Kind == TakingAll(history.Lot)) is >= 0 and var last)
            steps[last] = steps[last] with { NothingLeft = true, Corrected = steps[last].Corrected is { } right ? right with { NothingLeft = true } : null };
        return steps;
    }

    private static JourneyKind? TakingAll(Lot? lot) => lot?.Gone switch
    {
        LotStatus.Destroyed => JourneyKind.Destroyed,
        LotStatus.Returned => JourneyKind.Reexported,
        _ => null,
    };

    private static JourneyStep? Step(ILotFact fact, DateTimeOffset recorded) => fact switch
    {
        LotReceived received => new(JourneyKind.Received, Local(received.At), Place(received.Place)),
        LotShipped shipped => new(shipped.Return is true ? JourneyKind.SentBack : JourneyKind.Shipped, Local(shipped.At), Place(shipped.ToPlace), Place(shipped.FromPlace)),
        LotRepacked repacked => new(JourneyKind.Packed, Local(repacked.At), Place(repacked.Place)),
        LotUsed used => new(JourneyKind.Used, Local(used.At)),
        ReleasedToMarket => new(JourneyKind.Released, Day(recorded)),
        LotStocked stocked => new(JourneyKind.OnSale, Local(stocked.At), Place(stocked.Place)),
        LotDestroyed destroyed => new(JourneyKind.Destroyed, Local(destroyed.At), Place(destroyed.Place)),
        LotReexported reexported => new(JourneyKind.Reexported, Local(reexported.At), From: Place(reexported.Place)),
        LotHeld => new(JourneyKind.Held, Day(recorded)),
        HoldLifted => new(JourneyKind.HoldLifted, Day(recorded)),
        LotRecalled => new(JourneyKind.Recalled, Day(recorded)),
        _ => null,
    };

    private static List<CorrectedFact> Corrections(LotDescription before, LotDescription after)
    {
        (CorrectedKind Kind, string Before, string After)[] facts =
        [
            (CorrectedKind.EntryDate, Iso(before.EntryDate), Iso(after.EntryDate)),
            (CorrectedKind.ExportCountry, before.ExportCountry.Value, after.ExportCountry.Value),
            (CorrectedKind.OriginCountry, before.OriginCountry.Value, after.OriginCountry.Value),
            (CorrectedKind.PortOfEntry, before.PortOfEntry.Value, after.PortOfEntry.Value),
            (CorrectedKind.ProductionDate, Iso(before.ProductionDate), Iso(after.ProductionDate)),
        ];
        return [.. facts.Where(f => f.Before != f.After).Select(f => new CorrectedFact(f.Kind, f.Before, f.After))];
    }

    private static JourneyPlace? Place(PublicPlace? place) => place is null ? null : new(place.City, place.Country);

    // The day where it happened; what was only recorded, on the day here.
    private static DateOnly Local(DateTimeOffset at) => DateOnly.FromDateTime(at.DateTime);

    private static DateOnly Day(DateTimeOffset recorded) => ImportingCountryDay.Of(recorded);

    private static string Iso(DateOnly day) => day.ToString("O", CultureInfo.InvariantCulture);
}
