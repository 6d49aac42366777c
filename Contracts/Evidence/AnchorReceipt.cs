using Lotmark.Contracts.Json;

namespace Lotmark.Contracts.Evidence;

/// <summary>Where a checkpoint was anchored. What is not compared with the chain itself is the file's own word.</summary>
/// <param name="ChainId">The chain (EIP-155).</param>
/// <param name="Contract">Address of the contract: 0x and 40 hex digits.</param>
/// <param name="Size">Leaves of the anchored tree.</param>
/// <param name="Root">Its root, 32 bytes.</param>
/// <param name="Transaction">Hash of the transaction, not checked.</param>
/// <param name="Block">Number of its block, not checked.</param>
/// <param name="State">How far the anchor had come when the file was made, not checked.</param>
/// <param name="RpcUrls">Nodes that a reader may ask.</param>
public sealed record AnchorReceipt(
    long ChainId, string Contract, long Size, byte[] Root, string? Transaction, long? Block, string? State, IReadOnlyList<string> RpcUrls)
{
    internal static AnchorReceipt Read(StrictObject anchor) => new(
        anchor.Number("chainId"),
        ContractAddress.TryParse(anchor.String("contract"), out var contract) ? contract : throw anchor.Wrong("contract", "is not an address"),
        anchor.Number("size"),
        LowerHex.TryDecodeHash(anchor.String("root"), out var root) ? root : throw anchor.Wrong("root", "is not 64 lower-case hex digits"),
        anchor.StringOrNull("transaction"),
        anchor.NumberOrNull("block"),
        anchor.StringOrNull("state"),
        anchor.StringsOrNone("rpcUrls"));
}
