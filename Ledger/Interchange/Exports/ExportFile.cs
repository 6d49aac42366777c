using Lotmark.Ledger.Access;
using Lotmark.Ledger.Inspection.Trace;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Lots.Listing;
using Lotmark.Ledger.Problems;
using Lotmark.Ledger.Tables;

namespace Lotmark.Ledger.Interchange.Exports;

/// <summary>Writes exports of lots that a search finds.</summary>
public sealed class ExportFile(LotSearch search, LotReader reader, TracedPlaces places, PublicAddress address, TimeProvider clock) : IDisposable
{
    /// <summary>More lots than this are not given out at once.</summary>
    public const int MostLots = 10_000;

    private const int LotsAtOnce = 500, FilesAtOnce = 2;

    private static readonly Wording TooMany = new(
        $"More than {MostLots:N0} lots, or more rows than a sheet holds: narrow it, for instance by entryFrom and entryTo, importer or gtin.",
        $"超过{MostLots:N0}个批次或工作表的行数上限：请缩小范围，例如限定 entryFrom 和 entryTo、importer 或 gtin。");

    // Each reads the histories of thousands of lots: who comes while others are at it waits.
    private readonly SemaphoreSlim _turns = new(FilesAtOnce);

    /// <summary>The file; 409 where it would be too long.</summary>
    internal async Task<IResult> AnswerAsync(Export export, Permit permit, HttpContext context, CancellationToken cancel)
    {
        var (query, format) = (context.Request.Query, TableFormat.AskedFor(context.Request));
        var (filters, order) = (LotFilters.Read(query, permit.Actor, [TableFormat.Parameter]), LotOrder.Of(query));
        await _turns.WaitAsync(cancel);
        try
        {
            var found = await search.FindAsync(filters, order, null, MostLots + 1, cancel);
            if (found.Lots.Count > MostLots) return Refused(context);
            var table = new SpooledTable(format, $"{export.Name}-{clock.GetUtcNow():yyyy-MM-dd}", export.Columns, export.Words);
            return await table.AnswerAsync(context, writer => WriteAsync(export, permit, [.. found.Lots.Select(l => l.Lot)], writer, cancel), cancel) ?? Refused(context);
        }
        finally
        {
            _turns.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _turns.Dispose();

    private static Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult Refused(HttpContext context) => TooMany.AsProblem(context, StatusCodes.Status409Conflict, "too-many-lots");

    // Returns false when there are more rows than a sheet holds.
    private async Task<bool> WriteAsync(Export export, Permit permit, string[] lots, ITableWriter table, CancellationToken cancel)
    {
        var (rows, exported) = (1, lots.ToHashSet());
        foreach (var some in lots.Chunk(LotsAtOnce))
        {
            var histories = await reader.HistoriesAsync(some, cancel);
            var scene = await SceneAsync(permit, exported, histories, cancel);
            foreach (var lot in some)
            {
                // What was a party's when the list was read may not be by now.
                if (histories[lot].Lot is not { IsVoid: false } known || !known.IsOpenTo(permit)) continue;
                foreach (var row in export.Rows(histories[lot], scene))
                {
                    if (++rows > XlsxTable.MostRows) return false;
                    await table.WriteAsync(row, cancel);
                }
            }
        }
        return true;
    }

    private async Task<ExportScene> SceneAsync(Permit permit, HashSet<string> exported, Dictionary<string, LotHistory> histories, CancellationToken cancel)
    {
        var (locations, organisations, lots) = (new HashSet<string>(), new HashSet<string>(), new HashSet<string>());
        foreach (var history in histories.Values) NamedInFacts.Collect(history, locations, organisations, lots);
        var bound = await reader.HistoriesAsync([.. lots], cancel);
        return new(permit, exported, bound, await places.LocationsAsync(locations, cancel), await places.OrganisationsAsync(organisations, cancel), address);
    }
}
