using System.Text.Json;

namespace Lotmark.Contracts.Evidence;

/// <summary>Judges an evidence bundle without asking the server it came from. Bad content fails a step and throws nothing.</summary>
public static class EvidenceCheck
{
    /// <summary>Checks all that needs no network. After the first failed step the rest is not run.</summary>
    /// <param name="bundle">The evidence. Whether it is of the lot that was asked for, the caller compares.</param>
    /// <param name="trust">What is known from elsewhere; without it the log's key is taken on trust.</param>
    public static IReadOnlyList<CheckStep> Offline(EvidenceBundle bundle, TrustFile? trust) => UpToFirstFailure(OfflineCheck.Run(bundle, trust));

    /// <summary>Reads a bundle and checks all that needs no network; a malformed one fails the step <c>format</c>.</summary>
    /// <param name="utf8Json">The file.</param>
    /// <param name="trust">What is known from elsewhere; without it the log's key is taken on trust.</param>
    public static IReadOnlyList<CheckStep> Offline(ReadOnlyMemory<byte> utf8Json, TrustFile? trust) =>
        EvidenceBundle.TryParse(utf8Json, out var bundle, out var problem) ? Offline(bundle, trust) : [CheckStep.Failed("format", problem)];

    /// <summary>
    /// Compares the bundle's anchor with the chain, as one node tells it. A bundle that does not hold offline fails here too, before
    /// anything is asked. What the reader throws, when the node does not answer, passes through.
    /// </summary>
    /// <param name="bundle">The evidence.</param>
    /// <param name="trust">What is known from elsewhere; without it the contract is taken on trust.</param>
    /// <param name="chain">The node.</param>
    /// <param name="cancel">Ends the questions.</param>
    public static async Task<IReadOnlyList<CheckStep>> OnChainAsync(EvidenceBundle bundle, TrustFile? trust, IRootReader chain, CancellationToken cancel)
    {
        var offline = Offline(bundle, trust);
        if (!Holds(offline)) return [offline[^1]];

        var steps = new List<CheckStep>();
        await foreach (var step in ChainCheck.Run(bundle, trust, chain, cancel))
        {
            steps.Add(step);
            if (step.Outcome == CheckOutcome.Failed) break;
        }
        return steps;
    }

    /// <summary>Whether nothing failed. What was not checked or taken on trust remains open: show those steps.</summary>
    public static bool Holds(IEnumerable<CheckStep> steps) => steps.All(s => s.Outcome != CheckOutcome.Failed);

    /// <summary>
    /// What the newest entry says, a name and a value each, for printing: control characters are replaced, so that a terminal cannot be
    /// steered. Empty when there is no readable entry.
    /// </summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Facts(EvidenceBundle bundle)
    {
        if (bundle.Entries.Count == 0 || !Entry.TryParse(bundle.Entries[^1], out _, out _)) return [];

        using var newest = JsonDocument.Parse(bundle.Entries[^1]);
        var entry = newest.RootElement;
        IEnumerable<(string Name, JsonElement Value)> facts =
            [.. ((string[])["lot", "type", "version", "recordedAt"]).Select(name => (name, entry.GetProperty(name))), .. Leaves("", entry.GetProperty("data"))];
        return [.. facts.Select(f => KeyValuePair.Create(Printable(f.Name), Printable(f.Value.ToString())))];
    }

    private static List<CheckStep> UpToFirstFailure(IEnumerable<CheckStep> run)
    {
        var steps = new List<CheckStep>();
        foreach (var step in run)
        {
            steps.Add(step);
            if (step.Outcome == CheckOutcome.Failed) break;
        }
        return steps;
    }

    private static IEnumerable<(string Name, JsonElement Value)> Leaves(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(m => Leaves(name.Length == 0 ? m.Name : $"{name}.{m.Name}", m.Value)),
        JsonValueKind.Array => value.EnumerateArray().SelectMany((v, i) => Leaves($"{name}[{i}]", v)),
        _ => [(name, value)],
    };

    private static string Printable(string text) => string.Concat(text.Select(c => char.IsControl(c) ? '\ufffd' : c));
}
