using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Lotmark.Contracts.Json;

namespace Lotmark.Ledger.Log;

/// <summary>
/// The bytes of a leaf: the canonical JSON (RFC 8785) of <c>{data, lot, previous, recordedAt, type, version}</c>. They are made
/// once, from the event as stored, and kept; nothing ever makes them a second time.
/// </summary>
public static class LeafEntry
{
    /// <summary>Builds the bytes.</summary>
    /// <param name="lot">Name of the lot.</param>
    /// <param name="version">Number of the event within the lot, from 1.</param>
    /// <param name="type">Stored name of the event type.</param>
    /// <param name="recordedAt">When it was recorded.</param>
    /// <param name="data">The event's JSON as stored. Confidential values go into the leaf as their salted hash.</param>
    /// <param name="previous">Leaf hash of the lot's preceding event; null for its first.</param>
    public static byte[] Build(string lot, int version, string type, DateTime recordedAt, string data, byte[]? previous)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        using (var document = JsonDocument.Parse(data))
        {
            json.WriteStartObject();
            json.WritePropertyName("data");
            WriteSealed(document.RootElement, json);
            json.WriteString("lot", lot);
            json.WriteString("previous", previous is null ? null : Convert.ToHexStringLower(previous));
            json.WriteString("recordedAt", Instant(recordedAt));
            json.WriteString("type", type);
            json.WriteNumber("version", version);
            json.WriteEndObject();
        }
        return CanonicalJson.From(buffer.ToArray());
    }

    /// <summary>The one spelling of an instant in the log: UTC, microseconds, as PostgreSQL keeps them.</summary>
    public static string Instant(DateTime utc) => utc.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>What stands in a leaf for a confidential value: SHA-256 over the salt's bytes and the value in UTF-8.</summary>
    public static byte[] Commitment(ReadOnlySpan<byte> salt, string value) => SHA256.HashData([.. salt, .. Encoding.UTF8.GetBytes(value)]);

    private static void WriteSealed(JsonElement element, Utf8JsonWriter json)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object when Confidential(element) is var (value, salt):
                json.WriteStartObject();
                json.WriteString("sha256", Convert.ToHexStringLower(Commitment(salt, value)));
                json.WriteEndObject();
                break;
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var member in element.EnumerateObject())
                {
                    json.WritePropertyName(member.Name);
                    WriteSealed(member.Value, json);
                }
                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in element.EnumerateArray()) WriteSealed(item, json);
                json.WriteEndArray();
                break;
            default:
                element.WriteTo(json);
                break;
        }
    }

    // {"confidential":"…","salt":"…"} and nothing else
    private static (string Value, byte[] Salt)? Confidential(JsonElement element) =>
        element.EnumerateObject().Count() == 2
        && element.TryGetProperty("confidential", out var value)
        && element.TryGetProperty("salt", out var salt)
            ? (value.GetString()!, salt.GetBytesFromBase64())
            : null;
}
