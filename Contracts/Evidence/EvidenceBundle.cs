using Lotmark.Contracts.Json;
using Lotmark.Contracts.Notes;
using Lotmark.Contracts.Tiles;

namespace Lotmark.Contracts.Evidence;

/// <summary>All that shows what the ledger holds of a lot.</summary>
/// <param name="Lot">Name of the lot.</param>
/// <param name="Entries">The bytes of each of its entries, oldest first.</param>
/// <param name="Proof">The tlog-proof file of the newest entry, with the signed checkpoint.</param>
/// <param name="Key">The vkey of the log.</param>
/// <param name="Freshness">Shows that no newer entry exists; null when the entry is not anchored yet.</param>
/// <param name="Anchor">Where the checkpoint stands on a chain; null when it does not yet.</param>
public sealed record EvidenceBundle(
    string Lot, IReadOnlyList<byte[]> Entries, string Proof, string Key, FreshnessEvidence? Freshness, AnchorReceipt? Anchor)
    : EvidenceFile(Lot, Key, Anchor)
{
    /// <summary>The member <c>format</c>.</summary>
    public const string Format = "lotmark-evidence/1";

    internal static EvidenceBundle Read(StrictObject bundle)
    {
        if (bundle.String("format") != Format) throw bundle.Wrong("format", $"is not {Format}");
        return new(
            bundle.String("lot"),
            [.. bundle.Strings("entries").Select(e => EntryBytes(bundle, "entries", e))],
            bundle.String("proof"),
            bundle.String("key"),
            bundle.ObjectOrNull("freshness", FreshnessEvidence.Read),
            bundle.ObjectOrNull("anchor", AnchorReceipt.Read));
    }

    internal static byte[] EntryBytes(StrictObject owner, string member, string text) =>
        text.Length <= (EntryBundle.MaxEntryBytes + 2) / 3 * 4 && StrictBase64.TryDecode(text, out var bytes) && bytes.Length <= EntryBundle.MaxEntryBytes
            ? bytes
            : throw owner.Wrong(member, $"is not base64 of at most {EntryBundle.MaxEntryBytes} bytes");
}
