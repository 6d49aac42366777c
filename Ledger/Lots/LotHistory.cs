using System.Collections.Immutable;
using Lotmark.Ledger.Access;

namespace Lotmark.Ledger.Lots;

/// <summary>One recorded fact.</summary>
public sealed record RecordedFact(FactPlace Place, ILotFact Fact);

/// <summary>What was recorded about a lot, oldest first. The lot follows from it; corrected facts count as what they were corrected to.</summary>
public sealed class LotHistory
{
    private readonly ImmutableList<RecordedFact> _facts;

    private LotHistory(string id, ImmutableList<RecordedFact> facts, Lot? lot) => (Id, _facts, Lot) = (id, facts, lot);

    /// <summary>A lot of which nothing is recorded.</summary>
    public static LotHistory Empty(string id) => new(id, [], null);

    /// <summary>A lot from its facts.</summary>
    public static LotHistory Of(string id, IEnumerable<RecordedFact> facts)
    {
        var all = facts.ToImmutableList();
        return new(id, all, Replay(id, all));
    }

    /// <summary>The lot's name.</summary>
    public string Id { get; }

    /// <summary>The lot as it is; null when nothing was recorded.</summary>
    public Lot? Lot { get; }

    /// <summary>The facts, as they were recorded.</summary>
    public IReadOnlyList<RecordedFact> Facts => _facts;

    /// <summary>The history with more facts.</summary>
    public LotHistory With(IReadOnlyList<ILotFact> facts, DateTimeOffset recordedAt)
    {
        var more = facts.Select((fact, i) => new RecordedFact(new(_facts.Count + i + 1, recordedAt), fact)).ToList();
        // A correction changes what lies behind; everything else only adds.
        return more.Exists(f => f.Fact is LotCorrected)
            ? Of(Id, _facts.AddRange(more))
            : new(Id, _facts.AddRange(more), more.Aggregate(Lot, (lot, f) => Step(Id, lot, f.Fact, f.Place)));
    }

    /// <summary>The lot as it was after its first facts, corrections among them included.</summary>
    public Lot? Until(int version) => version >= _facts.Count ? Lot : Replay(Id, _facts.Take(version));

    /// <summary>The lot right before a fact, as it is known today: earlier facts count as corrected by now.</summary>
    public Lot? Before(int version) => Replay(Id, _facts.Where(f => f.Place.Version < version || (f.Fact is LotCorrected c && c.Event < version)));

    /// <summary>What a fact counts as: its newest correction, null when it did not occur.</summary>
    public ILotFact? InForce(int version) => InForceBefore(version, int.MaxValue);

    /// <summary>What a fact counted as before the fact of a later version was recorded; null when it was declared not to have occurred.</summary>
    public ILotFact? InForceBefore(int version, int later) =>
        _facts.LastOrDefault(f => f.Place.Version < later && f.Fact is LotCorrected c && c.Event == version)?.Fact is LotCorrected correction
            ? correction.Replacement
            : _facts[version - 1].Fact;

    /// <summary>All facts, each as what it counts as; without those that did not occur, and without the corrections themselves.</summary>
    public IEnumerable<RecordedFact> InForce()
    {
        var corrections = Corrections(_facts);
        foreach (var (place, fact) in _facts)
            if (fact is not LotCorrected && (corrections?.TryGetValue(place.Version, out var correction) == true ? correction.Replacement : fact) is { } counts)
                yield return new(place, counts);
    }

    /// <summary>Whether somebody may read the confidential values of a fact: who registered the lot, who recorded the fact, whom it names as its other side, and who watches over all.</summary>
    public bool MayReadInFull(int version, Actor actor)
    {
        if (Lot?.MayBeReadInFullBy(actor) is true) return true;
        var fact = _facts[version - 1].Fact;
        if (fact is LotCorrected correction) return fact.By.Organisation == actor.Organisation || MayReadInFull(correction.Event, actor);
        return fact.By.Organisation == actor.Organisation || (fact is IHandover handover && handover.OtherSide == actor.Organisation);
    }

    /// <summary>How often a fact was corrected.</summary>
    public int CorrectionsOf(int version) => _facts.Count(f => f.Fact is LotCorrected c && c.Event == version);

    private static Lot? Replay(string id, IEnumerable<RecordedFact> facts)
    {
        var all = facts as IReadOnlyCollection<RecordedFact> ?? [.. facts];
        var corrections = Corrections(all);
        Lot? lot = null;
        foreach (var (place, fact) in all)
        {
            var counts = corrections?.TryGetValue(place.Version, out var correction) == true ? correction.Replacement : fact;
            lot = counts is not null ? Step(id, lot, counts, place) : DidNotOccur(id, lot, fact, place);
            // What was first declared stays known: sent again, it is no other lot.
            if (counts != fact && counts is not null && fact is ILotBeginning first) lot = lot! with { Declared = first.Description };
        }
        return lot;
    }

    // The newest of each corrected fact; null when nothing was corrected, as with most lots.
    private static Dictionary<int, LotCorrected>? Corrections(IReadOnlyCollection<RecordedFact> facts)
    {
        Dictionary<int, LotCorrected>? corrections = null;
        foreach (var fact in facts)
            if (fact.Fact is LotCorrected correction) (corrections ??= [])[correction.Event] = correction;
        return corrections;
    }

    private static Lot Step(string id, Lot? lot, ILotFact fact, FactPlace place)
    {
        if (lot is null or { IsVoid: true } && fact is ILotBeginning beginning) return beginning.Begin(id, place);
        if (lot is null) throw new InvalidOperationException($"{id} begins with {fact.GetType().Name}, which begins no lot.");
        var next = fact.Apply(lot, place);
        return next with { Version = place.Version, RecordedAt = place.RecordedAt, Shortfall = lot.Shortfall ?? next.Balances.Overdrawn };
    }

    private static Lot? DidNotOccur(string id, Lot? lot, ILotFact fact, FactPlace place) => (lot, fact) switch
    {
        (null or { IsVoid: true }, ILotBeginning beginning) => beginning.Begin(id, place) with { IsVoid = true },
        (null, _) => null,
        _ => lot with { Version = place.Version, RecordedAt = place.RecordedAt },
    };
}
