using System.Text;
using System.Text.Json;

namespace Lotmark.Ledger.Inspection.Audit;

/// <summary>Where two JSON texts differ, member by member. What one side keeps confidential is not told of either.</summary>
/// <param name="Expected">The members that differ, as they should be.</param>
/// <param name="Found">The same as they are.</param>
internal sealed record JsonDifference(string Expected, string Found)
{
    private const int MaxMembers = 10;
    private const int MaxValue = 200;
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64 };

    /// <summary>Compares the bytes of two leaves. What is no JSON is told by its length alone.</summary>
    public static JsonDifference Between(byte[] expected, byte[] found)
    {
        try
        {
            using var one = JsonDocument.Parse(expected, Options);
            using var other = JsonDocument.Parse(found, Options);
            var members = new List<(string Path, string Expected, string Found)>();
            Compare("", one.RootElement, other.RootElement, members);
            return members.Count == 0
                ? new("its canonical form", "another spelling of the same")
                : new(Join(members.Select(m => (m.Path, m.Expected))), Join(members.Select(m => (m.Path, m.Found))));
        }
        catch (JsonException)
        {
            return new($"{expected.Length} bytes", $"{found.Length} other bytes, which are not JSON");
        }
    }

    private static void Compare(string path, JsonElement? expected, JsonElement? found, List<(string, string, string)> members)
    {
        if (expected is { } one && found is { } other)
        {
            if (JsonElement.DeepEquals(one, other)) return;
            if (one.ValueKind == JsonValueKind.Object && other.ValueKind == JsonValueKind.Object && !IsSealed(one) && !IsSealed(other))
            {
                foreach (var name in one.EnumerateObject().Select(m => m.Name).Union(other.EnumerateObject().Select(m => m.Name)).Order(StringComparer.Ordinal))
                    Compare(path.Length == 0 ? name : $"{path}.{name}", Member(one, name), Member(other, name), members);
                return;
            }
            if (one.ValueKind == JsonValueKind.Array && other.ValueKind == JsonValueKind.Array && one.GetArrayLength() == other.GetArrayLength())
            {
                for (var i = 0; i < one.GetArrayLength(); i++) Compare($"{path}[{i}]", one[i], other[i], members);
                return;
            }
        }
        if (members.Count <= MaxMembers) members.Add((path, Told(path, expected, found), Told(path, found, expected)));
    }

    // Where either side is a confidential value, both are told by their hash or not at all: what took its place may be the value itself.
    private static string Told(string path, JsonElement? value, JsonElement? beside)
    {
        if (value is not { } told) return "nothing";
        if (IsSealed(told)) return $"a confidential value of SHA-256 {told.GetProperty("sha256").GetString()}";
        if ((beside is { } other && IsSealed(other)) || HoldsSecret(path, told)) return "a value that does not match this hash (not shown)";
        var text = told.GetRawText();
        return text.Length <= MaxValue ? text : text[..MaxValue] + "…";
    }

    private static bool IsSealed(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object && value.GetPropertyCount() == 1 && value.TryGetProperty("sha256", out var hash) && hash.ValueKind == JsonValueKind.String;

    // A confidential value with a member too many is no confidential value to the log, and still nobody's business.
    private static bool HoldsSecret(string path, JsonElement value) => path.EndsWith(".confidential", StringComparison.Ordinal) || path.EndsWith(".salt", StringComparison.Ordinal)
        || value.ValueKind switch
        {
            JsonValueKind.Object => value.EnumerateObject().Any(m => m.Name is "confidential" or "salt" || HoldsSecret("", m.Value)),
            JsonValueKind.Array => value.EnumerateArray().Any(item => HoldsSecret("", item)),
            _ => false,
        };

    private static JsonElement? Member(JsonElement value, string name) => value.TryGetProperty(name, out var member) ? member : null;

    private static string Join(IEnumerable<(string Path, string Value)> members)
    {
        var text = new StringBuilder();
        foreach (var (path, value) in members.Take(MaxMembers)) text.Append(text.Length == 0 ? "" : "; ").Append(path).Append(": ").Append(value);
        return members.Count() > MaxMembers ? text.Append("; …").ToString() : text.ToString();
    }
}
