using System.Security.Cryptography;
using System.Text;
using Lotmark.Ledger.Custody;
using Lotmark.Ledger.Identifiers;
using Lotmark.Ledger.LotPages;
using Lotmark.Ledger.Lots;
using Lotmark.Scanner.DigitalLinks;
using Lotmark.Scanner.Lots;
using Lotmark.Scanner.Reports;

namespace Lotmark.Ledger.ShopperReports;

/// <summary>Answers the pages of reports: keeps what a shopper sends, event and content in one transaction, and tells what became of it.</summary>
public sealed class ReportIntake(LotReader lots, LotStreams streams, ReportShelf shelf, ReportSettings settings, TimeProvider clock) : IShopperReports
{
    // More choices than that are no choice; the others can be written.
    private const int MostCities = 12;

    /// <inheritdoc />
    public ValueTask<ReportableLot?> FindLotAsync(DigitalLink lot, CancellationToken cancel) => AwayLedger.ToldAsync(() => FindAsync(lot, cancel));

    /// <inheritdoc />
    public ValueTask<TimeSpan?> WaitAsync(DigitalLink lot, CancellationToken cancel) => AwayLedger.ToldAsync(() => shelf.WaitAsync(lot.Path, settings.PerLot, clock.GetUtcNow(), cancel));

    /// <inheritdoc />
    public ValueTask<string?> TakeAsync(DigitalLink lot, ProblemReport report, CancellationToken cancel) => AwayLedger.ToldAsync(() => KeepAsync(lot, report, cancel));

    /// <inheritdoc />
    public ValueTask<ReportProgress?> FollowAsync(string number, CancellationToken cancel) => AwayLedger.ToldAsync(() => ProgressAsync(number, cancel));

    /// <inheritdoc />
    public ValueTask<bool> EraseAsync(string number, CancellationToken cancel) => AwayLedger.ToldAsync(async () =>
    {
        if (ReportNumber.Of(number) is not { } spelled || await shelf.FindAsync(spelled, cancel) is not { } report) return false;
        await shelf.EraseAsync(report.Id, clock.GetUtcNow(), cancel);
        return true;
    });

    private async Task<ReportableLot?> FindAsync(DigitalLink lot, CancellationToken cancel)
    {
        var history = await lots.HistoryAsync(LotKey.FromPath(lot.Path), cancel);
        return history.Lot is not { IsVoid: false } found ? null : new(Name(found), [.. CitiesOf(history)]);
    }

    private async Task<string?> KeepAsync(DigitalLink lot, ProblemReport report, CancellationToken cancel)
    {
        var id = IdOf(lot, report);
        if (await shelf.NumberOfAsync(id, cancel) is { } earlier) return earlier;

        var (number, salt, now) = (ReportNumber.New(), ProblemReported.FreshSalt(), clock.GetUtcNow());
        var fact = new ProblemReported(
            id, report.Kind, report.City, report.District, now, ProblemReported.HashOf(salt, report.Text, report.Contact, report.Photo), ProblemReported.Shoppers);
        try
        {
            var outcome = await streams.ToldAsync(LotKey.FromPath(lot.Path), _ => Decision.Accept(fact), session => ReportShelf.Queue(session, lot.Path, number, salt, fact, report), cancel);
            return outcome is Outcome.Recorded ? number : null;
        }
        catch (Exception e) when (LotTransaction.IsRace(e))
        {
            // The same form was sent twice at once, and the other one came first.
            return await shelf.NumberOfAsync(id, cancel) ?? throw new InvalidOperationException("The report could not be kept.", e);
        }
    }

    private async Task<ReportProgress?> ProgressAsync(string number, CancellationToken cancel)
    {
        if (ReportNumber.Of(number) is not { } spelled || await shelf.FindAsync(spelled, cancel) is not { } report) return null;
        var key = LotKey.FromPath(report.Lot);
        var lot = (await lots.HistoryAsync(key, cancel)).Lot;
        return new(
            report.Number, new(key.Gtin.Value, key.Number.Value), lot is null ? new(null, null) : Name(lot), report.Kind, report.Status, report.ReportedAt, report.ChangedAt, report.ErasedAt,
            await shelf.NewestAnswerAsync(report.Id, cancel));
    }

    // Where it was put on sale, the newest first; what was corrected counts as corrected.
    private static IEnumerable<string> CitiesOf(LotHistory history) => history.Facts.Reverse()
        .Where(f => f.Fact is LotStocked).Select(f => (history.InForce(f.Place.Version) as LotStocked)?.Place.City).OfType<string>().Distinct().Take(MostCities);

    // The same words from the same form are the same report, however often they are sent.
    private static Guid IdOf(DigitalLink lot, ProblemReport report)
    {
        var words = string.Join('\0', report.Form.ToString("N"), lot.Path, report.Kind, report.City, report.District, report.Text, report.Contact);
        return new(SHA256.HashData([.. SHA256.HashData(Encoding.UTF8.GetBytes(words)), .. report.Photo ?? []]).AsSpan(0, 16));
    }

    private static BilingualText Name(Lot lot) => new(lot.Description.ProductName.Zh, lot.Description.ProductName.En);
}
