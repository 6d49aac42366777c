using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Lotmark.Contracts.Json;

/// <summary>The one form of a JSON value in bytes (RFC 8785).</summary>
public static class CanonicalJson
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 64 };

    /// <summary>The canonical bytes of a JSON text.</summary>
    /// <exception cref="FormatException">Not JSON, a member twice, a lone surrogate, or a number that no double holds.</exception>
    public static byte[] From(ReadOnlyMemory<byte> utf8Json)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8Json, Strict);
            var text = new StringBuilder();
            Write(document.RootElement, text);
            return Encoding.UTF8.GetBytes(text.ToString());
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new FormatException($"No canonical form: {e.Message}", e);
        }
    }

    /// <summary>Whether these bytes are a canonical form themselves.</summary>
    public static bool IsCanonical(ReadOnlyMemory<byte> utf8Json)
    {
        try
        {
            return From(utf8Json).AsSpan().SequenceEqual(utf8Json.Span);
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static void Write(JsonElement value, StringBuilder text)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteAll('{', value.EnumerateObject().OrderBy(m => m.Name, StringComparer.Ordinal), member =>
                {
                    WriteString(member.Name, text);
                    text.Append(':');
                    Write(member.Value, text);
                }, '}', text);
                break;
            case JsonValueKind.Array:
                WriteAll('[', value.EnumerateArray(), item => Write(item, text), ']', text);
                break;
            case JsonValueKind.String:
                WriteString(value.GetString()!, text);
                break;
            case JsonValueKind.Number:
                text.Append(Number(value.GetDouble()));
                break;
            default:
                text.Append(value.GetRawText()); // true, false, null
                break;
        }
    }

    private static void WriteAll<T>(char open, IEnumerable<T> items, Action<T> write, char close, StringBuilder text)
    {
        text.Append(open);
        var first = true;
        foreach (var item in items)
        {
            if (!first) text.Append(',');
            first = false;
            write(item);
        }
        text.Append(close);
    }

    private static void WriteString(string value, StringBuilder text)
    {
        text.Append('"');
        foreach (var c in value)
        {
            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append(@"\\"),
                '\b' => text.Append(@"\b"),
                '\t' => text.Append(@"\t"),
                '\n' => text.Append(@"\n"),
                '\f' => text.Append(@"\f"),
                '\r' => text.Append(@"\r"),
                < ' ' => text.Append(CultureInfo.InvariantCulture, $@"\u{(int)c:x4}"),
                _ => text.Append(c),
            };
        }
        text.Append('"');
    }

    // ECMAScript's Number::toString (ECMA-262, section 6.1.6.1.20), from the shortest digits that lead back to the double.
    private static string Number(double value)
    {
        if (!double.IsFinite(value)) throw new FormatException("No canonical form: a number is too large for a double.");
        if (value == 0) return "0";
        var round = Math.Abs(value).ToString("R", CultureInfo.InvariantCulture);
        var (digits, point) = Digits(round);
        var sign = value < 0 ? "-" : "";
        return point switch
        {
            > 0 and <= 21 when digits.Length <= point => sign + digits.PadRight(point, '0'),
            > 0 and <= 21 => $"{sign}{digits[..point]}.{digits[point..]}",
            > -6 and <= 0 => $"{sign}0.{new string('0', -point)}{digits}",
            _ => $"{sign}{digits[0]}{(digits.Length > 1 ? "." + digits[1..] : "")}e{(point > 0 ? "+" : "-")}{Math.Abs(point - 1).ToString(CultureInfo.InvariantCulture)}",
        };
    }

    // "1.25E-07" → digits 125, point -6: the value is 0.125 · 10^-6.
    private static (string Digits, int Point) Digits(string number)
    {
        var parts = number.Split('E');
        var exponent = parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0;
        var dot = parts[0].IndexOf('.', StringComparison.Ordinal);
        var all = parts[0].Replace(".", "", StringComparison.Ordinal);
        var point = (dot < 0 ? all.Length : dot) + exponent;
        var significant = all.TrimStart('0');
        return (significant.TrimEnd('0'), point - (all.Length - significant.Length));
    }
}
