using Lotmark.Ledger.Access;
using Lotmark.Ledger.Custody;
using Lotmark.Ledger.Lots;

namespace Lotmark.Ledger.Interchange.Exports;

/// <summary>Who asks, and what is known beside the lots themselves: what their rows are made of reads no database.</summary>
/// <param name="Permit">Who asks for records.</param>
/// <param name="Exported">All lots that are given out.</param>
/// <param name="Bound">Lots that these were made of, or that were made of these.</param>
/// <param name="Locations">Places that they name.</param>
/// <param name="Organisations">Organisations that they name.</param>
/// <param name="Address">Address of this ledger.</param>
internal sealed record ExportScene(
    Permit Permit, IReadOnlySet<string> Exported, IReadOnlyDictionary<string, LotHistory> Bound, IReadOnlyDictionary<string, Location> Locations,
    IReadOnlyDictionary<string, Organisation> Organisations, PublicAddress Address)
{
    /// <summary>What a lot is, for one that who asks may read.</summary>
    public LotDescription? About(string lot) => Bound.GetValueOrDefault(lot)?.Lot is { } known && known.IsOpenTo(Permit) ? known.Description : null;

    /// <summary>The name of an organisation, in the first language that it has one in.</summary>
    public string NameOf(string organisation) => Organisations.GetValueOrDefault(organisation)?.Name is { } name ? name.En ?? name.Zh ?? organisation : organisation;
}

/// <summary>A fact as it was recorded, or as a correction says that it was.</summary>
/// <param name="Fact">The fact.</param>
/// <param name="Event">Names the event that tells it so.</param>
/// <param name="CorrectedBy">Names the event that says otherwise; null when this stands.</param>
internal sealed record ToldFact(ILotFact Fact, string Event, string? CorrectedBy)
{
    /// <summary>All that somebody may read in full, in the order in which it was recorded. Corrected facts are among them, and what they were corrected to.</summary>
    public static IEnumerable<ToldFact> Of(LotHistory history, Actor actor)
    {
        var corrections = history.Facts.Where(f => f.Fact is LotCorrected).ToLookup(f => ((LotCorrected)f.Fact).Event, f => f.Place.Version);
        foreach (var (place, fact) in history.Facts)
        {
            var (counts, of) = fact is LotCorrected correction ? (correction.Replacement, correction.Event) : (fact, place.Version);
            if (counts is null || !MayRead(history, place.Version, counts, actor)) continue;
            var later = corrections[of].Where(v => v > place.Version).Order().Cast<int?>().FirstOrDefault();
            yield return new(counts, EventId(history.Id, place.Version), later is { } next ? EventId(history.Id, next) : null);
        }
    }

    /// <summary>What stands now of what somebody may read in full: each fact once, as it counts.</summary>
    public static IEnumerable<ToldFact> InForce(LotHistory history, Actor actor) => Of(history, actor).Where(f => f.CorrectedBy is null);

    // Whom a correction names as the other side reads it, too: to its receiver a shipment is what was right.
    private static bool MayRead(LotHistory history, int version, ILotFact counts, Actor actor) =>
        history.MayReadInFull(version, actor) || (counts is IHandover handover && handover.OtherSide == actor.Organisation);

    private static string EventId(string lot, int version) => FormattableString.Invariant($"{lot}#{version}");
}

/// <summary>What records name beside themselves.</summary>
internal static class NamedInFacts
{
    /// <summary>Locations, organisations and other lots that the facts of a lot name.</summary>
    public static void Collect(LotHistory history, HashSet<string> locations, HashSet<string> organisations, HashSet<string> lots)
    {
        foreach (var (_, fact) in history.Facts)
            switch (fact is LotCorrected correction ? correction.Replacement : fact)
            {
                case LotReceived received:
                    locations.Add(received.Location);
                    break;
                case LotShipped shipped:
                    locations.UnionWith([shipped.From, shipped.To]);
                    organisations.UnionWith([shipped.By.Organisation, shipped.ToOrganisation]);
                    break;
                case LotReexported returned:
                    locations.Add(returned.Location);
                    break;
                case LotUsed used:
                    locations.Add(used.Location);
                    lots.UnionWith(used.Into);
                    break;
                case LotRepacked made:
                    locations.Add(made.Location);
                    lots.UnionWith(made.From.Select(f => f.Lot));
                    break;
            }
        locations.Remove(LotBalances.Port);
    }
}
