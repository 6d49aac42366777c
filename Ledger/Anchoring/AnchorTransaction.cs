using Lotmark.Contracts.Chain;

namespace Lotmark.Ledger.Anchoring;

/// <summary>Where an anchoring transaction stands.</summary>
public enum AnchorState
{
    /// <summary>Signed and stored; whether a node has it is unknown.</summary>
    Prepared,

    /// <summary>A node took it.</summary>
    Sent,

    /// <summary>In a block.</summary>
    Mined,

    /// <summary>In a block with enough others on top.</summary>
    Confirmed,

    /// <summary>In a block that can't be replaced any more.</summary>
    Final,

    /// <summary>Another one with the same nonce came into a block.</summary>
    Replaced,

    /// <summary>The contract refused it, in a block.</summary>
    Reverted,

    /// <summary>The chain went on without it.</summary>
    Lost,
}

/// <summary>One transaction that carries a checkpoint to the contract.</summary>
/// <param name="Id">Number of the row: a later one was signed later.</param>
/// <param name="Nonce">The sender's number of it. Several that compete for one place share it.</param>
/// <param name="Size">Size of the tree it anchors.</param>
/// <param name="Root">Root of that tree.</param>
/// <param name="PreviousSize">Size that the proof in it starts from.</param>
/// <param name="Raw">The bytes to send.</param>
/// <param name="Hash">Hash of the transaction.</param>
/// <param name="Fees">What it offers for gas.</param>
/// <param name="GasLimit">Gas it may use.</param>
/// <param name="State">Where it stands.</param>
/// <param name="WaitingFrom">Number of the newest block when it began to wait for one.</param>
/// <param name="PreparedAt">When it was stored.</param>
/// <param name="BlockNumber">Number of its block; null while it is in none.</param>
/// <param name="BlockHash">Hash of that block.</param>
public sealed record AnchorTransaction(
    long Id, long Nonce, long Size, byte[] Root, long PreviousSize, byte[] Raw, byte[] Hash, Fees Fees, long GasLimit,
    AnchorState State, long WaitingFrom, DateTime PreparedAt, long? BlockNumber, byte[]? BlockHash)
{
    /// <summary>Its fate is open: it is watched.</summary>
    public bool IsOpen => State is AnchorState.Prepared or AnchorState.Sent or AnchorState.Mined or AnchorState.Confirmed;

    /// <summary>A block held it when it was looked for last.</summary>
    public bool IsInBlock => State is AnchorState.Mined or AnchorState.Confirmed;
}
