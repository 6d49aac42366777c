using System.Text;

namespace Lotmark.Ledger.Tables;

/// <summary>Writes a table as CSV (RFC 4180, UTF-8 with a mark by which spreadsheets know it).</summary>
public sealed class CsvTable : ITableWriter
{
    /// <summary>Its media type.</summary>
    public const string MediaType = "text/csv";

    private readonly StreamWriter _text;

    private CsvTable(StreamWriter text) => _text = text;

    /// <summary>Begins one with its titles. The stream stays open at the end.</summary>
    public static async Task<CsvTable> StartAsync(Stream target, IEnumerable<string> titles)
    {
        var text = new StreamWriter(target, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
        await WriteAsync(text, titles);
        return new(text);
    }

    /// <inheritdoc />
    public async ValueTask WriteAsync(IReadOnlyList<Cell> row, CancellationToken cancel) => await WriteAsync(_text, row.Select(c => c.Text is { } text ? Harmless(text) : c.ToString()));

    /// <inheritdoc />
    public async ValueTask FinishAsync(CancellationToken cancel) => await _text.FlushAsync(cancel);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _text.DisposeAsync();

    // A program that opens the file must not take a name for a formula (OWASP, CSV injection; the full-width ones where Chinese or Japanese is typed).
    private static string Harmless(string text) => text is ['=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '＝' or '＋' or '－' or '＠', ..] ? "'" + text : text;

    private static Task WriteAsync(StreamWriter text, IEnumerable<string> cells) => text.WriteAsync(string.Join(',', cells.Select(Quoted)) + "\r\n");

    private static string Quoted(string cell) =>
        cell.AsSpan().IndexOfAny("\",\r\n") < 0 ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
