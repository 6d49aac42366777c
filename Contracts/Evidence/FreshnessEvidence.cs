using Lotmark.Contracts.Freshness;
using Lotmark.Contracts.Json;
using Lotmark.Contracts.Notes;
using Lotmark.Contracts.Tree;

namespace Lotmark.Contracts.Evidence;

/// <summary>Shows which entry of a lot is its newest, or that it has none, in the tree of a checkpoint.</summary>
/// <param name="Epoch">Bytes of the tree's last leaf, which carries the root of the map.</param>
/// <param name="Inclusion">Inclusion path of that leaf.</param>
/// <param name="Map">What the map holds for the lot.</param>
public sealed record FreshnessEvidence(byte[] Epoch, IReadOnlyList<byte[]> Inclusion, LotMapProof Map)
{
    internal static FreshnessEvidence Read(StrictObject freshness) => new(
        EvidenceBundle.EntryBytes(freshness, "epoch", freshness.String("epoch")),
        Hashes(freshness, "inclusion", MerkleTree.MaxProofHashes),
        new(Hashes(freshness, "siblings", LotMapHash.KeyBits), freshness.ObjectOrNull("terminal", terminal =>
            new LotMapLeaf(Hash(terminal, "key", terminal.String("key")), Hash(terminal, "value", terminal.String("value"))))));

    private static byte[] Hash(StrictObject owner, string member, string text) =>
        StrictBase64.TryDecodeHash(text, out var hash) ? hash : throw owner.Wrong(member, "is not base64 of 32 bytes");

    private static IReadOnlyList<byte[]> Hashes(StrictObject owner, string member, int most)
    {
        var texts = owner.Strings(member);
        return texts.Count <= most ? [.. texts.Select(t => Hash(owner, member, t))] : throw owner.Wrong(member, $"holds more than {most} hashes");
    }
}
