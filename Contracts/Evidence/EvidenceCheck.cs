using System.Text.Json;

namespace Lotmark.Contracts.Evidence;

/// <summary>Judges evidence without asking the server it came from. Bad content fails a step and throws nothing.</summary>
public static class EvidenceCheck
{
    /// <summary>Checks all that needs no network. After the first failed step the rest is not run.</summary>
    /// <param name="file">The evidence. Whether it is of the lot that was asked for, the caller compares.</param>
    /// <param name="trust">What is known from elsewhere; without it the log's key is taken on trust.</param>
    public static IReadOnlyList<CheckStep> Offline(EvidenceFile file, TrustFile? trust) => UpToFirstFailure(OfflineCheck.Run(file, trust));

    /// <summary>Reads a file and checks all that needs no network; a malformed one fails the step <c>format</c>.</summary>
    /// <param name="utf8Json">The file.</param>
    /// <param name="trust">What is known from elsewhere; without it the log's key is taken on trust.</param>
    public static IReadOnlyList<CheckStep> Offline(ReadOnlyMemory<byte> utf8Json, TrustFile? trust) =>
        EvidenceFile.TryParse(utf8Json, out var file, out var problem) ? Offline(file, trust) : [CheckStep.Failed("format", problem)];

    /// <summary>
    /// Compares the anchor with the chain, as its nodes tell it, and the nodes with each other. A file that does not hold offline fails
    /// here too, before anything is asked. What a reader throws, when its node does not answer, passes through.
    /// </summary>
    /// <param name="file">The evidence.</param>
    /// <param name="trust">What is known from elsewhere; without it the contract is taken on trust.</param>
    /// <param name="nodes">At least one. Of several that do not belong together none can lie alone.</param>
    /// <param name="clock">Tells how old the anchored tree is.</param>
    /// <param name="cancel">Ends the questions.</param>
    public static async Task<IReadOnlyList<CheckStep>> OnChainAsync(
        EvidenceFile file, TrustFile? trust, IReadOnlyList<IRootReader> nodes, TimeProvider clock, CancellationToken cancel)
    {
        var offline = Offline(file, trust);
        if (!Holds(offline)) return [offline[^1]];
        if (file.Anchor is not { } anchor) return [CheckStep.NotChecked("chain", "in the log, not yet anchored")];

        var contract = ChainCheck.Contract(anchor, trust);
        if (!Holds([contract])) return [contract];
        var answers = await Task.WhenAll(nodes.Select(node => NodeAnswer.AskAsync(node, anchor, cancel)));
        return [contract, .. UpToFirstFailure(ChainCheck.Run(anchor, answers, clock.GetUtcNow()))];
    }

    /// <summary>Whether nothing failed. What was not checked or taken on trust remains open: show those steps.</summary>
    public static bool Holds(IEnumerable<CheckStep> steps) => steps.All(s => s.Outcome != CheckOutcome.Failed);

    /// <summary>
    /// What the newest entry says, a name and a value each, for printing: control characters are replaced, so that a terminal cannot be
    /// steered. Empty when there is no readable entry.
    /// </summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Facts(EvidenceFile file)
    {
        var entry = file switch { EvidenceBundle { Entries: [.., var newest] } => newest, ReceiptEvidence receipt => receipt.Entry, _ => null };
        if (entry is null || !Entry.TryParse(entry, out _, out _)) return [];

        using var document = JsonDocument.Parse(entry);
        var envelope = document.RootElement;
        IEnumerable<(string Name, JsonElement Value)> facts =
            [.. ((string[])["lot", "type", "version", "recordedAt"]).Select(name => (name, envelope.GetProperty(name))), .. Leaves("", envelope.GetProperty("data"))];
        return [.. facts.Select(f => KeyValuePair.Create(Printable.Of(f.Name), Printable.Of(f.Value.ToString())))];
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
}
