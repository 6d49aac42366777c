using SpreadCheetah;
using SpreadCheetah.Styling;
using SpreadCheetah.Worksheets;

namespace Lotmark.Ledger.Tables;

/// <summary>What a workbook calls its sheets and the columns of its glossary.</summary>
/// <param name="Rows">Sheet of the rows.</param>
/// <param name="Glossary">Sheet that says what the columns mean.</param>
/// <param name="Column">Its first column.</param>
/// <param name="Meaning">Its second column.</param>
public sealed record WorkbookWords(string Rows, string Glossary, string Column, string Meaning)
{
    /// <summary>In English.</summary>
    public static readonly WorkbookWords English = new("Records", "Columns", "Column", "Meaning");

    /// <summary>In Chinese.</summary>
    public static readonly WorkbookWords Chinese = new("记录", "列说明", "列", "说明");
}

/// <summary>Writes a table as a workbook (Office Open XML): the rows on its first sheet, what the columns mean on its second. Text is text there, whatever it begins with.</summary>
public sealed class XlsxTable : ITableWriter
{
    /// <summary>Its media type.</summary>
    public const string MediaType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>A sheet holds no more rows, its titles among them.</summary>
    public const int MostRows = 1_048_576;

    private const double TitleColumn = 36, MeaningColumn = 110;

    private readonly Spreadsheet _workbook;
    private readonly IReadOnlyList<ColumnHead> _columns;
    private readonly WorkbookWords _words;
    private readonly StyleId _title, _day, _instant, _wrapped;

    private XlsxTable(Spreadsheet workbook, IReadOnlyList<ColumnHead> columns, WorkbookWords words)
    {
        (_workbook, _columns, _words) = (workbook, columns, words);
        _title = workbook.AddStyle(new Style { Font = { Bold = true }, Alignment = { Vertical = VerticalAlignment.Top } });
        _day = workbook.AddStyle(new Style { Format = NumberFormat.Custom("yyyy-mm-dd") });
        _instant = workbook.AddStyle(new Style { Format = NumberFormat.Custom("yyyy-mm-dd hh:mm:ss") });
        _wrapped = workbook.AddStyle(new Style { Alignment = { WrapText = true, Vertical = VerticalAlignment.Top } });
    }

    /// <summary>Begins one with its titles. The stream stays open at the end.</summary>
    public static async Task<XlsxTable> StartAsync(Stream target, IReadOnlyList<ColumnHead> columns, WorkbookWords words, CancellationToken cancel)
    {
        var table = new XlsxTable(await Spreadsheet.CreateNewAsync(target, null, cancel), columns, words);
        var sheet = new WorksheetOptions { FrozenRows = 1, AutoFilter = new($"A1:{SpreadsheetUtility.GetColumnName(columns.Count)}{MostRows}") };
        for (var i = 0; i < columns.Count; i++) sheet.Column(i + 1).Width = Math.Max(columns[i].Width, WidthOf(columns[i].Title));
        await table._workbook.StartWorksheetAsync(words.Rows, sheet, cancel);
        await table.TitlesAsync(columns.Select(c => c.Title), cancel);
        return table;
    }

    /// <inheritdoc />
    public ValueTask WriteAsync(IReadOnlyList<Cell> row, CancellationToken cancel) => _workbook.AddRowAsync([.. row.Select(Styled)], cancel);

    /// <inheritdoc />
    public async ValueTask FinishAsync(CancellationToken cancel)
    {
        var sheet = new WorksheetOptions { FrozenRows = 1 };
        (sheet.Column(1).Width, sheet.Column(2).Width) = (TitleColumn, MeaningColumn);
        await _workbook.StartWorksheetAsync(_words.Glossary, sheet, cancel);
        await TitlesAsync([_words.Column, _words.Meaning], cancel);
        foreach (var (title, meaning, _) in _columns)
            await _workbook.AddRowAsync([new StyledCell(title, _wrapped), new StyledCell(meaning, _wrapped)], cancel);
        await _workbook.FinishAsync(cancel);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _workbook.DisposeAsync();

    private ValueTask TitlesAsync(IEnumerable<string> titles, CancellationToken cancel) =>
        _workbook.AddRowAsync([.. titles.Select(t => new StyledCell(t, _title))], cancel);

    private StyledCell Styled(Cell cell) => cell switch
    {
        { Number: { } number } => new(number, null),
        { Day: { } day } => new(day.ToDateTime(TimeOnly.MinValue), _day),
        { Instant: { } instant } => new(instant.UtcDateTime, _instant),
        _ => new(cell.Text, null),
    };

    // A Chinese character is as wide as two letters; the arrow of the filter stands beside the title.
    private static double WidthOf(string title) => title.Sum(c => c > '\u2E7F' ? 2 : 1) + 4;
}
