using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Lotmark.Ledger.Interchange.Bulk;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Problems;
using Lotmark.Ledger.Requests;

namespace Lotmark.Ledger.Tests.Interchange.Bulk;

public sealed class CsvColumnsTests
{
    private static readonly string[] Numbers = ["quantity", "packageCount", "netWeightKg", "shelfLifeDays", "storageTempMinC", "storageTempMaxC"];

    [Fact]
    public void Any_registration_reads_the_same_from_a_row_as_from_json_and_so_does_what_is_wrong_with_it()
    {
        var number = Gen.OneOf(
            Gen.Decimal[-100, 100000].Select(d => Math.Round(d, 3).ToString(CultureInfo.InvariantCulture)), Gen.Long[-5, 1L << 60].Select(l => l.ToString(CultureInfo.InvariantCulture)),
            Of("1e3", "0.1234567890123456", "-0", "1E-400", "99999999999999999999999999999999"));
        var text = Gen.OneOf(Gen.String[Gen.Char["aé中,;\"\n\t \u0000e\u0301"], 1, 12], Of("2026-11-07", "2026-02-30", "CN", "\uFFFF", "𠮷"));
        Gen.Select(Gen.Shuffle(CsvColumns.Names.ToArray()), number.Array[60], text.Array[60], Gen.Int[1, 50]).Sample((names, numbers, texts, count) =>
        {
            var cells = names.Take(count).Select((name, i) => (name, value: Numbers.Contains(name) ? numbers[i] : texts[i])).Where(c => c.value.Trim(' ', '\t').Length > 0).ToList();
            if (cells.Count == 0) return;
            var (fromJson, fromCsv) = (new FieldErrors(), new FieldErrors());

            var json = StrictJson.Read<RegisterLot>(Json(cells), fromJson);
            var csv = ReadRow(cells, fromCsv);

            Assert.Equal(JsonSerializer.Serialize(json), JsonSerializer.Serialize(csv));
            Assert.Equal(Codes(fromJson), Codes(fromCsv));
        }, iter: 1000);
    }

    [Fact]
    public void Every_member_has_a_column() => Assert.Equal(
        ["gtin", "importer.name.zh", "importer.name.en", "overseasManufacturer.validTo", "transportMode", "overseasColdStore.gaccNumber"],
        ((string[])["gtin", "importer.name.zh", "importer.name.en", "overseasManufacturer.validTo", "transportMode", "overseasColdStore.gaccNumber"]).Intersect(CsvColumns.Names));

    private static Gen<T> Of<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static IEnumerable<string> Codes(FieldErrors errors) => errors.ByPath.Select(e => $"{e.Key}: {e.Value[0].Code} {e.Value[0].Message.En}");

    private static byte[] Json(List<(string Name, string Value)> cells)
    {
        var lot = new JsonObject();
        foreach (var (name, value) in cells)
        {
            var path = name.Split('.');
            var holder = lot;
            foreach (var part in path.SkipLast(1)) holder = (holder[part] ??= new JsonObject()).AsObject();
            holder[path[^1]] = Numbers.Contains(name) ? JsonNode.Parse(value) : JsonValue.Create(value);
        }
        return Encoding.UTF8.GetBytes(lot.ToJsonString());
    }

    private static RegisterLot ReadRow(List<(string Name, string Value)> cells, FieldErrors errors)
    {
        var file = string.Join(',', cells.Select(c => c.Name)) + "\n" + string.Join(',', cells.Select(c => $"\"{c.Value.Replace("\"", "\"\"", StringComparison.Ordinal)}\""));
        var form = new CsvForm();
        using var reader = new RecordReader(new MemoryStream(Encoding.UTF8.GetBytes(file)), form);
        Assert.True(reader.ReadAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult());
        var columns = CsvColumns.Read(form, reader.Record.Span, Encoding.UTF8);
        Assert.True(reader.ReadAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult());
        return columns.Read(form, reader.Record.Span, Encoding.UTF8, errors);
    }
}
