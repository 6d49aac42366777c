using System.Globalization;
using Sylvan.Data.Csv;

namespace Lotmark.Ledger.Tests.Serials;

/// <summary>Reads a file of serial numbers as anybody would.</summary>
internal static class SerialRows
{
    public static List<(string Serial, string Address)> Of(string csv)
    {
        using var reader = CsvDataReader.Create(new StringReader(csv), new CsvDataReaderOptions { Culture = CultureInfo.InvariantCulture });
        Assert.Equal(("serial", "address"), (reader.GetName(0), reader.GetName(1)));
        var rows = new List<(string, string)>();
        while (reader.Read()) rows.Add((reader.GetString(0), reader.GetString(1)));
        return rows;
    }
}
