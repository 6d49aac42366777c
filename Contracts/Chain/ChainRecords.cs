using System.Numerics;

namespace Lotmark.Contracts.Chain;

/// <summary>Which block a question is about.</summary>
public enum BlockTag
{
    /// <summary>The newest; it may still be replaced.</summary>
    Latest,

    /// <summary>One that is unlikely to be replaced.</summary>
    Safe,

    /// <summary>One that can't be replaced any more.</summary>
    Finalized,
}

/// <summary>The newest anchor.</summary>
/// <param name="Count">Number of anchors so far.</param>
/// <param name="Size">Leaves of the anchored tree; 0 if none.</param>
/// <param name="Root">Its root, 32 bytes; zeros if none.</param>
/// <param name="Time">Time of its block.</param>
/// <param name="Block">Number of its block.</param>
public sealed record AnchorHead(long Count, long Size, byte[] Root, DateTimeOffset Time, long Block)
{
    /// <summary>Nothing is anchored.</summary>
    public static AnchorHead Empty { get; } = new(0, 0, new byte[32], DateTimeOffset.UnixEpoch, 0);
}

/// <summary>What a transaction offers for each unit of gas, in wei (EIP-1559).</summary>
/// <param name="Tip">maxPriorityFeePerGas.</param>
/// <param name="MaxFee">maxFeePerGas.</param>
public sealed record Fees(BigInteger Tip, BigInteger MaxFee);

/// <summary>A signed transaction.</summary>
/// <param name="Nonce">The sender's number of it.</param>
/// <param name="Raw">The bytes to send.</param>
/// <param name="Hash">Its hash, 32 bytes.</param>
/// <param name="Fees">What it offers.</param>
/// <param name="GasLimit">Gas it may use.</param>
public sealed record PreparedAnchor(long Nonce, byte[] Raw, byte[] Hash, Fees Fees, long GasLimit);

/// <summary>A transaction in a block.</summary>
/// <param name="Succeeded">False when the contract refused it.</param>
/// <param name="BlockNumber">Number of the block.</param>
/// <param name="BlockHash">Hash of the block: another one at this number later means that the transaction may be gone.</param>
/// <param name="GasUsed">Gas it took.</param>
public sealed record AnchorReceipt(bool Succeeded, long BlockNumber, byte[] BlockHash, long GasUsed);

/// <summary>Which log a contract serves, and whether the sender may still anchor there.</summary>
/// <param name="Origin">SHA-256 of the origin line of the log's checkpoints, 32 bytes.</param>
/// <param name="Predecessor">Contract that this one continues; null if none.</param>
/// <param name="Closed">Anchoring has ended there for good.</param>
/// <param name="SenderMayAnchor">False for a reader without a key too.</param>
public sealed record AnchorContract(byte[] Origin, string? Predecessor, bool Closed, bool SenderMayAnchor);

/// <summary>A block.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Hash">Its hash, 32 bytes.</param>
/// <param name="Time">Its time: a newest block that is old means a node that is behind.</param>
public sealed record BlockReference(long Number, byte[] Hash, DateTimeOffset Time);

/// <summary>Where a chain stands. A chain without such a notion, or too young, has no safe or finalized block.</summary>
/// <param name="Latest">The newest block.</param>
/// <param name="Safe">Null if there is none.</param>
/// <param name="Finalized">Null if there is none.</param>
public sealed record ChainHeads(BlockReference Latest, BlockReference? Safe, BlockReference? Finalized);
