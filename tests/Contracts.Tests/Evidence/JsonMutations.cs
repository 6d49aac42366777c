using System.Text;
using System.Text.Json.Nodes;
using CsCheck;

namespace Lotmark.Contracts.Tests.Evidence;

/// <summary>One change in one place of a JSON text: a member dropped, doubled, added or renamed, a value of another type, a number moved, a string or list changed.</summary>
public static class JsonMutations
{
    private static readonly string[] Strangers =
        ["null", "true", "0", "-1", "1.5", "1e400", "9223372036854775808", "\"\"", "\"A\"", "[]", "[null]", "{}", "\"\\ud800\"", new string('[', 70) + new string(']', 70)];

    /// <summary>Texts of which each differs from that of the document in one place.</summary>
    public static Gen<byte[]> Of(JsonNode document)
    {
        var places = Places(document).ToList();
        return Gen.Select(Gen.Int[0, places.Count - 1], Gen.Int[0, 19], Gen.Int[0, int.MaxValue]).Select((place, how, random) =>
            Encoding.UTF8.GetBytes(Write(document, places[place], how, random)));
    }

    private static IEnumerable<JsonNode?> Places(JsonNode? node)
    {
        yield return node;
        var below = node switch { JsonObject o => o.Select(m => m.Value), JsonArray a => a, _ => [] };
        foreach (var place in below.SelectMany(Places)) yield return place;
    }

    // Nulls have no identity; the first null stands for all of them, which is change enough.
    private static string Write(JsonNode? node, JsonNode? place, int how, int random) => node switch
    {
        _ when ReferenceEquals(node, place) && how >= 6 => Changed(node, how, random),
        JsonObject o => $"{{{string.Join(',', o.SelectMany(m => Members(m.Key, m.Value, place, how, random)))}}}",
        JsonArray a => $"[{string.Join(',', a.SelectMany(item => ReferenceEquals(item, place) ? Doubled(Plain(item), how) : [Write(item, place, how, random)]))}]",
        _ => Plain(node),
    };

    private static IEnumerable<string> Members(string name, JsonNode? value, JsonNode? place, int how, int random) => !ReferenceEquals(value, place) || how >= 6
        ? [$"\"{name}\":{Write(value, place, how, random)}"]
        : how switch
        {
            0 => [],
            1 => [$"\"{name}\":{Plain(value)}", $"\"{name}\":{Plain(value)}"],
            2 => [$"\"{name}\":{Plain(value)}", $"\"{name}\":{Strangers[random % Strangers.Length]}"],
            3 => [$"\"{name}\":{Strangers[random % Strangers.Length]}", $"\"{name}\":{Plain(value)}"],
            4 => [$"\"{name}\":{Plain(value)}", $"\"{name}{(char)('a' + random % 26)}\":{Plain(value)}"],
            _ => [$"\"{name.ToUpperInvariant()}\":{Plain(value)}"],
        };

    private static string[] Doubled(string item, int how) => how switch { 0 => [], < 3 => [item, item], 3 => ["null", item], 4 => [item, "\"\""], _ => [$"[{item}]"] };

    private static string Changed(JsonNode? node, int how, int random) => node switch
    {
        JsonValue value when value.TryGetValue<string>(out var text) && text.Length > 0 && how < 16 => JsonValue.Create(Changed(text, how, random))!.ToJsonString(),
        JsonValue value when value.TryGetValue<long>(out var number) && how < 16 => how switch
        {
            < 9 => $"{number ^ 1L << random % 63}",
            9 => $"{number + 1}",
            10 => $"{number - 1}",
            11 => $"{number}.5",
            12 => $"-{number}",
            13 => $"\"{number}\"",
            14 => $"{number}0",
            _ => $"{number}e1",
        },
        JsonArray { Count: > 1 } list when how < 12 => $"[{string.Join(',', list.Reverse().Select(Plain))}]",
        JsonObject o when how < 12 => Plain(o)[..^1] + $"{(o.Count > 0 ? "," : "")}\"extra\":{Strangers[random % Strangers.Length]}}}",
        _ => Strangers[random % Strangers.Length],
    };

    private static string Changed(string text, int how, int random)
    {
        var at = random % text.Length;
        return how switch
        {
            < 10 => text[..at] + (char)(text[at] ^ 1 << random / text.Length % 7) + text[(at + 1)..],
            10 => text[..at] + text[(at + 1)..],
            11 => text[..at] + text[at] + text[at..],
            12 => text[..at],
            13 => text[at..] + text[..at],
            14 => text + (char)(random % 128),
            _ => text.ToUpperInvariant(),
        };
    }

    private static string Plain(JsonNode? node) => node?.ToJsonString() ?? "null";
}
