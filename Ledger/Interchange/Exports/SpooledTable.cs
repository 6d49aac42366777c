using Lotmark.Ledger.Tables;
using Microsoft.Net.Http.Headers;

namespace Lotmark.Ledger.Interchange.Exports;

/// <summary>A table that is whole before the first byte of it is sent: nobody keeps half of it for all there is.</summary>
/// <param name="Format">As what it is given out.</param>
/// <param name="Name">Of the file, without its ending.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="Words">What its sheets are called.</param>
internal sealed record SpooledTable(TableFormat Format, string Name, IReadOnlyList<ColumnHead> Columns, WorkbookWords Words)
{
    /// <summary>Writes it and sends it; null when it could not be written.</summary>
    /// <param name="context">Who asks.</param>
    /// <param name="write">Writes its rows. Returns false when it could not.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<IResult?> AnswerAsync(HttpContext context, Func<ITableWriter, Task<bool>> write, CancellationToken cancel)
    {
        var (file, whole) = (TemporaryFile.Create("table"), false);
        try
        {
            await using (var table = await Format.StartAsync(file, Columns, Words, cancel))
            {
                whole = await write(table);
                if (whole) await table.FinishAsync(cancel);
            }
        }
        catch
        {
            whole = false;
            throw;
        }
        finally
        {
            if (!whole) await file.DisposeAsync();
        }
        if (!whole) return null;
        file.Position = 0;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.Append(HeaderNames.Vary, HeaderNames.Accept);
        return TypedResults.File(file, Format == TableFormat.Csv ? $"{Format.MediaType}; charset=utf-8" : Format.MediaType, $"{Name}.{Format.Name}");
    }
}
