using System.Text;
using System.Text.Json.Nodes;

namespace Lotmark.Ledger.Tests.Hostile;

/// <summary>Values, bodies and addresses that something somewhere trips over.</summary>
internal static class Poison
{
    private const string Mark = "\"@@\"";

    /// <summary>What is put, as raw JSON, in the place of every member.</summary>
    public static readonly string[] Values =
    [
        "null", "true", "-1", "0", "1e400", "-1e-400", "123456789012345678901234567890", "2147483648", "9223372036854775808", "[]", "{}", "[null]", "[[1]]", "{\"en\":1}", "\"\"", "\" \"",
        "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"a\\u0000b\"", "\"\\u202Egnp.exe\"", "\"a\\u2066b\\u2069\"", "\"\\uFFFF\"", "\"𠮷🦐\"", "\"e\\u0301\\u0301\\u0301\"",
        "\"'; drop table lotmark.mt_events; --\"", "\"../../etc/passwd\"", "\"{0}%s<script>\"", "\"0001-01-01T00:00:00Z\"", "\"9999-12-31T23:59:59+14:00\"", "\"9999-12-31\"", $"\"{new string('9', 5000)}\"",
    ];

    /// <summary>Whole bodies that are no JSON anybody means.</summary>
    public static readonly (string What, byte[] Body)[] Bodies =
    [
        ("nothing", []), ("null", "null"u8.ToArray()), ("a number", "1"u8.ToArray()), ("a list", "[]"u8.ToArray()), ("an empty object", "{}"u8.ToArray()), ("half", "{\"gtin\":"u8.ToArray()),
        ("NaN", "{\"a\":NaN}"u8.ToArray()), ("a comment", "{/*x*/}"u8.ToArray()), ("a NUL", [0]), ("a byte order mark", [0xEF, 0xBB, 0xBF, (byte)'{', (byte)'}']),
        ("not UTF-8", [(byte)'{', (byte)'"', 0xC0, 0xAF, (byte)'"', (byte)':', (byte)'1', (byte)'}']), ("UTF-16", Encoding.Unicode.GetBytes("{}")),
        ("nested lists", Encoding.ASCII.GetBytes(new string('[', 100_000))), ("nested objects", Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 100_000)))),
        ("a name of half a character", "{\"\\ud800\":1}"u8.ToArray()), ("a name of nothing", "{\"\":1}"u8.ToArray()), ("__proto__", "{\"__proto__\":{\"a\":1},\"$type\":\"System.IO.FileInfo\"}"u8.ToArray()),
        ("many members", Encoding.ASCII.GetBytes($"{{{string.Join(',', Enumerable.Range(0, 20_000).Select(i => $"\"m{i}\":1"))}}}")),
        ("a name twice", "{\"gtin\":1,\"gtin\":2}"u8.ToArray()), ("two values", "{}{}"u8.ToArray()), ("a zip bomb's head", [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]),
    ];

    /// <summary>Files of readings that are no table.</summary>
    public static readonly (string What, byte[] Body)[] Tables = [.. new[]
    {
        "", "\n", "time", "time,temperature", "time,time,temperature\n1,2,3", "time,temperature,temperature\n2026-11-20T10:00:00Z,1,2", "time,temperature\n\"2026-11-20T10:00:00Z,1", "\"time,temperature\n",
        "time,temperature\n2026-11-20T10:00:00Z,\0", "time\0,temperature\n", "time,temperature\n,,,,,,,,\n", "time,temperature\n2026-11-20T10:00:00Z,1e400", "time,temperature\n0001-01-01T00:00:00Z,-19",
        "time,temperature\n9999-12-31T23:59:59-14:00,-19", "time,temperature\n2026-11-20T10:00:00Z,NaN", "time,temperature\n2026-11-20T10:00:00Z,-∞", "time;temperature\n\u202E2026-11-20T10:00:00Z;1",
        "time,temperature,device\n2026-11-20T10:00:00Z,-19,\u202Egnp", "time,temperature,location\n2026-11-20T10:00:00Z,-19,../..", $"time,temperature\n{new string('9', 200_000)}", string.Concat(Enumerable.Repeat("a,", 50_000)) + "\n1",
        $"time,temperature\n\"{new string('\n', 100_000)}", string.Concat(Enumerable.Repeat("\"", 99_999)),
    }.Select(t => (t.Length > 60 ? $"{t[..60]}…" : t, Encoding.UTF8.GetBytes(t))), ("UTF-16", Encoding.Unicode.GetBytes("time,temperature\n")), ("GB18030", [0xCA, 0xB1, 0xBC, 0xE4, 0x2C, 0xCE, 0xC2, 0xB6, 0xC8, 0x0A]), ("no charset", [0xFF, 0xFE, 0xFD])];

    /// <summary>Types that are not what the body is.</summary>
    public static readonly string[] Types =
    [
        "text/plain", "application/xml", "", "application", "application/json; charset=utf-7", "application/json; charset=gb2312", "application/json; charset=\"", "multipart/form-data", "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=", "text/csv; charset=no-such", "text/csv; charset=utf-16", "application/problem+json", new string('a', 3000),
    ];

    /// <summary>What is put, encoded or not, in the place of every parameter of an address.</summary>
    public static readonly string[] Segments =
    [
        "..", "%2e%2e", "%2E%2E%2Fetc", "%00", "a%00b", "%2F%2F", "//", "%ZZ", "%", "%C0%AF", "%ED%A0%80", "%E2%80%AE", "%F0%A0%AE%B7", "%25%32%65", "\\..\\", "%5C", "%0D%0AX:1", "*", "'", "{0}", new string('a', 300), new string('9', 7000),
        "-1", "0", "99999999999999999999", "2.svg", ".svg", " ", "é",
    ];

    /// <summary>The example with each of the values in the place of each of its members, doubled members, and unknown ones.</summary>
    public static IEnumerable<(string What, byte[] Body)> Of(string example)
    {
        foreach (var path in Members(JsonNode.Parse(example)!))
        {
            var marked = JsonNode.Parse(example)!;
            Replace(marked, path);
            var (text, name) = (marked.ToJsonString(), string.Join('.', path));
            foreach (var value in Values) yield return ($"{name} = {(value.Length > 40 ? value[..40] : value)}", Encoding.UTF8.GetBytes(text.Replace(Mark, value, StringComparison.Ordinal)));
            if (path[^1] is string last) yield return ($"{name} twice", Encoding.UTF8.GetBytes(text.Replace(Mark, $"1,\"{last}\":1", StringComparison.Ordinal)));
            yield return ($"{name} unknown", Encoding.UTF8.GetBytes(text.Replace($":{Mark}", ":1,\"no-such\\u202E\":1", StringComparison.Ordinal)));
        }
    }

    private static IEnumerable<object[]> Members(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(m => Members(m.Value).Select(p => (object[])[m.Key, .. p]).Prepend([m.Key])),
        JsonArray items => items.Take(1).SelectMany(item => Members(item).Select(p => (object[])[0, .. p]).Prepend([0])),
        _ => [],
    };

    private static void Replace(JsonNode node, object[] path)
    {
        foreach (var step in path[..^1]) node = step is string name ? node[name]! : node[(int)step]!;
        if (path[^1] is string member) node[member] = "@@";
        else node[(int)path[^1]] = "@@";
    }
}
