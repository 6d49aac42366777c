using System.Globalization;
using System.Text;
using Lotmark.Ledger.Problems;
using Lotmark.Ledger.Requests;
using Sylvan.Data.Csv;

namespace Lotmark.Ledger.ColdChain;

/// <summary>
/// Reads the file of a data logger: comma, semicolon or tab, UTF-8 with or without BOM, a header line. Columns are known by what loggers
/// call them; the unit stands in the header (<c>Temperature (°F)</c>), in a column of its own or in the request, and is °C otherwise.
/// </summary>
/// <param name="readings">Where they go.</param>
/// <param name="errors">What is wrong with the file as a whole.</param>
/// <param name="unit">The unit where the file does not say; null for °C.</param>
/// <param name="offset">The offset of instants that say none; null when all must.</param>
public sealed class CsvReadings(ReadingList readings, FieldErrors errors, TemperatureUnit? unit, TimeSpan? offset)
{
    private const int LongestLine = 1 << 16;

    private static readonly string[] InstantNames = ["at", "time", "timestamp", "datetime", "date time", "date/time", "date_time", "recorded at", "时间", "日期时间", "记录时间", "采集时间"];
    private static readonly string[] ValueNames = ["value", "temperature", "temp", "temp.", "t", "celsius", "温度", "温度值", "读数"];
    private static readonly string[] UnitNames = ["uom", "unit", "单位"];
    private static readonly string[] DeviceNames = ["device", "device id", "deviceid", "logger", "serial", "serial number", "设备", "设备编号", "序列号"];

    private static readonly string[] Days = ["yyyy-MM-dd", "yyyy/MM/dd", "yyyy/M/d", "dd.MM.yyyy"];
    private static readonly string[] Instants = [.. from day in Days from time in (string[])["HH:mm:ss.FFFFFFF", "HH:mm", "H:mm:ss", "H:mm"] select $"{day} {time}"];

    /// <summary>Reads a body to its end.</summary>
    public async Task ReadAsync(Stream body, CancellationToken cancel)
    {
        using var text = new StreamReader(body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: false);
        try
        {
            await using var csv = await CsvDataReader.CreateAsync(text, new CsvDataReaderOptions { BufferSize = LongestLine, MaxBufferSize = LongestLine }, cancel);
            if (Columns.Of(csv, errors) is not { } columns) return;
            while (await csv.ReadAsync(cancel)) Line(csv, columns);
        }
        catch (DecoderFallbackException)
        {
            errors.Add("", new("utf-8", "The file is not UTF-8 text. Export it as UTF-8.", "文件不是UTF-8文本，请导出为UTF-8。"), null);
        }
        catch (FormatException e)
        {
            errors.Add("", new("csv", $"The file is not well-formed CSV with a header line: {e.Message}", "文件不是带标题行的有效CSV。"), null);
        }
    }

    private void Line(CsvDataReader csv, Columns columns)
    {
        var line = csv.RowNumber + 1;
        var at = csv.GetFieldSpan(columns.Instant).Trim();
        var value = csv.GetFieldSpan(columns.Value).Trim();
        if (at.IsEmpty && value.IsEmpty) return; // an empty line, or one that only pads the file
        readings.Come();
        if (columns.Device is { } column)
        {
            var device = csv.GetFieldSpan(column).Trim();
            if (readings.Device is null && device.Length is > 0 and <= 100 && device.IndexOfAnyInRange('\0', '\u001F') < 0) readings.Device = device.ToString();
            if (!device.SequenceEqual(readings.Device))
            {
                readings.Reject(line, new("other-device", $"This batch is of the device {readings.Device}; send each device's readings in a request of their own.",
                    $"此批读数属于设备 {readings.Device}；请将不同设备的读数分开提交。"), device.ToString());
                return;
            }
        }
        var measured = columns.Unit ?? unit ?? TemperatureUnit.Celsius;
        if (at.IsEmpty || value.IsEmpty) readings.Reject(line, ReadingCheck.Missing, null);
        else if (!TryInstant(at, out var instant)) readings.Reject(line, NoInstant, at.ToString());
        else if (!TryNumber(value, out var number)) readings.Reject(line, ReadingCheck.NoNumber, value.ToString());
        else if (columns.UnitColumn is { } units && csv.GetFieldSpan(units).Trim() is { IsEmpty: false } sign && !TemperatureUnits.TryParse(sign, out measured))
            readings.Reject(line, ReadingCheck.NoUnit, csv.GetFieldSpan(units).ToString());
        else readings.Take(line, instant, number, measured);
    }

    private FieldProblem NoInstant => offset is not null ? ReadingCheck.NoInstant : new(ReadingCheck.NoInstant.Code,
        $"{ReadingCheck.NoInstant.En} For a file of local times without offset add offset=+08:00 to the address.", $"{ReadingCheck.NoInstant.Zh}文件中为不含时区的当地时间时，请在地址中添加 offset=+08:00。");

    private bool TryInstant(ReadOnlySpan<char> text, out DateTimeOffset instant)
    {
        var written = text.ToString();
        if (InstantWithOffset.TryParse(written, out instant) || InstantWithOffset.TryParse(written.Replace(' ', 'T'), out instant)) return true;
        if (offset is null || !DateTime.TryParseExact(written.Replace('T', ' '), Instants, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)) return false;
        if (local.Year is 1 or 9999) return false; // in UTC it may not be one of our calendar
        instant = new(local, offset.Value);
        return true;
    }

    // A decimal comma is one wherever it stands alone.
    private static bool TryNumber(ReadOnlySpan<char> text, out decimal number)
    {
        Span<char> digits = stackalloc char[32];
        number = 0;
        if (text.Length > digits.Length) return false;
        text.CopyTo(digits);
        digits = digits[..text.Length];
        if (digits.Count(',') == 1 && !digits.Contains('.')) digits.Replace(',', '.');
        digits.Replace('\u2212', '-'); // the minus sign of typesetting
        return decimal.TryParse(digits, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);
    }

    private sealed record Columns(int Instant, int Value, TemperatureUnit? Unit, int? UnitColumn, int? Device)
    {
        public static Columns? Of(CsvDataReader csv, FieldErrors errors)
        {
            var names = Enumerable.Range(0, csv.FieldCount).Select(i => Split(csv.GetName(i))).ToList();
            var (instant, value) = (Find(InstantNames), Find(ValueNames));
            if (instant is null) errors.Add("at", Missing("at", InstantNames), string.Join(' ', names.Select(n => n.Name)));
            if (value is null) errors.Add("value", Missing("value", ValueNames), string.Join(' ', names.Select(n => n.Name)));
            return errors.Any ? null : new(instant!.Value, value!.Value, names[value.Value].Unit, Find(UnitNames), Find(DeviceNames));

            int? Find(string[] known) => names.FindIndex(n => known.Contains(n.Name)) is >= 0 and var found ? found : null;
        }

        private static FieldProblem Missing(string what, string[] known) => new(
            "column-missing", $"The header line names no column {what}; known names are {string.Join(", ", known)}.", $"标题行中没有 {what} 列；可用名称：{string.Join("、", known)}。");

        // "Temperature (°F)", "温度（℃）", "temp_c", "temperature °C"
        private static (string Name, TemperatureUnit? Unit) Split(string header)
        {
            var text = header.Trim().Trim('\uFEFF').ToLowerInvariant();
            var cut = text.LastIndexOfAny(['(', '（', '[', '_', ' ', '/']);
            return cut > 0 && TemperatureUnits.TryParse(text[(cut + 1)..].TrimEnd(')', '）', ']').ToUpperInvariant(), out var unit)
                ? (text[..cut].Trim(), unit)
                : (text, null);
        }
    }
}
