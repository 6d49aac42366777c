using Lotmark.Ledger.Problems;
using Lotmark.Scanner.Lots;

namespace Lotmark.Ledger.LotPages;

/// <summary>Tells pages that the database can't be reached: they have something better to say than an error.</summary>
internal static class AwayLedger
{
    /// <summary>The answer.</summary>
    /// <exception cref="LotsAwayException">There is none just now; asked again in a moment, there may be one.</exception>
    public static async ValueTask<T> ToldAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception e) when (DatabaseAwayAnswer.IsAway(e))
        {
            throw new LotsAwayException(e);
        }
    }
}
