using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Text;
using CsCheck;
using Lotmark.Ledger.ColdChain;
using Lotmark.Ledger.Problems;
using Microsoft.AspNetCore.Http;

namespace Lotmark.Ledger.Tests.ColdChain;

public sealed class ReadingRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 25, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("-2.56", TemperatureUnit.Fahrenheit, -192)]
    [InlineData("253.95", TemperatureUnit.Kelvin, -192)]
    [InlineData("-19.25", TemperatureUnit.Celsius, -193)] // halves away from zero
    [InlineData("-19.24999", TemperatureUnit.Celsius, -192)]
    [InlineData("140", TemperatureUnit.Fahrenheit, 600)]
    [InlineData("-0.04", TemperatureUnit.Celsius, 0)]
    public void Temperatures_are_kept_in_tenths_of_a_degree_Celsius(string value, TemperatureUnit unit, int tenths)
    {
        Assert.Null(Check().Check(Now, decimal.Parse(value, System.Globalization.CultureInfo.InvariantCulture), unit, out var found));
        Assert.Equal(tenths, found);
    }

    [Theory]
    [InlineData("2026-09-16T09:59:59+00:00", -19, "before-production")]
    [InlineData("2026-11-25T00:05:01+00:00", -19, "in-the-future")]
    [InlineData("2026-11-20T00:00:00+00:00", -90.1, "implausible-temperature")]
    [InlineData("2026-11-20T00:00:00+00:00", 60.1, "implausible-temperature")]
    [InlineData("2026-11-20T00:00:00+00:00", 7.9e27, "implausible-temperature")]
    public void What_can_not_be_is_rejected(string at, double value, string code) =>
        Assert.Equal(code, Check().Check(DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture), (decimal)value, TemperatureUnit.Celsius, out _)?.Code);

    // The worked example of ARCHITECTURE.md.
    [Fact]
    public void The_hash_of_a_batch_can_be_computed_by_anybody()
    {
        Reading[] readings =
        [
            new(new DateTime(2026, 11, 20, 0, 0, 0, DateTimeKind.Utc), -192, -2.56m, TemperatureUnit.Fahrenheit, 1),
            new(new DateTime(2026, 11, 20, 0, 10, 0, 500, DateTimeKind.Utc), 0, -0.040m, TemperatureUnit.Celsius, 2),
        ];
        const string text = "2026-11-20T00:00:00.000000Z -19.2 -2.56 FAH\n2026-11-20T00:10:00.500000Z 0.0 -0.04 CEL\n";

        Assert.Equal(text, string.Concat(readings.Select(CanonicalReadings.Line)));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(text))), CanonicalReadings.Hash(readings));
    }

    [Fact]
    public async Task A_list_is_read_whatever_the_order_of_its_members_and_wherever_the_bytes_are_cut()
    {
        const string body = """{"readings":[{"at":"2026-11-20T08:00:00+08:00","value":-19.2,"uom":"CEL"},{"uom":"FAH","value":-2.6,"at":"2026-11-20T00:10:00Z"}],"device":"LOG-1"}""";
        foreach (var size in (int[])[1, 7, 4096])
        {
            var (list, errors) = await ReadJsonAsync(body, size);

            Assert.False(errors.Any);
            Assert.Equal(("LOG-1", null, 2, 0), (list.Device, list.Location, list.Received, list.Rejected));
            Assert.Equal([-192, -192], list.Sorted().Select(r => (int)r.Tenths));
        }
    }

    [Theory]
    [InlineData("""{"value":-19}""", "required")]
    [InlineData("""{"at":"2026-11-20T08:00:00","value":-19}""", "type-instant")]
    [InlineData("""{"at":1,"value":-19}""", "type-instant")]
    [InlineData("""{"at":"2026-11-20T08:00:00Z","value":"-19"}""", "type-number")]
    [InlineData("""{"at":"2026-11-20T08:00:00Z","value":1e99}""", "type-number")]
    [InlineData("""{"at":"2026-11-20T08:00:00Z","value":[[-19]]}""", "type-number")]
    [InlineData("""{"at":"2026-11-20T08:00:00Z","value":-19,"uom":"RAN"}""", "unknown-unit")]
    [InlineData("""{"at":"2026-11-20T08:00:00Z","value":-19,"door":{"open":[true]}}""", "unknown-field")]
    [InlineData("""{"at":"2026-11-20T08:00:00Z","value":-19,"value":-18}""", "field-twice")]
    [InlineData("""{"at":"\ud800","value":-19}""", "type-instant")]
    [InlineData("17", "type-object")]
    [InlineData("[{}]", "type-object")]
    public async Task A_bad_reading_is_named_and_its_neighbours_land(string bad, string code)
    {
        var (list, errors) = await ReadJsonAsync($$"""{"device":"LOG-1","readings":[{"at":"2026-11-20T00:00:00Z","value":-19.2},{{bad}},{"at":"2026-11-20T00:20:00Z","value":-19.3}]}""");

        Assert.False(errors.Any);
        Assert.Equal(2, list.Sorted().Count);
        var rejected = Assert.Single(list.Shown(new DefaultHttpContext()));
        Assert.Equal((2, code), (rejected.Line, rejected.Code));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("[]", "")]
    [InlineData("{", "")]
    [InlineData("""{"device":"LOG-1","readings":[{"at":"2026-11-20T00:00:00Z","value":-19.2}""", "")]
    [InlineData("""{"device":"LOG-1","readings":{}}""", "readings")]
    [InlineData("""{"readings":[]}""", "device")]
    [InlineData("""{"device":7,"readings":[]}""", "device")]
    [InlineData("""{"device":"a","device":"b","readings":[]}""", "device")]
    [InlineData("""{"device":"a\u0000","readings":[]}""", "device")]
    [InlineData("""{"device":"LOG-1","readings":[],"shade":1}""", "shade")]
    [InlineData("""{"device":"LOG-1","readings":[[[[[[[[[[[[]]]]]]]]]]]]}""", "")]
    public async Task What_is_no_list_of_readings_is_refused_as_a_whole(string body, string field)
    {
        var (_, errors) = await ReadJsonAsync(body);

        Assert.Equal(field, Assert.Single(errors.ByPath).Key);
    }

    [Fact]
    public async Task A_value_without_end_is_not_gathered() => Assert.True((await ReadJsonAsync($$"""{"device":"{{new string('x', 1 << 17)}}","readings":[]}""")).Errors.Any);

    [Theory]
    [InlineData("at,value,uom\n2026-11-20T08:00:00+08:00,-19.2,CEL\n")]
    [InlineData("\uFEFFTime;Temperature (°C)\r\n2026-11-20 08:00:00;-19,2\r\n")]
    [InlineData("时间,温度（℃）\n2026/11/20 08:00,\u221219.2\n")]
    [InlineData("Date Time\tTemp [°F]\n20.11.2026 08:00\t-2.56\n")]
    [InlineData("timestamp,temp_k,door\n2026-11-20T00:00:00.0004Z,253.95,shut\n")]
    [InlineData("\"at\",\"value\"\n\"2026-11-20T08:00:00+08:00\",\"-19,2\"\n\n,\n")]
    public async Task Files_are_read_as_loggers_export_them(string file)
    {
        var (list, errors) = await ReadCsvAsync(Encoding.UTF8.GetBytes(file));

        Assert.Empty(errors.ByPath);
        Assert.Empty(list.Shown(new DefaultHttpContext()));
        Assert.Equal(-192, Assert.Single(list.Sorted()).Tenths);
    }

    [Fact]
    public async Task A_bad_line_is_named_by_its_number()
    {
        var (list, errors) = await ReadCsvAsync("time;temp;unit;device\n2026-11-20 08:00;-19,2;C;LOG-1\nyesterday;-19,2;C;LOG-1\n2026-11-20 08:10;cold;C;LOG-1\n2026-11-20 08:20;-19;R;LOG-1\n2026-11-20 08:30;-19;C;LOG-2\n2026-11-20 08:40;;C;LOG-1\n2026-11-20 08:50;900;C;LOG-1\n"u8.ToArray());

        Assert.Empty(errors.ByPath);
        Assert.Equal(
            [(3, "type-instant"), (4, "type-number"), (5, "unknown-unit"), (6, "other-device"), (7, "required"), (8, "implausible-temperature")],
            list.Shown(new DefaultHttpContext()).Select(r => (r.Line, r.Code)));
        Assert.Equal("LOG-1", list.Device);
    }

    [Fact]
    public async Task The_ends_of_the_calendar_and_names_that_can_not_be_stored_are_rejected()
    {
        var (list, _) = await ReadCsvAsync("at,value,device\n9999-12-31 23:59,-19,L\n0001-01-01 00:00,-19,L\n0001-01-01T00:00:00+14:00,-19,L\n2026-11-20 08:00,-19,M\n"u8.ToArray());
        var (nul, _) = await ReadCsvAsync("at,value,device\n2026-11-20 08:00,-19,L\0\n"u8.ToArray());

        Assert.Equal(["type-instant", "type-instant", "type-instant", "other-device"], list.Shown(new DefaultHttpContext()).Select(r => r.Code));
        Assert.Empty(nul.Sorted());
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("when,how cold\n1,2\n", "at")]
    [InlineData("at,value\n\"2026", "")]
    public async Task What_is_no_file_of_readings_is_refused_as_a_whole(string file, string field)
    {
        var (_, errors) = await ReadCsvAsync(Encoding.UTF8.GetBytes(file));

        Assert.Contains(field, errors.ByPath.Keys);
    }

    [Fact]
    public async Task Text_that_is_not_UTF_8_is_refused() => Assert.Equal("utf-8", Assert.Single((await ReadCsvAsync([.. "at,value\n"u8, 0xCE, 0xC2, (byte)'\n'])).Errors.ByPath).Value[0].Code);

    [Fact]
    public Task No_bytes_make_the_readers_fail() => Gen.Byte.Array[0, 400].SampleAsync(async bytes =>
    {
        await ReadCsvAsync([.. "at,value\n"u8, .. bytes]);
        await ReadCsvAsync(bytes);
        var pipe = PipeReader.Create(new MemoryStream([.. """{"device":"L","readings":["""u8, .. bytes]));
        await new JsonReadings(new ReadingList(Check()), new FieldErrors()).ReadAsync(pipe, CancellationToken.None);
    }, iter: 2000);

    [Fact]
    public void Of_two_that_contradict_each_other_the_first_lands()
    {
        var list = new ReadingList(Check());
        list.Take(3, Now.AddMinutes(-1), -17m, TemperatureUnit.Celsius);
        list.Take(1, Now.AddMinutes(-1), -19m, TemperatureUnit.Celsius);
        list.Take(2, Now.AddMinutes(-1), -19.01m, TemperatureUnit.Celsius);
        list.Take(4, Now.AddMinutes(-2), -19m, TemperatureUnit.Celsius);
        list.Take(5, Now.AddMinutes(-3), -18m, TemperatureUnit.Celsius);

        var (fresh, known) = FreshReadings.Of(list, [new(Now.AddMinutes(-3).UtcDateTime, -190, null), new(Now.AddMinutes(-2).UtcDateTime, -190, null)]);

        Assert.Equal(1, Assert.Single(fresh).Line);
        Assert.Equal(2, known);
        Assert.Equal([3, 5], list.Shown(new DefaultHttpContext()).Select(r => r.Line));
    }

    private static ReadingCheck Check() => new(new(2026, 9, 16, 10, 0, 0, TimeSpan.Zero), Now.AddMinutes(5));

    private static async Task<(ReadingList List, FieldErrors Errors)> ReadJsonAsync(string body, int piece = 4096)
    {
        var (list, errors) = (new ReadingList(Check()), new FieldErrors());
        await new JsonReadings(list, errors).ReadAsync(PipeReader.Create(new MemoryStream(Encoding.UTF8.GetBytes(body)), new(bufferSize: piece, minimumReadSize: 1)), CancellationToken.None);
        return (list, errors);
    }

    private static async Task<(ReadingList List, FieldErrors Errors)> ReadCsvAsync(byte[] file)
    {
        var (list, errors) = (new ReadingList(Check()), new FieldErrors());
        await new CsvReadings(list, errors, null, TimeSpan.FromHours(8)).ReadAsync(new MemoryStream(file), CancellationToken.None);
        return (list, errors);
    }
}
