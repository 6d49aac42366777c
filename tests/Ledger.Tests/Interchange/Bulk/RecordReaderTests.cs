using System.Security.Cryptography;
using System.Text;
using CsCheck;
using Lotmark.Ledger.Interchange.Bulk;

namespace Lotmark.Ledger.Tests.Interchange.Bulk;

public sealed class RecordReaderTests
{
    [Fact]
    public async Task Records_end_where_a_line_ends_outside_of_quotes()
    {
        var read = await ReadAsync("a,b\r\n\"1\r\n1\",\"say \"\"so\"\"\"\r\n\n,\n3;x,\n5,\"6\"", 7);

        Assert.Equal([(1, "a|b"), (2, "1\r\n1|say \"so\""), (6, "3;x|"), (7, "5|6")], read.Select(r => (r.Line, r.Cells)));
        Assert.All(read, r => Assert.Null(r.Fault));
    }

    [Theory]
    [InlineData("a,b\n1,\"2\"3\n4,5\n", 2, RecordFault.BehindQuote)]
    [InlineData("a,b\n1,\"2\n4,5\n", 2, RecordFault.QuoteNotClosed)]
    [InlineData("a,b\n4,5\n\"", 3, RecordFault.QuoteNotClosed)]
    [InlineData("a,b\n4,5\n\"\"x", 3, RecordFault.BehindQuote)]
    public async Task A_broken_record_costs_no_other(string file, long line, RecordFault fault)
    {
        var read = await ReadAsync(file, 3);

        Assert.Equal((line, fault), read.Where(r => r.Fault is not null).Select(r => (r.Line, r.Fault!.Value)).Single());
        Assert.Contains("4|5", read.Select(r => r.Cells));
    }

    [Theory]
    [InlineData(65535, null)]
    [InlineData(65536, RecordFault.TooLong)]
    [InlineData(1_000_000, RecordFault.TooLong)]
    public async Task A_line_that_is_too_long_is_passed_over(int length, RecordFault? fault)
    {
        foreach (var csv in (bool[])[true, false])
        {
            var read = await ReadAsync($"a\n{new string('x', length)}\nb\n", 4096, csv);

            Assert.Equal([1, 2, 3], read.Select(r => r.Line));
            Assert.Equal([null, fault, null], read.Select(r => r.Fault));
        }
    }

    [Fact]
    public void Any_table_is_read_as_it_was_written_however_it_comes_in_pieces()
    {
        var cell = Gen.OneOf(Gen.String[Gen.Char["ab,;\"\r\n 中é"], 0, 8], Gen.String[Gen.Char["abc"], 0, 4]);
        Gen.Select(cell.Array[1, 4].Array[1, 12], Gen.Int[1, 40], Of("\n", "\r\n"), Of(',', ';')).Sample((table, piece, end, separator) =>
        {
            var width = table.Max(r => r.Length) + 1;
            var file = string.Join(separator, Enumerable.Repeat("h", width + 1)) + end
                + string.Concat(table.Select(r => string.Join(separator, Enumerable.Range(0, width).Select(i => i < r.Length ? Quote(r[i]) : "").Append("x")) + end));

            var read = ReadAsync(file, piece).GetAwaiter().GetResult();

            Assert.Equal(table.Select(r => string.Join('|', Enumerable.Range(0, width).Select(i => i < r.Length ? r[i] : "").Append("x"))), read.Skip(1).Select(r => r.Cells));
            var line = 2L;
            foreach (var (row, record) in table.Zip(read.Skip(1)))
            {
                Assert.Equal(line, record.Line);
                line += 1 + row.Sum(c => c.Count(x => x == '\n'));
            }
        }, iter: 500);

        static string Quote(string cell) => $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    [Fact]
    public void Any_bytes_are_read_to_their_end_in_any_pieces_alike()
    {
        Gen.Select(Of("\"", ",", "\n", "\r", "a", "\0", "é", ";").Array[0, 60], Gen.Int[1, 20], Gen.Bool).Sample((parts, piece, csv) =>
        {
            var file = string.Concat(parts);

            var (whole, pieces) = (ReadAsync(file, int.MaxValue, csv).GetAwaiter().GetResult(), ReadAsync(file, piece, csv).GetAwaiter().GetResult());

            Assert.Equal(whole, pieces);
        }, iter: 2000);
    }

    [Fact]
    public async Task A_hash_over_all_that_was_passed_tells_where_the_file_stands()
    {
        var file = Encoding.UTF8.GetBytes("\uFEFF{\"a\":1}\n\n{\"a\":2}\n");
        using var reader = new RecordReader(new MemoryStream(file), new NdjsonForm());

        while (await reader.ReadAsync(CancellationToken.None)) Assert.Equal(SHA256.HashData(file.AsSpan(0, (int)reader.Offset)), reader.Hash);

        Assert.Equal((file.Length, 3), (reader.Offset, reader.LastLine));
        Assert.Equal(SHA256.HashData(file), reader.Hash);
    }

    private static async Task<List<(long Line, string Cells, RecordFault? Fault)>> ReadAsync(string file, int piece, bool csv = true)
    {
        var form = new CsvForm();
        using var reader = new RecordReader(new Pieces(Encoding.UTF8.GetBytes(file), piece), csv ? form : new NdjsonForm());
        var records = new List<(long, string, RecordFault?)>();
        while (await reader.ReadAsync(CancellationToken.None))
        {
            var cells = reader.Fault is not null ? "" : csv
                ? string.Join('|', Enumerable.Range(0, form.Count).Select(i => form.Text(reader.Record.Span, i, Encoding.UTF8)))
                : Encoding.UTF8.GetString(reader.Record.Span);
            records.Add((reader.Line, cells, reader.Fault));
        }
        return records;
    }

    private static Gen<T> Of<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    // A connection that gives so many bytes at a time.
    private sealed class Pieces(byte[] bytes, int piece) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(piece, buffer.Length)], cancellationToken);
    }
}
