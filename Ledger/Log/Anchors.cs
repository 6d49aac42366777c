namespace Lotmark.Ledger.Log;

/// <summary>Where an anchored checkpoint can be found on a chain.</summary>
/// <param name="Size">Size of the anchored tree.</param>
/// <param name="Root">Its root, hex.</param>
/// <param name="ChainId">EIP-155 chain id.</param>
/// <param name="Contract">Address of the anchor contract.</param>
/// <param name="Transaction">Hash of the transaction.</param>
/// <param name="Block">Number of its block.</param>
/// <param name="State"><c>mined</c>, <c>confirmed</c> or <c>final</c>.</param>
/// <param name="RpcUrls">Public endpoints that a reader may ask.</param>
public sealed record AnchorReference(
    long Size, string Root, long ChainId, string Contract, string Transaction, long Block, string State, IReadOnlyList<string> RpcUrls);

/// <summary>What the log asks of anchoring, which knows the chain.</summary>
public interface IAnchors
{
    /// <summary>The best anchor of a tree that holds this leaf: final before confirmed before mined, then the newest; null if none.</summary>
    Task<AnchorReference?> CoveringAsync(long leafIndex, CancellationToken cancel);
}
