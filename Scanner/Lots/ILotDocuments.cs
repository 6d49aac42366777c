using Lotmark.Scanner.DigitalLinks;

namespace Lotmark.Scanner.Lots;

/// <summary>Where the pages' documents come from. The ledger answers.</summary>
public interface ILotDocuments
{
    /// <summary>The document of a lot, null if it was never registered.</summary>
    /// <exception cref="LotsAwayException">It can't be told just now.</exception>
    ValueTask<LotDocument?> FindAsync(DigitalLink lot, CancellationToken cancel);

    /// <summary>What is known of a product, null if no lot of it was ever registered.</summary>
    /// <exception cref="LotsAwayException">It can't be told just now.</exception>
    ValueTask<ProductDocument?> FindProductAsync(string gtin, CancellationToken cancel);
}
