using System.Text;
using System.Text.Json;

namespace Lotmark.Contracts.Chain;

/// <summary>The compiled contract, embedded as <c>CheckpointAnchor.json</c>.</summary>
internal static class AnchorArtifact
{
    private static readonly JsonElement Json = Load();

    /// <summary>What creates the contract, before its constructor's words.</summary>
    public static byte[] Bytecode { get; } = RpcHex.ParseData(Json.GetProperty("bytecode").GetString()!);

    /// <summary>Names of the contract's errors by selector, and those of the language itself.</summary>
    public static IReadOnlyDictionary<string, string> Errors { get; } = Json.GetProperty("abi").EnumerateArray()
        .Where(item => item.GetProperty("type").GetString() == "error")
        .ToDictionary(Selector, item => item.GetProperty("name").GetString()!)
        .Append(new("08c379a0", "Error")).Append(new("4e487b71", "Panic"))
        .ToDictionary();

    /// <summary>First four bytes of Keccak-256 over <c>name(type,type)</c>.</summary>
    public static byte[] Selector(string signature) => Keccak256.Hash(Encoding.ASCII.GetBytes(signature))[..4];

    private static string Selector(JsonElement item)
    {
        var types = item.GetProperty("inputs").EnumerateArray().Select(input => input.GetProperty("type").GetString());
        return Convert.ToHexStringLower(Selector($"{item.GetProperty("name").GetString()}({string.Join(',', types)})"));
    }

    private static JsonElement Load()
    {
        using var resource = typeof(AnchorArtifact).Assembly.GetManifestResourceStream("CheckpointAnchor.json")!;
        using var document = JsonDocument.Parse(resource);
        return document.RootElement.Clone();
    }
}
