namespace Lotmark.Contracts.Evidence;

/// <summary>A node of a chain, as far as evidence needs it. One reader is one node: ask several that do not belong together.</summary>
public interface IRootReader
{
    /// <summary>What people know the node by, such as its URL.</summary>
    string Name { get; }

    /// <summary>The chain it follows (EIP-155).</summary>
    Task<long> ChainIdAsync(CancellationToken cancel);

    /// <summary>Number of its newest block.</summary>
    Task<long> HeightAsync(CancellationToken cancel);

    /// <summary>Whether code stands at the address.</summary>
    Task<bool> HasContractAsync(string contract, CancellationToken cancel);

    /// <summary>The root that the contract keeps for a size, or null for none.</summary>
    /// <param name="contract">Address of the contract.</param>
    /// <param name="size">Leaves of the tree.</param>
    /// <param name="finalized">As of the last finalized block instead of the latest.</param>
    /// <param name="cancel">Ends the question.</param>
    Task<byte[]?> RootAtAsync(string contract, long size, bool finalized, CancellationToken cancel);

    /// <summary>The tree that was anchored last, at the latest block; null for none.</summary>
    Task<AnchoredTree?> LatestAsync(string contract, CancellationToken cancel);

    /// <summary>When a tree of this size was anchored, at the latest block; null if none was.</summary>
    Task<AnchoredTree?> AnchorOfAsync(string contract, long size, CancellationToken cancel);
}

/// <summary>When the contract took a tree.</summary>
/// <param name="Size">Leaves of the tree.</param>
/// <param name="Time">Time of the block.</param>
/// <param name="Block">Number of the block.</param>
public sealed record AnchoredTree(long Size, DateTimeOffset Time, long Block);
