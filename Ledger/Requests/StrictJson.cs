using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using Lotmark.Ledger.Problems;

namespace Lotmark.Ledger.Requests;

/// <summary>
/// Reads a JSON body so that every wrong field is named at once: unknown members, wrong types, doubled members, text that
/// could not be kept as it is. The serializer alone stops at the first.
/// </summary>
public static class StrictJson
{
    private const decimal LargestInteger = 9007199254740991; // 2^53 - 1: survives any reader's double
    private const int SignificantDigits = 15;

    /// <summary>How request bodies are read: camelCase members, enumerations by name, numbers as numbers.</summary>
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = default,
        PropertyNameCaseInsensitive = false,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false), new InstantWithOffset() },
    };

    private const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;

    private static readonly ConcurrentDictionary<Type, Dictionary<string, JsonPropertyInfo>> Members = new();

    private static readonly JsonDocumentOptions Document = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    /// <summary>Reads a value from a body; what was wrong stands in <paramref name="errors"/>, and those members stay null.</summary>
    public static T? Read<T>(ReadOnlyMemory<byte> body, FieldErrors errors) where T : class
    {
        if (!Utf8.IsValid(body.Span))
        {
            errors.Add("", new("utf-8", "The body is not UTF-8 text.", "请求内容不是UTF-8文本。"), null);
            return null;
        }
        try
        {
            using var document = JsonDocument.Parse(body, Document);
            return (T?)ReadObject(document.RootElement, Options.GetTypeInfo(typeof(T)), "", errors);
        }
        catch (InvalidOperationException)
        {
            errors.Add("", new("json", "A name in the body holds half a character (a lone surrogate).", "请求中的字段名包含不完整的字符。"), null);
            return null;
        }
        catch (JsonException e)
        {
            errors.Add(e.Path?.TrimStart('$', '.') ?? "", new("json",
                $"The body is not well-formed JSON, or names a member twice (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}).",
                $"请求内容不是有效的JSON，或有重复的字段（第{e.LineNumber + 1}行，第{e.BytePositionInLine + 1}字节）。"), null);
            return null;
        }
    }

    /// <summary>
    /// Reads a member from a cell of a table, as the body of a request would have it: a number or a date as its digits, text as it is. What was
    /// wrong is told as of JSON.
    /// </summary>
    public static object? ReadCell(string cell, Type type, string path, FieldErrors errors)
    {
        if (type == typeof(string)) return ReadText(cell, path, errors);
        var text = cell.Trim();
        var member = Nullable.GetUnderlyingType(type) ?? type;
        var isNumber = member == typeof(decimal) || member == typeof(long) || member == typeof(int);
        if (isNumber && IsPlain(text) && decimal.TryParse(text, Plain, CultureInfo.InvariantCulture, out var number) && number != 0)
        {
            if (member == typeof(decimal)) return number;
            if (member == typeof(long) && !text.Contains('.', StringComparison.Ordinal)) return (long)number;
        }
        try
        {
            using var document = JsonDocument.Parse(isNumber ? text : JsonSerializer.Serialize(text), Document);
            if (!isNumber || document.RootElement.ValueKind == JsonValueKind.Number) return ReadValue(document.RootElement, type, path, errors);
        }
        catch (JsonException)
        {
            // no number either
        }
        errors.Add(path, WrongType(member), text);
        return null;
    }

    private static object? ReadObject(JsonElement element, JsonTypeInfo type, string path, FieldErrors errors)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            errors.Add(path, new("type-object", "An object with named members belongs here.", "此处应为带字段的对象。"), element.GetRawText());
            return null;
        }

        var instance = type.CreateObject!();
        var members = Members.GetOrAdd(type.Type, _ => type.Properties.ToDictionary(p => p.Name, StringComparer.Ordinal));
        foreach (var member in element.EnumerateObject())
        {
            var name = member.Name;
            var at = path.Length == 0 ? name : $"{path}.{name}";
            if (!members.TryGetValue(name, out var property) || property.Set is not { } set)
                errors.Add(at, Unknown(name, type), member.Value.GetRawText());
            else if (member.Value.ValueKind != JsonValueKind.Null)
                set(instance, ReadValue(member.Value, property.PropertyType, at, errors));
        }
        return instance;
    }

    private static object? ReadValue(JsonElement element, Type type, string path, FieldErrors errors)
    {
        // What nearly every member is; the rest takes the long way.
        if (type == typeof(decimal?) && element.ValueKind == JsonValueKind.Number && IsPlain(element.GetRawText()) && element.TryGetDecimal(out var plain)) return plain;
        if (type == typeof(DateOnly?) && element.ValueKind == JsonValueKind.String && TryDate(element, out var date)) return date;
        var info = Options.GetTypeInfo(type);
        if (info.Kind == JsonTypeInfoKind.Object) return ReadObject(element, info, path, errors);
        if (info.Kind == JsonTypeInfoKind.Enumerable) return ReadList(element, info.ElementType!, path, errors);
        try
        {
            return (type == typeof(string) && element.ValueKind == JsonValueKind.String ? element.GetString() : element.Deserialize(info)) switch
            {
                string text => ReadText(text, path, errors),
                decimal number when !Survives(number, element.GetRawText()) => Refuse(new("number-digits",
                    "A number here has at most 15 significant digits.", "数字最多保留15位有效数字。")),
                long number when Math.Abs((decimal)number) > LargestInteger => Refuse(new("number-size", "This number is too large.", "数字过大。")),
                JsonElement free => JsonSerializer.SerializeToElement(free), // throws at half a character anywhere in it
                var value => value,
            };
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            return Refuse(WrongType(Nullable.GetUnderlyingType(type) ?? type));
        }

        object? Refuse(FieldProblem problem)
        {
            errors.Add(path, problem, element.ValueKind == JsonValueKind.String ? element.GetRawText().Trim('"') : element.GetRawText());
            return null;
        }
    }

    private static Array? ReadList(JsonElement element, Type type, string path, FieldErrors errors)
    {
        if (element.ValueKind != JsonValueKind.Array)
        {
            errors.Add(path, new("type-list", "A list in brackets belongs here.", "此处应为方括号内的列表。"), element.GetRawText());
            return null;
        }
        var list = Array.CreateInstance(type, element.GetArrayLength());
        var i = 0;
        foreach (var item in element.EnumerateArray())
        {
            var at = $"{path}[{i}]";
            if (item.ValueKind == JsonValueKind.Null) errors.Add(at, new("null-in-list", "A list holds values, not null.", "列表中不能有null。"), "null");
            else if (ReadValue(item, type, at, errors) is { } value) list.SetValue(value, i);
            i++;
        }
        return list;
    }

    private static readonly SearchValues<char> NotKept = SearchValues.Create(
        [.. Enumerable.Range(0, char.MaxValue + 1).Select(c => (char)c).Where(IsUnfit)]);

    // NFC, so that one text has one spelling in the log; nothing that can't be shown or stored.
    private static string? ReadText(string text, string path, FieldErrors errors)
    {
        if (text.AsSpan().ContainsAny(NotKept))
        {
            errors.Add(path, new("text-characters", "Text can't hold control characters, nor marks that turn its direction.", "文本不能包含控制字符或改变文字方向的字符。"), null);
            return null;
        }
        return text.Normalize(NormalizationForm.FormC).Trim();
    }

    // Bidirectional embeddings, overrides and isolates (UAX #9) make a name read as another one.
    private static bool IsUnfit(char c) =>
        char.IsControl(c) || c is '\uFFFE' or '\uFFFF' or '\u2028' or '\u2029' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    // Compared with the digits as sent: what the decimal itself had to round away would go unseen.
    private static bool Survives(decimal number, string sent)
    {
        var digits = Significant(sent.Split('e', 'E')[0]);
        return Math.Abs(number) <= LargestInteger
            && digits.Length <= SignificantDigits
            && digits == Significant(number.ToString("0.############################", CultureInfo.InvariantCulture));
    }

    // A number that needs no second look: digits as they are usually written, too few to be rounded.
    private static bool IsPlain(ReadOnlySpan<char> number)
    {
        if (number.Length is 0 or > SignificantDigits) return false;
        var digits = number[0] == '-' ? number[1..] : number;
        var whole = digits.IndexOf('.') is >= 0 and var point ? digits[..point] : digits;
        var rest = whole.Length == digits.Length ? "0" : digits[(whole.Length + 1)..];
        return whole.Length > 0 && rest.Length > 0 && !whole.ContainsAnyExceptInRange('0', '9') && !rest.ContainsAnyExceptInRange('0', '9') && (whole[0] != '0' || whole.Length == 1);
    }

    private static bool TryDate(JsonElement element, out DateOnly date)
    {
        Span<char> text = stackalloc char[10];
        var bytes = JsonMarshal.GetRawUtf8Value(element)[1..^1];
        date = default;
        return bytes.Length == text.Length && Utf8.ToUtf16(bytes, text, out _, out _) == OperationStatus.Done
            && DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date);
    }

    private static string Significant(string number) => number.TrimStart('-').Replace(".", "", StringComparison.Ordinal).Trim('0');

    private static FieldProblem WrongType(Type type) => type switch
    {
        _ when type == typeof(JsonElement) => new("text-characters", "Text in it holds half a character (a lone surrogate).", "其中的文本包含不完整的字符。"),
        _ when type == typeof(string) => new("type-text", "Text in quotes belongs here.", "此处应为带引号的文本。"),
        _ when type == typeof(decimal) => new("type-number", "A number without quotes belongs here.", "此处应为不带引号的数字。"),
        _ when type == typeof(long) || type == typeof(int) => new("type-integer", "A whole number without quotes belongs here.", "此处应为不带引号的整数。"),
        _ when type == typeof(bool) => new("type-boolean", "true or false belongs here.", "此处应为 true 或 false。"),
        _ when type == typeof(DateTimeOffset) => new("type-instant", "A date and time with offset of the form 2026-11-07T09:30:00+08:00 belongs here.", "时间应写作 2026-11-07T09:30:00+08:00 的形式（含时区）。"),
        _ when type.IsEnum => new("unknown-code", $"This must be one of {Names(type, ", ")}.", $"应为以下代码之一：{Names(type, "、")}。"),
        _ when type == typeof(DateOnly) => new("type-date", "A date of the form 2026-11-07 belongs here.", "日期应写作 2026-11-07 的形式。"),
        _ => new("type", "This value has the wrong type.", "此值的类型不正确。"),
    };

    private static string Names(Type type, string between) => string.Join(between, Enum.GetNames(type).Select(JsonNamingPolicy.CamelCase.ConvertName));

    private static FieldProblem Unknown(string name, JsonTypeInfo type)
    {
        var near = type.Properties.Select(p => p.Name).MaxBy(known => known.Zip(name).TakeWhile(pair => pair.First == pair.Second).Count());
        return near is not null && near.Zip(name).TakeWhile(pair => pair.First == pair.Second).Count() >= 3
            ? new("unknown-field", $"There is no field of this name. Did you mean {near}?", $"没有此字段。是否应为 {near}？")
            : new("unknown-field", "There is no field of this name.", "没有此字段。");
    }
}
