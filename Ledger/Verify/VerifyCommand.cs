using Lotmark.Contracts.Chain;
using Lotmark.Contracts.Evidence;

namespace Lotmark.Ledger.Verify;

/// <summary><c>verify FILE [--trust FILE] [--rpc URL]… [--lot LOT]</c>: checks evidence with no database and no service.</summary>
public static class VerifyCommand
{
    private const int Held = 0;
    private const int Refuted = 1;
    private const int NotUnderstood = 2;

    private const string Usage = """
        Usage: verify FILE [--trust FILE] [--rpc URL]... [--lot LOT]

          FILE          what /api/lots/{gtin}/{lot}/evidence answers, whether the lot is registered or not,
                        or the answer to a registration that was sent with Prefer: wait
          --trust FILE  what you know from elsewhere: origin, key, chainId, contract, rpcUrls (JSON)
          --rpc URL     ask this Ethereum node; two that do not belong together are compared
          --lot LOT     the lot you asked for, as its QR code carries it: 01/{gtin}/10/{lot}

        ✓ shown   ✗ refuted   ? only the file says so   - not shown

        Exit code: 0 holds as far as the last lines say, 1 does not hold or could not be checked, 2 the command was not understood.
        """;

    /// <summary>Runs the command. Returns the exit code.</summary>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output)
    {
        if (VerifyOptions.Parse(arguments) is not { } options)
        {
            await output.WriteLineAsync(Usage);
            return NotUnderstood;
        }

        var report = new VerifyReport(output);
        try
        {
            TrustFile? trust = null;
            if (options.Trust is { } path && !TrustFile.TryParse(await File.ReadAllBytesAsync(path), out trust, out var wrong))
                return await RefuseAsync(report, new("trust", CheckOutcome.Failed, wrong));
            return await CheckAsync(await File.ReadAllBytesAsync(options.File), trust, options, report);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return await RefuseAsync(report, new("file", CheckOutcome.Failed, e.Message));
        }
    }

    private static async Task<int> CheckAsync(byte[] content, TrustFile? trust, VerifyOptions options, VerifyReport report)
    {
        if (!EvidenceFile.TryParse(content, out var file, out var problem)) return await RefuseAsync(report, new("format", CheckOutcome.Failed, problem));

        var steps = new List<CheckStep>(EvidenceCheck.Offline(file, trust));
        // A true record of one lot proves nothing of another.
        if (options.Lot is { } lot && lot != file.Lot) steps.Insert(0, new("asked", CheckOutcome.Failed, $"the file is of {file.Lot}, you asked for {lot}"));
        await report.StepsAsync(steps);
        if (!EvidenceCheck.Holds(steps)) return await EndAsync(report, steps);
        await report.FactsAsync(file);

        var onChain = await AskAsync(file, trust, options.RpcUrls);
        await report.StepsAsync(onChain);
        steps.AddRange(onChain);
        if (!EvidenceCheck.Holds(steps)) return await EndAsync(report, steps);
        await report.HoldsAsync(file, steps);
        return Held;
    }

    private static async Task<IReadOnlyList<CheckStep>> AskAsync(EvidenceFile file, TrustFile? trust, IReadOnlyList<Uri> named)
    {
        if (file.Anchor is not { } anchor) return [];
        IReadOnlyList<string> urls = [.. (named.Count > 0 ? named.Select(url => url.ToString()) : trust?.RpcUrls ?? anchor.RpcUrls).Distinct()];
        if (urls.Count == 0) return [new("nodes", CheckOutcome.Failed, "no node of the chain is named: name one with --rpc")];

        using var http = new HttpClient();
        try
        {
            var answers = await EvidenceCheck.OnChainAsync(file, trust, [.. urls.Select(url => new EthereumRootReader(http, url))], TimeProvider.System, CancellationToken.None);
            return named.Count > 0 || trust is not null
                ? answers
                : [new("nodes", CheckOutcome.TakenOnTrust, $"the nodes asked are the file's own word: {string.Join(" and ", urls)}"), .. answers];
        }
        catch (ChainFaultException e)
        {
            return [new("chain", CheckOutcome.Failed, $"{e.Message} The record may still be right: try again, or ask another node with --rpc.")];
        }
    }

    private static async Task<int> RefuseAsync(VerifyReport report, CheckStep failed)
    {
        await report.StepsAsync([failed]);
        return await EndAsync(report, [failed]);
    }

    private static async Task<int> EndAsync(VerifyReport report, IReadOnlyList<CheckStep> steps)
    {
        await report.DoesNotHoldAsync(steps);
        return Refuted;
    }
}
