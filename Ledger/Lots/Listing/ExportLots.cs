using System.Globalization;
using Lotmark.Ledger.Access;
using Lotmark.Ledger.Requests;
using Lotmark.Ledger.Tables;

namespace Lotmark.Ledger.Lots.Listing;

/// <summary>A list of lots as a file for spreadsheets.</summary>
internal static class ExportLots
{
    /// <summary>More than this are not exported at once.</summary>
    public const int MostLots = 100_000;

    private const int LotsAtOnce = 5_000;

    private static readonly (string Name, Func<ListedLot, string?> Value)[] Columns =
    [
        ("gtin", l => l.Gtin.Value), ("lotNumber", l => l.LotNumber.Value), ("status", l => LedgerJson.Code(l.Status)),
        ("productName.zh", l => l.ProductName.Zh), ("productName.en", l => l.ProductName.En), ("brand", l => l.Brand), ("category", l => l.Category),
        ("originCountry", l => l.OriginCountry.Value), ("exportCountry", l => l.ExportCountry.Value), ("importer.zh", l => l.Importer.Zh), ("importer.en", l => l.Importer.En),
        ("entryDate", l => Day(l.EntryDate)), ("lastDay", l => l.LastDay is { } day ? Day(day) : null), ("registeredAt", l => l.RegisteredAt.ToString("O", CultureInfo.InvariantCulture)),
        ("events", l => l.Version.ToString(CultureInfo.InvariantCulture)),
    ];

    /// <summary>Sends it while it is read.</summary>
    public static async Task HandleAsync(Actor actor, HttpContext context, LotSearch search, CancellationToken cancel)
    {
        var filters = LotFilters.Read(context.Request.Query, actor, []);
        var order = LotOrder.Of(context.Request.Query);
        var part = await search.FindAsync(filters, order, null, LotsAtOnce, cancel);

        context.Response.ContentType = "text/csv; charset=utf-8";
        context.Response.Headers.ContentDisposition = "attachment; filename=\"lots.csv\"";
        await using var table = await CsvTable.StartAsync(context.Response.Body, Columns.Select(c => c.Name));
        for (var sent = 0; part.Lots.Count > 0; part = await search.FindAsync(filters, order, order.Read(part.Lots[^1].Cursor), Math.Min(LotsAtOnce, MostLots - sent), cancel))
        {
            foreach (var lot in part.Lots) await table.WriteAsync([.. Columns.Select(c => Cell.Of(c.Value(lot.Row)))], cancel);
            await table.FinishAsync(cancel);
            if ((sent += part.Lots.Count) >= MostLots || part.Lots.Count < LotsAtOnce) return;
        }
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
