using Lotmark.Ledger.Custody;
using Lotmark.Ledger.Lots;

namespace Lotmark.Ledger.Inspection.Recalls;

/// <summary>What was done with food that must not be sold.</summary>
public enum DisposalKind
{
    /// <summary>Destroyed.</summary>
    Destroyed,

    /// <summary>Sent back out of the country.</summary>
    Reexported,

    /// <summary>Sent back to where it came from.</summary>
    SentBack,
}

/// <summary>How some of a lot was disposed of at a place.</summary>
/// <param name="Kind">What was done.</param>
/// <param name="Quantity">With how much, in the lot's unit.</param>
/// <param name="At">When.</param>
/// <param name="How">Destroyed by which method, to which country or location it was sent.</param>
public sealed record Disposal(DisposalKind Kind, decimal Quantity, DateTimeOffset At, string How)
{
    /// <summary>All of a lot, by place. Facts count as corrected by now.</summary>
    public static ILookup<string, Disposal> Of(LotHistory history) => history.InForce().SelectMany(f => Found(f.Fact)).ToLookup(d => d.Location, d => d.Disposal);

    private static IEnumerable<(string Location, Disposal Disposal)> Found(ILotFact fact)
    {
        switch (fact)
        {
            case LotDestroyed destroyed:
                yield return (destroyed.Location, new(DisposalKind.Destroyed, destroyed.Quantity.Value, destroyed.At, destroyed.Method));
                break;
            case LotReexported returned:
                yield return (returned.Location, new(DisposalKind.Reexported, returned.Quantity.Value, returned.At, returned.DestinationCountry.Value));
                break;
            case LotShipped { Return: true } back:
                yield return (back.From, new(DisposalKind.SentBack, back.Quantity.Value, back.At, back.To));
                break;
        }
    }
}
