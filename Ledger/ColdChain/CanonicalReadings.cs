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
        Span<byte> line = stackalloc byte[LongestLine];
        foreach (var reading in readings) hash.AppendData(line[..Write(reading, line)]);
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
        reading.At.TryFormat(line, out var length, "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z' ", CultureInfo.InvariantCulture);
        var end = length;
        reading.Celsius.TryFormat(line[end..], out length, "0.0", CultureInfo.InvariantCulture);
        line[end += length] = (byte)' ';
        end++;
        reading.Value.TryFormat(line[end..], out length, "0.############################", CultureInfo.InvariantCulture);
        end += length;
        return end + Encoding.ASCII.GetBytes($" {reading.Unit.Code()}\n", line[end..]);
    }
}
