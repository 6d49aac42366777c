using Lotmark.Contracts.Json;

namespace Lotmark.Contracts.Evidence;

/// <summary>
/// Shows that no lot of this name was registered when a tree was anchored: the problem document (RFC 9457) that answers who asks for
/// the evidence of such a lot. What it needs stands in its members <c>lot</c> and <c>absence</c>; the others are for people.
/// </summary>
/// <param name="Lot">Name of the lot.</param>
/// <param name="Checkpoint">The signed checkpoint, verbatim.</param>
/// <param name="Key">The vkey of the log.</param>
/// <param name="Freshness">The place in the map where the lot would stand.</param>
/// <param name="Anchor">Where the checkpoint stands on a chain.</param>
public sealed record AbsenceEvidence(string Lot, string Checkpoint, string Key, FreshnessEvidence Freshness, AnchorReceipt Anchor)
    : EvidenceFile(Lot, Key, Anchor)
{
    internal static AbsenceEvidence Read(StrictObject document)
    {
        var lot = document.String("lot");
        var absence = document.Object("absence", absence => new AbsenceEvidence(
            lot,
            absence.String("checkpoint"),
            absence.String("key"),
            absence.Object("freshness", FreshnessEvidence.Read),
            absence.Object("anchor", AnchorReceipt.Read)));
        document.IgnoreOthers();
        return absence;
    }
}
