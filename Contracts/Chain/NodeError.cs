using System.Text.Json.Nodes;

namespace Lotmark.Contracts.Chain;

/// <summary>Reads the errors of nodes, which no standard words alike. Their text is never passed on: it may hold raw transactions.</summary>
internal static class NodeError
{
    private const int ExecutionReverted = 3;

    private static readonly (string Text, ChainFaultKind Kind, string Meaning)[] Known =
    [
        ("already known", ChainFaultKind.Other, AlreadyThere),
        ("already imported", ChainFaultKind.Other, AlreadyThere),
        ("nonce too low", ChainFaultKind.NonceTooLow, "The nonce is used up."),
        ("underpriced", ChainFaultKind.Underpriced, "The node wants higher fees."),
        ("insufficient funds", ChainFaultKind.InsufficientFunds, "The operator's account can't pay for the transaction."),
        ("less than block base fee", ChainFaultKind.Underpriced, "The base fee rose above the transaction's."),
        ("fee cap", ChainFaultKind.Underpriced, "The base fee rose above the transaction's."),
        ("gas limit", ChainFaultKind.GasTooHigh, "The node takes no transaction of so much gas."),
    ];

    /// <summary>What a node says that has this very transaction already.</summary>
    public const string AlreadyThere = "The node has this transaction already.";

    /// <summary>The fault that an error object stands for.</summary>
    public static ChainFaultException Of(JsonObject error)
    {
        var text = error["message"]?.ToString() ?? "";
        var data = RevertData(error["data"]);
        if (data is not null || Code(error) == ExecutionReverted || text.Contains("revert", StringComparison.OrdinalIgnoreCase))
        {
            var name = data is null ? null : AnchorAbi.ErrorOf(data);
            return new(ChainFaultKind.Reverted, name is null ? "The contract refuses." : $"The contract refuses: {name}.", name);
        }
        foreach (var (part, kind, meaning) in Known)
            if (text.Contains(part, StringComparison.OrdinalIgnoreCase)) return new(kind, meaning);
        return new(ChainFaultKind.Other, $"The node answered error {Code(error)}.");
    }

    private static int? Code(JsonObject error) => error["code"] is JsonValue value && value.TryGetValue<int>(out var code) ? code : null;

    private static byte[]? RevertData(JsonNode? data)
    {
        var text = data switch { JsonValue value when value.TryGetValue<string>(out var direct) => direct, JsonObject wrapped => wrapped["data"]?.ToString(), _ => null };
        return text is ['0', 'x', .. var hex] && hex.Length >= 8 && hex.Length % 2 == 0 && hex.All(char.IsAsciiHexDigit) ? Convert.FromHexString(hex) : null;
    }
}
