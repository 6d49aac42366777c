using System.Text.Json;

namespace Lotmark.Contracts.Chain;

/// <summary>A node's refusal, told apart by code and text: nodes agree on neither.</summary>
internal static class RpcError
{
    // Letters and digits only: one node writes "nonce too low", another "OldNonce". The first text that is found decides, so what
    // a replacement is told comes before the plain "underpriced".
    private static readonly (ChainFaultKind Kind, string[] Texts)[] Known =
    [
        (ChainFaultKind.AlreadyKnown, ["alreadyknown", "alreadyimported", "knowntransaction", "alreadyexists"]),
        (ChainFaultKind.NonceTooLow, ["noncetoolow", "nonceistoolow", "oldnonce", "noncebelow", "nonceisbelow"]),
        (ChainFaultKind.Underpriced, ["replacement", "couldnotreplace"]),
        (ChainFaultKind.InsufficientFunds, ["insufficientfunds", "insufficientbalance", "upfrontcostexceeds"]),
        (ChainFaultKind.FeeTooHigh, ["underpriced", "blockbasefee", "feetoolow", "feepergastoolow", "gaspricetoolow"]),
        (ChainFaultKind.WrongChain, ["invalidchainid", "incorrectchainid", "wrongchainid", "chainidmismatch"]),
        (ChainFaultKind.GasTooHigh, ["gaslimit", "gasrequiredexceeds"]),
        (ChainFaultKind.Reverted, ["executionreverted"]),
    ];

    private const int RevertCode = 3;
    private const int SelectorDigits = 8;

    public static ChainFaultException Decode(string method, JsonElement error)
    {
        var code = error.TryGetProperty("code", out var number) && number.ValueKind == JsonValueKind.Number && number.TryGetInt32(out var value) ? value : 0;
        if (RevertData(error) is { } data)
        {
            var name = AnchorArtifact.Errors.GetValueOrDefault(data[..SelectorDigits]);
            return new(ChainFaultKind.Reverted, $"The contract refuses: {name ?? "an error with selector " + data[..SelectorDigits]}.") { ContractError = name };
        }

        var message = error.TryGetProperty("message", out var text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : "";
        var words = string.Concat(message.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();
        var kind = code == RevertCode
            ? ChainFaultKind.Reverted
            : Known.Where(k => k.Texts.Any(t => words.Contains(t, StringComparison.Ordinal))).Select(k => k.Kind).FirstOrDefault(ChainFaultKind.Other);
        return new(kind, $"The node refused {method} with code {code} ({kind}).");
    }

    // "0x…" as the data itself, behind a word ("Reverted 0x…") or inside an object, depending on the node.
    private static string? RevertData(JsonElement error)
    {
        if (!error.TryGetProperty("data", out var data)) return null;
        if (data.ValueKind == JsonValueKind.Object && !data.TryGetProperty("data", out data)) return null;
        if (data.ValueKind != JsonValueKind.String) return null;
        var text = data.GetString()!;
        var start = text.IndexOf("0x", StringComparison.Ordinal) + 2;
        var digits = start < 2 ? "" : text[start..];
        return digits.Length >= SelectorDigits && digits.All(char.IsAsciiHexDigit) ? digits.ToLowerInvariant() : null;
    }
}
