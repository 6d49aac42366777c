using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Lotmark.Contracts.Json;

/// <summary>The one form of a JSON value in bytes (RFC 8785).</summary>
public static class CanonicalJson
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 64 };

    // Integers of so few digits are the same in every spelling that JSON allows but -0.
    private const int PlainDigits = 15;

    /// <summary>The canonical bytes of a JSON text.</summary>
    /// <exception cref="FormatException">Not JSON, not UTF-8, a member twice, a lone surrogate, or a number that no double holds.</exception>
    public static byte[] From(ReadOnlyMemory<byte> utf8Json)
    {
        var canonical = new ArrayBufferWriter<byte>(utf8Json.Length + 1);
        Write(utf8Json, canonical, null);
        return canonical.WrittenSpan.ToArray();
    }

    /// <summary>Writes the canonical bytes of a JSON text, with other bytes in the place of some objects.</summary>
    /// <param name="utf8Json">The text.</param>
    /// <param name="output">Where to.</param>
    /// <param name="instead">Gives the canonical bytes that stand for an object, or null for its own; null when all stand for themselves.</param>
    /// <exception cref="FormatException">As for <see cref="From" />.</exception>
    public static void Write(ReadOnlyMemory<byte> utf8Json, IBufferWriter<byte> output, Func<JsonElement, byte[]?>? instead)
    {
        if (!Utf8.IsValid(utf8Json.Span)) throw new FormatException("No canonical form: this is not UTF-8.");
        try
        {
            using var document = JsonDocument.Parse(utf8Json, Strict);
            Write(document.RootElement, output, instead);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new FormatException($"No canonical form: {e.Message}", e);
        }
    }

    /// <summary>Writes a text as a canonical string.</summary>
    /// <exception cref="FormatException">A lone surrogate.</exception>
    public static void WriteString(string value, IBufferWriter<byte> output)
    {
        if (IsPlain(value))
        {
            var span = output.GetSpan(value.Length + 2);
            span[0] = span[value.Length + 1] = (byte)'"';
            Encoding.ASCII.GetBytes(value, span[1..]);
            output.Advance(value.Length + 2);
            return;
        }
        var text = new StringBuilder("\"", value.Length + 2);
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
        try
        {
            output.Write(StrictUtf8.GetBytes(text.Append('"').ToString()));
        }
        catch (EncoderFallbackException e)
        {
            throw new FormatException("No canonical form: a lone surrogate.", e);
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

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static void Write(JsonElement value, IBufferWriter<byte> output, Func<JsonElement, byte[]?>? instead)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object when instead?.Invoke(value) is { } other:
                output.Write(other);
                break;
            case JsonValueKind.Object:
                output.Write("{"u8);
                WriteMembers(value, output, instead);
                output.Write("}"u8);
                break;
            case JsonValueKind.Array:
                output.Write("["u8);
                foreach (var (i, item) in value.EnumerateArray().Index())
                {
                    if (i > 0) output.Write(","u8);
                    Write(item, output, instead);
                }
                output.Write("]"u8);
                break;
            case JsonValueKind.String:
                // Without an escape a string stands in JSON as it does in its canonical form.
                var quoted = JsonMarshal.GetRawUtf8Value(value);
                if (quoted.Contains((byte)'\\')) WriteString(value.GetString()!, output);
                else output.Write(quoted);
                break;
            case JsonValueKind.Number:
                var number = JsonMarshal.GetRawUtf8Value(value);
                if (IsPlain(number)) output.Write(number);
                else output.Write(Encoding.ASCII.GetBytes(Number(value.GetDouble())));
                break;
            default:
                output.Write(JsonMarshal.GetRawUtf8Value(value)); // true, false, null
                break;
        }
    }

    private static void WriteMembers(JsonElement value, IBufferWriter<byte> output, Func<JsonElement, byte[]?>? instead)
    {
        var members = value.EnumerateObject().ToArray();
        var names = Array.ConvertAll(members, m => m.Name);
        Array.Sort(names, members, StringComparer.Ordinal);
        for (var i = 0; i < members.Length; i++)
        {
            if (i > 0) output.Write(","u8);
            WriteString(names[i], output);
            output.Write(":"u8);
            Write(members[i].Value, output, instead);
        }
    }

    private static bool IsPlain(string text) => Ascii.IsValid(text) && !text.AsSpan().ContainsAnyInRange('\0', '\u001f') && !text.AsSpan().ContainsAny('"', '\\');

    private static bool IsPlain(ReadOnlySpan<byte> number) =>
        number.Length <= PlainDigits && number[0] != (byte)'-' && number.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;

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
