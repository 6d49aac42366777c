using System.Text.Json;
using System.Text.Json.Nodes;
using Lotmark.Ledger.Log;

namespace Lotmark.Ledger.Lots;

/// <summary>Shows an event as the public log does: every confidential value as its salted hash.</summary>
internal static class Sealing
{
    /// <summary>The event with its confidential values kept back.</summary>
    public static JsonElement Of(JsonElement data) => JsonSerializer.SerializeToElement(Sealed(data));

    private static JsonNode? Sealed(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object when element.GetPropertyCount() == 2 && element.TryGetProperty("confidential", out var value) && element.TryGetProperty("salt", out var salt) =>
            new JsonObject { ["sha256"] = Convert.ToHexStringLower(LeafEntry.Commitment(salt.GetBytesFromBase64(), value.GetString()!)) },
        JsonValueKind.Object => new JsonObject(element.EnumerateObject().Select(m => KeyValuePair.Create(m.Name, Sealed(m.Value)))),
        JsonValueKind.Array => new JsonArray([.. element.EnumerateArray().Select(Sealed)]),
        _ => JsonNode.Parse(element.GetRawText()),
    };
}
