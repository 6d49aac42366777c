using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Lotmark.Ledger.ColdChain;

/// <summary>
/// The canonical text of a batch of readings, so that anybody who has them can compute the hash that its event carries. One line a
/// reading, oldest first, each ended by a line feed, in ASCII:
/// <code>2026-11-20T00:00:00.000000Z -19.2 -2.56 FAH</code>
/// the instant in UTC with six decimals; degrees Celsius with exactly one decimal (halves away from zero; no negative zero); the value
/// as measured, without exponent and trailing zeros; the code of its unit. The hash is SHA-256 over these bytes.
/// </summary>
public static class CanonicalReadings
{
    /// <summary>SHA-256 of the text, hex.</summary>
    /// <param name="readings">Oldest first, one an instant.</param>
    public static string Hash(IEnumerable<Reading> readings)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> lines = new byte[LongestLine * 256];
        var end = 0;
        foreach (var reading in readings)
        {
            end += Write(reading, lines[end..]);
            if (end <= lines.Length - LongestLine) continue;
            hash.AppendData(lines[..end]);
            end = 0;
        }
        hash.AppendData(lines[..end]);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The text of one reading.</summary>
    public static string Line(Reading reading)
    {
        Span<byte> line = stackalloc byte[LongestLine];
        return Encoding.ASCII.GetString(line[..Write(reading, line)]);
    }

    private const int LongestLine = 128;

    private static int Write(in Reading reading, Span<byte> line)
    {
        "0000-00-00T00:00:00.000000Z "u8.CopyTo(line);
        var at = reading.At;
        Digits(line[..4], at.Year);
        Digits(line[5..7], at.Month);
        Digits(line[8..10], at.Day);
        Digits(line[11..13], at.Hour);
        Digits(line[14..16], at.Minute);
        Digits(line[17..19], at.Second);
        Digits(line[20..26], (int)(at.Ticks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMicrosecond));
        var end = 28;
        var (whole, tenth) = Math.DivRem(Math.Abs((int)reading.Tenths), 10);
        if (reading.Tenths < 0) line[end++] = (byte)'-';
        whole.TryFormat(line[end..], out var length, provider: CultureInfo.InvariantCulture);
        end += length;
        line[end++] = (byte)'.';
        line[end++] = (byte)('0' + tenth);
        line[end++] = (byte)' ';
        if (reading.Unit == TemperatureUnit.Celsius && tenth != 0 && reading.Value * 10 == reading.Tenths)
        {
            // As most loggers measure: the value is the Celsius just written.
            length = end - 29;
            line[28..(end - 1)].CopyTo(line[end..]);
        }
        else reading.Value.TryFormat(line[end..], out length, "0.############################", CultureInfo.InvariantCulture);
        end += length;
        line[end++] = (byte)' ';
        end += Encoding.ASCII.GetBytes(reading.Unit.Code(), line[end..]);
        line[end++] = (byte)'\n';
        return end;
    }

    private static void Digits(Span<byte> into, int number)
    {
        for (var i = into.Length - 1; i >= 0; i--, number /= 10) into[i] = (byte)('0' + number % 10);
    }
}
