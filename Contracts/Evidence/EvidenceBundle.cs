using System.Diagnostics.CodeAnalysis;
using Lotmark.Contracts.Freshness;
using Lotmark.Contracts.Json;
using Lotmark.Contracts.Notes;
using Lotmark.Contracts.Tiles;
using Lotmark.Contracts.Tree;

namespace Lotmark.Contracts.Evidence;

/// <summary>All that shows what the ledger holds of a lot, as one JSON file. Reading it checks its form only; <see cref="EvidenceCheck" /> judges it.</summary>
/// <param name="Lot">Name of the lot.</param>
/// <param name="Entries">The bytes of each of its entries, oldest first.</param>
/// <param name="Proof">The tlog-proof file of the newest entry, with the signed checkpoint.</param>
/// <param name="Key">The vkey of the log.</param>
/// <param name="Freshness">Shows that no newer entry exists; null when the entry is not anchored yet.</param>
/// <param name="Anchor">Where the checkpoint stands on a chain; null when it does not yet.</param>
public sealed record EvidenceBundle(
    string Lot, IReadOnlyList<byte[]> Entries, string Proof, string Key, FreshnessEvidence? Freshness, AnchorReceipt? Anchor)
{
    /// <summary>The member <c>format</c>.</summary>
    public const string Format = "lotmark-evidence/1";

    /// <summary>A longer file is refused unread.</summary>
    public const int MaxBytes = 64 * 1024 * 1024;

    /// <summary>Reads a bundle: exactly the members of the format, base64 in its one spelling.</summary>
    /// <param name="utf8Json">The file.</param>
    /// <param name="bundle">What it holds.</param>
    /// <param name="problem">Otherwise, what is wrong with its form.</param>
    public static bool TryParse(
        ReadOnlyMemory<byte> utf8Json, [NotNullWhen(true)] out EvidenceBundle? bundle, [NotNullWhen(false)] out string? problem)
    {
        (bundle, problem) = (null, null);
        try
        {
            if (utf8Json.Length > MaxBytes) throw new FormatException($"the bundle is longer than {MaxBytes} bytes");
            bundle = StrictObject.Read(utf8Json, "bundle", Read);
            return true;
        }
        catch (FormatException e)
        {
            problem = e.Message;
            return false;
        }
    }

    private static EvidenceBundle Read(StrictObject bundle)
    {
        if (bundle.String("format") != Format) throw bundle.Wrong("format", $"is not {Format}");
        return new(
            bundle.String("lot"),
            [.. bundle.Strings("entries").Select(e => Bytes(bundle, "entries", e))],
            bundle.String("proof"),
            bundle.String("key"),
            bundle.ObjectOrNull("freshness", ReadFreshness),
            bundle.ObjectOrNull("anchor", ReadAnchor));
    }

    private static FreshnessEvidence ReadFreshness(StrictObject freshness) => new(
        Bytes(freshness, "epoch", freshness.String("epoch")),
        Hashes(freshness, "inclusion", MerkleTree.MaxProofHashes),
        new(Hashes(freshness, "siblings", LotMapHash.KeyBits), freshness.ObjectOrNull("terminal", terminal =>
            new LotMapLeaf(Hash(terminal, "key", terminal.String("key")), Hash(terminal, "value", terminal.String("value"))))));

    private static AnchorReceipt ReadAnchor(StrictObject anchor) => new(
        anchor.Number("chainId"),
        ContractAddress.TryParse(anchor.String("contract"), out var contract) ? contract : throw anchor.Wrong("contract", "is not an address"),
        anchor.Number("size"),
        LowerHex.TryDecodeHash(anchor.String("root"), out var root) ? root : throw anchor.Wrong("root", "is not 64 lower-case hex digits"),
        anchor.StringOrNull("transaction"),
        anchor.NumberOrNull("block"),
        anchor.StringOrNull("state"),
        anchor.StringsOrNone("rpcUrls"));

    private static byte[] Bytes(StrictObject owner, string member, string text) =>
        text.Length <= (EntryBundle.MaxEntryBytes + 2) / 3 * 4 && StrictBase64.TryDecode(text, out var bytes) && bytes.Length <= EntryBundle.MaxEntryBytes
            ? bytes
            : throw owner.Wrong(member, $"is not base64 of at most {EntryBundle.MaxEntryBytes} bytes");

    private static byte[] Hash(StrictObject owner, string member, string text) =>
        StrictBase64.TryDecodeHash(text, out var hash) ? hash : throw owner.Wrong(member, "is not base64 of 32 bytes");

    private static IReadOnlyList<byte[]> Hashes(StrictObject owner, string member, int most)
    {
        var texts = owner.Strings(member);
        return texts.Count <= most ? [.. texts.Select(t => Hash(owner, member, t))] : throw owner.Wrong(member, $"holds more than {most} hashes");
    }
}

/// <summary>Shows which entry of a lot is its newest, in the tree of the bundle's checkpoint.</summary>
/// <param name="Epoch">Bytes of the tree's last leaf, which carries the root of the map.</param>
/// <param name="Inclusion">Inclusion path of that leaf.</param>
/// <param name="Map">What the map holds for the lot.</param>
public sealed record FreshnessEvidence(byte[] Epoch, IReadOnlyList<byte[]> Inclusion, LotMapProof Map);

/// <summary>Where a checkpoint was anchored. What is not compared with the chain itself is the bundle's own word.</summary>
/// <param name="ChainId">The chain (EIP-155).</param>
/// <param name="Contract">Address of the contract: 0x and 40 hex digits.</param>
/// <param name="Size">Leaves of the anchored tree.</param>
/// <param name="Root">Its root, 32 bytes.</param>
/// <param name="Transaction">Hash of the transaction, not checked.</param>
/// <param name="Block">Number of its block, not checked.</param>
/// <param name="State">How far the anchor had come when the bundle was made, not checked.</param>
/// <param name="RpcUrls">Nodes that a reader may ask.</param>
public sealed record AnchorReceipt(
    long ChainId, string Contract, long Size, byte[] Root, string? Transaction, long? Block, string? State, IReadOnlyList<string> RpcUrls);
