using Lotmark.Contracts.Evidence;

namespace Lotmark.Ledger.Verify;

/// <summary>What <c>verify</c> found, for people: the steps, what the record says, and in the end what is shown and what is not.</summary>
internal sealed class VerifyReport(TextWriter output)
{
    /// <summary>A line for each step.</summary>
    public async Task StepsAsync(IEnumerable<CheckStep> steps)
    {
        foreach (var step in steps) await output.WriteLineAsync($"{Sign(step.Outcome)} {step.Name,-10} {step.Detail}");
    }

    /// <summary>What the newest entry says.</summary>
    public async Task FactsAsync(EvidenceFile file)
    {
        if (EvidenceCheck.Facts(file) is not { Count: > 0 } facts) return;
        await output.WriteLineAsync();
        foreach (var (name, value) in facts) await output.WriteLineAsync($"    {name}: {value}");
        await output.WriteLineAsync();
    }

    /// <summary>The last lines when something is refuted.</summary>
    public Task DoesNotHoldAsync(IEnumerable<CheckStep> steps) =>
        output.WriteLineAsync($"\nDoes not hold: {steps.First(s => s.Outcome == CheckOutcome.Failed).Name}.");

    /// <summary>The last lines when nothing is refuted. Only what is final counts as proven.</summary>
    public async Task HoldsAsync(EvidenceFile file, IReadOnlyList<CheckStep> steps)
    {
        if (file.Anchor is not null) await output.WriteLineAsync();
        await output.WriteLineAsync(file switch
        {
            ReceiptEvidence => "Holds as far as it goes: in the log; not yet anchored. Keep it: the log can't drop this event without its own signature speaking against it.",
            { Anchor: null } => "Holds as far as it goes: in the log, not yet anchored. Fetch it again in a while.",
            _ when !IsShown("final") => $"Holds as far as it goes: {Detail("final")}. Only what is final can't be undone: ask again in a while.",
            AbsenceEvidence => "Holds, absent: no lot of this name was registered when the tree was anchored.",
            EvidenceBundle { Freshness: null } => "Holds, as less: this was recorded, and nothing shows that no newer entry of the lot exists.",
            _ => "Holds.",
        });
        if (file.Anchor is not null && !IsShown("latest")) await output.WriteLineAsync($"It may be outdated: {Detail("latest")}. Fetch it again for the present state.");
        if (OwnWord() is { Count: > 0 } words) await output.WriteLineAsync($"Only the file's own word: {string.Join(", ", words)}. Pin them with --trust.");

        bool IsShown(string step) => steps.Any(s => s.Name == step && s.Outcome == CheckOutcome.Passed);

        string Detail(string step) => steps.First(s => s.Name == step).Detail;

        List<string> OwnWord() => [.. steps.Where(s => s.Outcome == CheckOutcome.TakenOnTrust).Select(s => s.Name switch
        {
            "key" => "the log's origin and key",
            "contract" => "the contract and the chain id",
            "nodes" => "the nodes that were asked",
            var name => name,
        })];
    }

    private static char Sign(CheckOutcome outcome) => outcome switch
    {
        CheckOutcome.Passed => '✓',
        CheckOutcome.Failed => '✗',
        CheckOutcome.TakenOnTrust => '?',
        _ => '-',
    };
}
