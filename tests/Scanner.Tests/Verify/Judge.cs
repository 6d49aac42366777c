using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Lotmark.Scanner.Tests.Verify;

/// <summary>What the browser's modules make of evidence, run by Node.</summary>
public static class Judge
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Verify");

    /// <summary>A case.</summary>
    /// <param name="Evidence">The file.</param>
    /// <param name="Trust">A trust file.</param>
    /// <param name="Asked">The lot that was scanned (<c>lot</c>) and the version that the page shows (<c>version</c>).</param>
    /// <param name="Chain">The nodes by host; null for no network at all.</param>
    public sealed record Case(byte[] Evidence, byte[]? Trust = null, object? Asked = null, IReadOnlyDictionary<string, Node>? Chain = null);

    /// <summary>A node of the chain.</summary>
    public sealed record Node(long ChainId, IReadOnlyList<Anchor> Anchors, long Height)
    {
        public bool HasContract { get; init; } = true;
        public bool Down { get; init; }
        public string Finalized { get; init; } = "available";
    }

    /// <summary>What its contract holds.</summary>
    public sealed record Anchor(long Size, string Root, long Block, bool Final = true, long Time = 1_790_000_000);

    public sealed record Step(string Name, string Outcome, string? Why);

    public sealed record Report(string Verdict, IReadOnlyList<Step> Steps)
    {
        public string Last => $"{Steps[^1].Name} {Steps[^1].Outcome}";

        public Step Of(string name) => Steps.Last(s => s.Name == name);
    }

    /// <summary>The reports of cases, in one run.</summary>
    public static async Task<IReadOnlyList<Report>> Of(params IReadOnlyList<Case> cases)
    {
        var lines = cases.Select(one => JsonSerializer.Serialize(one, JsonSerializerOptions.Web));
        var answers = (await RunAsync(string.Join('\n', lines), "judge.mjs")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return [.. answers.Select(line => JsonSerializer.Deserialize<Report>(line, JsonSerializerOptions.Web)!)];
    }

    /// <summary>Runs Node among the modules; its output.</summary>
    public static async Task<string> RunAsync(string input, params string[] arguments)
    {
        using var node = Process.Start(new ProcessStartInfo("node", arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = node.StandardOutput.ReadToEndAsync();
        var errors = node.StandardError.ReadToEndAsync();
        await node.StandardInput.WriteAsync(input);
        node.StandardInput.Close();
        await node.WaitForExitAsync();
        Assert.True(node.ExitCode == 0, $"node ended with {node.ExitCode}: {await errors}{await output}");
        return await output;
    }

    /// <summary>A trust file.</summary>
    public static byte[] Bytes(Contracts.Evidence.TrustFile trust, params string[] rpcUrls) => JsonSerializer.SerializeToUtf8Bytes(new JsonObject
    {
        ["origin"] = trust.Origin,
        ["key"] = trust.Key.ToString(),
        ["chainId"] = trust.ChainId,
        ["contract"] = trust.Contract,
        ["rpcUrls"] = new JsonArray([.. rpcUrls.Select(url => JsonValue.Create(url))]),
    });
}
