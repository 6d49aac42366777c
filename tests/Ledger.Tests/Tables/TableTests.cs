using System.Text;
using Lotmark.Ledger.Tables;
using Lotmark.Ledger.Tests.Interchange.Exports;

namespace Lotmark.Ledger.Tests.Tables;

public sealed class TableTests
{
    private static readonly IReadOnlyList<Column<string>> Columns =
    [
        Column<string>.Text("Text", "What was given.", t => t),
        Column<string>.Number("Number", "Its length, less than nothing.", t => -t.Length - 0.50m),
        Column<string>.Day("Day", "Always the same.", _ => new DateOnly(2026, 11, 7)),
        Column<string>.Instant("Instant", "Always the same.", _ => new DateTimeOffset(2026, 11, 7, 23, 30, 0, TimeSpan.FromHours(8))),
    ];

    [Theory]
    [InlineData("EC/VAN-0926.17", "EC/VAN-0926.17")]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+86 574", "'+86 574")]
    [InlineData("-2", "'-2")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\tx", "'\tx")]
    [InlineData("＝1", "'＝1")]
    [InlineData("=A1,\"B\"", "\"'=A1,\"\"B\"\"\"")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    [InlineData("\rx", "\"'\rx\"")]
    public async Task Text_in_CSV_is_quoted_and_never_a_formula(string text, string written) =>
        Assert.Equal($"\uFEFFText,Number,Day,Instant\r\n{written},{-text.Length - 0.5m:0.#},2026-11-07,2026-11-07T15:30:00Z\r\n", Encoding.UTF8.GetString(await FileAsync(TableFormat.Csv, text)));

    [Fact]
    public async Task A_workbook_keeps_text_as_it_is_and_tells_numbers_days_and_instants_apart()
    {
        var file = await FileAsync(TableFormat.Xlsx, "=1+1", "  <b>&amp; 冻虾 \U0001F990  ");

        Assert.Empty(Workbook.Faults(file));
        Assert.Equal("""
            # 记录
            Text: =1+1
            Number: -4.5 (number)
            Day: 2026-11-07 (date)
            Instant: 2026-11-07 15:30:00 (instant)

            Text:   <b>&amp; 冻虾 🦐  
            Number: -18.5 (number)
            Day: 2026-11-07 (date)
            Instant: 2026-11-07 15:30:00 (instant)

            # 列说明
            列: Text
            说明: What was given.

            列: Number
            说明: Its length, less than nothing.

            列: Day
            说明: Always the same.

            列: Instant
            说明: Always the same.


            """, Workbook.Text(file));
    }

    private static async Task<byte[]> FileAsync(TableFormat format, params string[] rows)
    {
        using var file = new MemoryStream();
        await using (var table = await format.StartAsync(file, [.. Columns.Select(c => c.Head)], WorkbookWords.Chinese, CancellationToken.None))
        {
            foreach (var row in rows) await table.WriteAsync([.. Columns.Select(c => c.Value(row))], CancellationToken.None);
            await table.FinishAsync(CancellationToken.None);
        }
        return file.ToArray();
    }
}
