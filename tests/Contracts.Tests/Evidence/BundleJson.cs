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
        ["freshness"] = Of(bundle.Freshness),
        ["anchor"] = Of(bundle.Anchor),
    };

    public static JsonObject Of(AbsenceEvidence absence) => new()
    {
        ["type"] = "https://tools.ietf.org/html/rfc9110#section-15.5.5",
        ["title"] = "No lot is registered under this code.",
        ["status"] = 404,
        ["lot"] = absence.Lot,
        ["absence"] = new JsonObject
        {
            ["checkpoint"] = absence.Checkpoint,
            ["key"] = absence.Key,
            ["anchor"] = Of(absence.Anchor),
            ["freshness"] = Of(absence.Freshness),
        },
    };

    public static JsonObject Of(ReceiptEvidence receipt) => new()
    {
        ["gtin"] = "09520123451189",
        ["version"] = 7,
        ["receipt"] = new JsonObject { ["entry"] = Convert.ToBase64String(receipt.Entry), ["proof"] = receipt.Proof, ["key"] = receipt.Key },
    };

    public static JsonObject Of(EvidenceFile file) => file switch
    {
        EvidenceBundle bundle => Of(bundle),
        AbsenceEvidence absence => Of(absence),
        ReceiptEvidence receipt => Of(receipt),
        _ => throw new ArgumentOutOfRangeException(nameof(file)),
    };

    public static byte[] Bytes(JsonNode json) => JsonSerializer.SerializeToUtf8Bytes(json);

    private static JsonObject? Of(FreshnessEvidence? freshness) => freshness is not { } f ? null : new JsonObject
    {
        ["epoch"] = Convert.ToBase64String(f.Epoch),
        ["inclusion"] = List(f.Inclusion),
        ["siblings"] = List(f.Map.Siblings),
        ["terminal"] = f.Map.Terminal is not { } t ? null : new JsonObject { ["key"] = Convert.ToBase64String(t.Key), ["value"] = Convert.ToBase64String(t.Value) },
    };

    private static JsonObject? Of(AnchorReceipt? anchor) => anchor is not { } a ? null : new JsonObject
    {
        ["chainId"] = a.ChainId,
        ["contract"] = a.Contract,
        ["size"] = a.Size,
        ["root"] = Convert.ToHexStringLower(a.Root),
        ["transaction"] = a.Transaction,
        ["block"] = a.Block,
        ["state"] = a.State,
        ["rpcUrls"] = new JsonArray([.. a.RpcUrls.Select(u => JsonValue.Create(u))]),
    };

    private static JsonArray List(IEnumerable<byte[]> items) => new([.. items.Select(i => JsonValue.Create(Convert.ToBase64String(i)))]);
}
