using Lotmark.Contracts.Json;

namespace Lotmark.Contracts.Evidence;

/// <summary>
/// Shows that one event was taken into the log: the answer to a command that was sent with <c>Prefer: wait</c>. What it needs stands
/// in its member <c>receipt</c>; the others are for programs that go on from there.
/// </summary>
/// <param name="Lot">Name of the lot, as the entry says it.</param>
/// <param name="Entry">The entry's bytes.</param>
/// <param name="Proof">Its tlog-proof file, with the signed checkpoint.</param>
/// <param name="Key">The vkey of the log.</param>
public sealed record ReceiptEvidence(string Lot, byte[] Entry, string Proof, string Key) : EvidenceFile(Lot, Key, Anchor: null)
{
    internal static ReceiptEvidence Read(StrictObject answer)
    {
        var read = answer.ObjectOrNull("receipt", receipt =>
        {
            var entry = EvidenceBundle.EntryBytes(receipt, "entry", receipt.String("entry"));
            return Evidence.Entry.TryParse(entry, out var parsed, out var problem)
                ? new ReceiptEvidence(parsed.Lot, entry, receipt.String("proof"), receipt.String("key"))
                : throw receipt.Wrong("entry", problem);
        });
        answer.IgnoreOthers();
        return read ?? throw answer.Wrong("receipt", "is null: the event was not in the log yet when this was answered");
    }
}
