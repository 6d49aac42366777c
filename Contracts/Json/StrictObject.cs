using System.Text.Json;

namespace Lotmark.Contracts.Json;

// An object read member by member: none may be missing (null is a value), none left over. Everything amiss is a FormatException that names the member.
internal sealed class StrictObject
{
    public static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false, MaxDepth = 64 };

    private readonly string _name;
    private readonly Dictionary<string, JsonElement> _members;

    private StrictObject(string name, JsonElement value)
    {
        _name = name;
        if (value.ValueKind != JsonValueKind.Object) throw new FormatException($"{name} is not an object");
        _members = value.EnumerateObject().ToDictionary(m => m.Name, m => m.Value, StringComparer.Ordinal);
    }

    // Reads a whole document; what `read` returns must not hold on to it.
    public static T Read<T>(ReadOnlyMemory<byte> utf8Json, string name, Func<StrictObject, T> read)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8Json, Options);
            return ReadAll(new(name, document.RootElement), read);
        }
        // A lone surrogate shows only when its string is read, and as InvalidOperationException.
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new FormatException($"{name} is not JSON: {e.Message}", e);
        }
    }

    public string String(string member) => AsString(member, Take(member));

    public string? StringOrNull(string member) => TakeOrNull(member) is { } value ? AsString(member, value) : null;

    public long Number(string member) => AsNumber(member, Take(member));

    public long? NumberOrNull(string member) => TakeOrNull(member) is { } value ? AsNumber(member, value) : null;

    public IReadOnlyList<string> Strings(string member) => AsStrings(member, Take(member));

    public IReadOnlyList<string> StringsOrNone(string member) => TakeOrNull(member) is { } value ? AsStrings(member, value) : [];

    public IReadOnlyList<string> StringsIfGiven(string member) => _members.ContainsKey(member) ? Strings(member) : [];

    public T Object<T>(string member, Func<StrictObject, T> read) => ReadAll(new($"{_name}.{member}", Take(member)), read);

    public T? ObjectOrNull<T>(string member, Func<StrictObject, T> read) where T : class =>
        TakeOrNull(member) is { } value ? ReadAll(new($"{_name}.{member}", value), read) : null;

    public void Any(string member) => Take(member);

    // For a document that others may add members to (RFC 9457).
    public void IgnoreOthers() => _members.Clear();

    public FormatException Wrong(string member, string what) => new($"{_name}.{member} {what}");

    private static T ReadAll<T>(StrictObject value, Func<StrictObject, T> read)
    {
        var result = read(value);
        return value._members.Count == 0 ? result : throw value.Wrong(value._members.Keys.First(), "is not a known member");
    }

    private JsonElement Take(string member) => _members.Remove(member, out var value) ? value : throw Wrong(member, "is missing");

    private JsonElement? TakeOrNull(string member) => Take(member) is { ValueKind: not JsonValueKind.Null } value ? value : null;

    private string AsString(string member, JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Wrong(member, "is not a string");

    private long AsNumber(string member, JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number >= 0 ? number : throw Wrong(member, "is not a whole number from 0 on");

    private IReadOnlyList<string> AsStrings(string member, JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(v => AsString(member, v))] : throw Wrong(member, "is not a list");
}
