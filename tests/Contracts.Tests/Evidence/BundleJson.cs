using System.Text.Json;
using System.Text.Json.Nodes;
using Lotmark.Contracts.Evidence;

namespace Lotmark.Contracts.Tests.Evidence;

public static class BundleJson
{
    public static JsonObject Of(EvidenceBundle bundle) => new()
    {
        ["format"] = EvidenceBundle.Format,
        ["lot"] = bundle.Lot,
        ["entries"] = List(bundle.Entries),
        ["proof"] = bundle.Proof,
        ["key"] = bundle.Key,
        ["freshness"] = bundle.Freshness is not { } f ? null : new JsonObject
        {
            ["epoch"] = Convert.ToBase64String(f.Epoch),
            ["inclusion"] = List(f.Inclusion),
            ["siblings"] = List(f.Map.Siblings),
            ["terminal"] = f.Map.Terminal is not { } t ? null : new JsonObject { ["key"] = Convert.ToBase64String(t.Key), ["value"] = Convert.ToBase64String(t.Value) },
        },
        ["anchor"] = bundle.Anchor is not { } a ? null : new JsonObject
        {
            ["chainId"] = a.ChainId,
            ["contract"] = a.Contract,
            ["size"] = a.Size,
            ["root"] = Convert.ToHexStringLower(a.Root),
            ["transaction"] = a.Transaction,
            ["block"] = a.Block,
            ["state"] = a.State,
            ["rpcUrls"] = new JsonArray([.. a.RpcUrls.Select(u => JsonValue.Create(u))]),
        },
    };

    public static byte[] Bytes(JsonNode json) => JsonSerializer.SerializeToUtf8Bytes(json);

    private static JsonArray List(IEnumerable<byte[]> items) => new([.. items.Select(i => JsonValue.Create(Convert.ToBase64String(i)))]);
}
