using Lotmark.Ledger.Identifiers;
using Lotmark.Ledger.Lots;
using Lotmark.Scanner.DigitalLinks;
using Lotmark.Scanner.Serials;

namespace Lotmark.Ledger.Serials;

/// <summary>Answers what a page asks about the code of one item. A code that was not issued is not counted: nobody fills memory by making codes up.</summary>
public sealed class ItemCodes(LotReader lots, SerialStore store, ScanCounts counts) : IItemCodes
{
    /// <inheritdoc />
    public async ValueTask<ItemScans?> FindAsync(DigitalLink lot, string serial, bool scanned, CancellationToken cancel)
    {
        if (await store.FindAsync(lot.Path, serial, cancel) is not { } known) return null;
        if (IssuedAt(await lots.HistoryAsync(LotKey.FromPath(lot.Path), cancel), known) is null) return null;
        if (scanned) counts.Note(known.Lot, serial);
        return await counts.OfAsync(known.Lot, serial, cancel);
    }

    /// <summary>When a serial number was issued; null when no event in force names it.</summary>
    internal static DateTimeOffset? IssuedAt(LotHistory history, KnownSerial known) => history.Lot is null or { IsVoid: true }
        ? null
        : SerialsIssued.Of(history).Where(i => i.Issue.Sha256 == known.Sha256).Select(i => (DateTimeOffset?)i.Place.RecordedAt).FirstOrDefault();
}
