using Lotmark.Ledger.Lots;

namespace Lotmark.Ledger.Serials;

/// <summary>
/// The items of a lot got serial numbers (EPCIS commissioning). The numbers lie beside the log: who could read them there could print
/// them. Their hash binds them to it.
/// </summary>
/// <param name="Count">How many.</param>
/// <param name="Sha256">SHA-256 of their canonical text (<see cref="CanonicalSerials" />), hex.</param>
/// <param name="By">Who issued them.</param>
public sealed record SerialsIssued(int Count, string Sha256, RecordedBy By) : ILotFact
{
    /// <inheritdoc />
    public Lot Apply(Lot lot, FactPlace place) => lot;

    /// <summary>The issues of a lot that are in force, with their places.</summary>
    public static IEnumerable<(FactPlace Place, SerialsIssued Issue)> Of(LotHistory history)
    {
        foreach (var (place, fact) in history.Facts)
            if (fact is SerialsIssued && history.InForce(place.Version) is SerialsIssued issue) yield return (place, issue);
    }
}
