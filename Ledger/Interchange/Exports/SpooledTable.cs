using Lotmark.Ledger.Tables;
using Microsoft.Net.Http.Headers;

namespace Lotmark.Ledger.Interchange.Exports;

/// <summary>A table that is whole before the first byte of it is sent: nobody keeps half of it for all there is.</summary>
internal static class SpooledTable
{
    /// <summary>Sends what was written, and lets the file go.</summary>
    public static IResult Answer(HttpContext context, FileStream file, TableFormat format, string name)
    {
        file.Position = 0;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.Append(HeaderNames.Vary, HeaderNames.Accept);
        return TypedResults.File(file, format == TableFormat.Csv ? $"{format.MediaType}; charset=utf-8" : format.MediaType, $"{name}.{format.Name}");
    }

    /// <summary>Writes all rows and sends them.</summary>
    public static async Task<IResult> AnswerAsync<TRow>(
        HttpContext context, string name, WorkbookWords words, IReadOnlyList<Column<TRow>> columns, IEnumerable<TRow> rows, CancellationToken cancel)
    {
        var format = TableFormat.AskedFor(context.Request);
        var file = TemporaryFile.Create("table");
        try
        {
            await using (var table = await format.StartAsync(file, [.. columns.Select(c => c.Head)], words, cancel))
            {
                foreach (var row in rows) await table.WriteAsync([.. columns.Select(c => c.Value(row))], cancel);
                await table.FinishAsync(cancel);
            }
            return Answer(context, file, format, name);
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }
}
