using System.Numerics;

namespace Lotmark.Contracts.Chain;

/// <summary>Which block a question is about.</summary>
public enum BlockTag
{
    /// <summary>The newest.</summary>
    Latest,

    /// <summary>The newest that is unlikely to be replaced.</summary>
    Safe,

    /// <summary>The newest that can't be replaced.</summary>
    Finalized,
}

/// <summary>What the contract holds. Count and size are 0 while it is empty.</summary>
public sealed record AnchorHead(long Count, long Size, byte[] Root, DateTimeOffset Time, long Block);

/// <summary>Fees of a transaction, in wei a unit of gas.</summary>
public sealed record Fees(BigInteger Tip, BigInteger MaxFee);

/// <summary>A signed transaction that nobody has seen yet.</summary>
public sealed record PreparedAnchor(long Nonce, byte[] Raw, byte[] Hash, Fees Fees, long GasLimit);

/// <summary>A transaction in a block.</summary>
public sealed record AnchorReceipt(bool Succeeded, long BlockNumber, byte[] BlockHash, long GasUsed);

/// <summary>A block by number and hash.</summary>
public sealed record BlockReference(long Number, byte[] Hash);

/// <summary>Where the chain stands; null what it does not tell yet.</summary>
public sealed record ChainHeads(BlockReference Latest, BlockReference? Safe, BlockReference? Finalized);

/// <summary>A chain with an anchor contract on it. Every call may throw <see cref="ChainFaultException" />.</summary>
public interface IAnchorChain
{
    /// <summary>What the contract holds at a block.</summary>
    Task<AnchorHead> LatestAsync(BlockTag tag, CancellationToken cancel);

    /// <summary>The root anchored at a size; null if none was.</summary>
    Task<byte[]?> RootAtAsync(long size, BlockTag tag, CancellationToken cancel);

    /// <summary>Number of the operator's transactions that are in blocks: its next nonce, unless some are on their way.</summary>
    Task<long> MinedNonceAsync(CancellationToken cancel);

    /// <summary>Tries the anchor on the node, prices it and signs it. Nothing is sent.</summary>
    /// <param name="size">Size of the tree.</param>
    /// <param name="root">Its root.</param>
    /// <param name="proof">Consistency proof from what is anchored.</param>
    /// <param name="nonce">Nonce of the transaction.</param>
    /// <param name="bumpFrom">Fees of the transaction it replaces; null for a new one.</param>
    /// <param name="cancel">Ends the wait.</param>
    Task<PreparedAnchor> PrepareAsync(long size, byte[] root, IReadOnlyList<byte[]> proof, long nonce, Fees? bumpFrom, CancellationToken cancel);

    /// <summary>Hands signed bytes to every endpoint. The same bytes again are the same transaction.</summary>
    Task SubmitAsync(ReadOnlyMemory<byte> raw, CancellationToken cancel);

    /// <summary>The receipt of a transaction; null while no block has it.</summary>
    Task<AnchorReceipt?> ReceiptAsync(byte[] hash, CancellationToken cancel);

    /// <summary>Where the chain stands.</summary>
    Task<ChainHeads> HeadsAsync(CancellationToken cancel);
}
