using Lotmark.Contracts.Chain;
using Lotmark.Contracts.Evidence;

namespace Lotmark.Ledger.Verify;

/// <summary><c>verify FILE [--rpc URL]… [--trust FILE]</c>: checks an evidence bundle with no database and no service.</summary>
public static class VerifyCommand
{
    private const string Usage = """
        Usage: verify FILE [--rpc URL]... [--trust FILE]

          FILE          an evidence bundle, as /api/lots/{gtin}/{lot}/evidence gives it
          --rpc URL     ask this Ethereum node for the anchored root; several are all asked
          --trust FILE  what you know from elsewhere: origin, key, chainId, contract, rpcUrls (JSON)

        ✓ shown   ✗ refuted   ? only the bundle says so   - not shown

        Exit code: 0 all holds, 1 something does not, 2 the command was not understood.
        """;

    /// <summary>Runs the command. Returns the exit code.</summary>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output)
    {
        if (Options.Parse(arguments) is not { } options)
        {
            await output.WriteLineAsync(Usage);
            return 2;
        }

        TrustFile? trust = null;
        try
        {
            if (options.Trust is { } path && !TrustFile.TryParse(await File.ReadAllBytesAsync(path), out trust, out var wrong))
            {
                await output.WriteLineAsync($"{Sign(CheckOutcome.Failed)} trust      {wrong}");
                return 1;
            }
            return await CheckAsync(await File.ReadAllBytesAsync(options.File), trust, options.RpcUrls, output);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            await output.WriteLineAsync($"{Sign(CheckOutcome.Failed)} file       {e.Message}");
            return 1;
        }
    }

    private static async Task<int> CheckAsync(byte[] file, TrustFile? trust, IReadOnlyList<string> rpcUrls, TextWriter output)
    {
        var offline = EvidenceCheck.Offline(file, trust);
        await PrintAsync(offline, output);
        if (!EvidenceCheck.Holds(offline) || !EvidenceBundle.TryParse(file, out var bundle, out _)) return await RefuseAsync(offline, output);

        await output.WriteLineAsync();
        foreach (var (name, value) in EvidenceCheck.Facts(bundle)) await output.WriteLineAsync($"    {name}: {value}");
        await output.WriteLineAsync();
        if (bundle.Anchor is null)
        {
            await output.WriteLineAsync("Holds as far as it goes: in the log, not yet anchored. Fetch the bundle again in a while.");
            return 0;
        }

        var urls = rpcUrls.Count > 0 ? rpcUrls : trust?.RpcUrls ?? bundle.Anchor.RpcUrls;
        if (urls.Count == 0)
        {
            CheckStep[] nobody = [new("chain", CheckOutcome.Failed, "no node of the chain is named: name one with --rpc")];
            await PrintAsync(nobody, output);
            return await RefuseAsync(nobody, output);
        }
        if (rpcUrls.Count == 0 && trust is null) await PrintAsync([new("nodes", CheckOutcome.TakenOnTrust, "the nodes to ask are the bundle's own word")], output);
        using var http = new HttpClient();
        foreach (var url in urls)
        {
            var steps = await AskAsync(bundle, trust, new EthereumRootReader(http, url));
            await PrintAsync(steps, output);
            if (!EvidenceCheck.Holds(steps)) return await RefuseAsync(steps, output);
        }
        await output.WriteLineAsync(bundle.Freshness is null
            ? "\nHolds, as less: this was recorded, and nothing shows that no newer entry of the lot exists."
            : "\nHolds.");
        if (trust is null) await output.WriteLineAsync("What is marked ? is the bundle's own word: pin it with --trust.");
        return 0;
    }

    private static async Task<IReadOnlyList<CheckStep>> AskAsync(EvidenceBundle bundle, TrustFile? trust, EthereumRootReader node)
    {
        try
        {
            return await EvidenceCheck.OnChainAsync(bundle, trust, node, CancellationToken.None);
        }
        catch (ChainFaultException e)
        {
            return [new("chain", CheckOutcome.Failed, $"{node.Name} could not be asked ({e.Message}) The record may still be right: try again, or ask another node with --rpc.")];
        }
    }

    private static async Task PrintAsync(IEnumerable<CheckStep> steps, TextWriter output)
    {
        foreach (var step in steps) await output.WriteLineAsync($"{Sign(step.Outcome)} {step.Name,-10} {step.Detail}");
    }

    private static async Task<int> RefuseAsync(IEnumerable<CheckStep> steps, TextWriter output)
    {
        await output.WriteLineAsync($"\nDoes not hold: {steps.First(s => s.Outcome == CheckOutcome.Failed).Name}.");
        return 1;
    }

    private static char Sign(CheckOutcome outcome) => outcome switch
    {
        CheckOutcome.Passed => '✓',
        CheckOutcome.Failed => '✗',
        CheckOutcome.TakenOnTrust => '?',
        _ => '-',
    };

    private sealed record Options(string File, IReadOnlyList<string> RpcUrls, string? Trust)
    {
        public static Options? Parse(string[] arguments)
        {
            string? file = null, trust = null;
            var rpcUrls = new List<string>();
            for (var i = 0; i < arguments.Length; i++)
            {
                switch (arguments[i])
                {
                    case "--rpc" when i + 1 < arguments.Length && Uri.TryCreate(arguments[i + 1], UriKind.Absolute, out _):
                        rpcUrls.Add(arguments[++i]);
                        break;
                    case "--trust" when i + 1 < arguments.Length && trust is null:
                        trust = arguments[++i];
                        break;
                    case ['-', ..]:
                        return null;
                    default:
                        if (file is not null) return null;
                        file = arguments[i];
                        break;
                }
            }
            return file is null ? null : new(file, rpcUrls, trust);
        }
    }
}
