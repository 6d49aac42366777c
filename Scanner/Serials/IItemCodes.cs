using Lotmark.Scanner.DigitalLinks;

namespace Lotmark.Scanner.Serials;

/// <summary>Which items of a lot have codes of their own, and how often these were looked at. The ledger answers.</summary>
public interface IItemCodes
{
    /// <summary>What is known of an item's code; null when it was not issued for this lot.</summary>
    /// <param name="lot">The lot.</param>
    /// <param name="serial">The item's serial number, AI (21).</param>
    /// <param name="scanned">Whether this is a look that counts; it is counted before it is answered.</param>
    /// <param name="cancel">Gives up.</param>
    ValueTask<ItemScans?> FindAsync(DigitalLink lot, string serial, bool scanned, CancellationToken cancel);
}
