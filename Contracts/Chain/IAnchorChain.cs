namespace Lotmark.Contracts.Chain;

/// <summary>
/// The anchor contract of one log on one chain. Every question throws <see cref="ChainFaultException" /> when the chain gives no
/// answer, and <see cref="OperationCanceledException" /> when the caller gives up.
/// </summary>
public interface IAnchorChain
{
    /// <summary>EIP-155 chain id that every node asked must have.</summary>
    long ChainId { get; }

    /// <summary>Address of the contract, in the mixed case of EIP-55.</summary>
    string Contract { get; }

    /// <summary>Address that anchors; null for a reader without a key.</summary>
    string? Sender { get; }

    /// <summary>Faults with <see cref="ChainFaultKind.NoContract" /> when no code stands at the address.</summary>
    Task EnsureContractAsync(CancellationToken cancel);

    /// <summary>Which log the contract serves, and whether the sender may anchor there. Faults with <see cref="ChainFaultKind.NoContract" /> when no anchor contract stands at the address.</summary>
    Task<AnchorContract> ContractAsync(CancellationToken cancel);

    /// <summary>The newest anchor as of a block; <see cref="AnchorHead.Empty" /> if there is none, or no contract yet at a safe or finalized block.</summary>
    Task<AnchorHead> LatestAsync(BlockTag tag, CancellationToken cancel);

    /// <summary>The root anchored at a size as of a block, 32 bytes; null if none is.</summary>
    Task<byte[]?> RootAtAsync(long size, BlockTag tag, CancellationToken cancel);

    /// <summary>Number of the sender's mined transactions: the first nonce that is not used up.</summary>
    Task<long> MinedNonceAsync(CancellationToken cancel);

    /// <summary>The same with what waits in the asked node's pool. A hint only: pools differ from node to node.</summary>
    Task<long> PendingNonceAsync(CancellationToken cancel);

    /// <summary>What the sender can spend, in wei.</summary>
    Task<System.Numerics.BigInteger> BalanceAsync(CancellationToken cancel);

    /// <summary>Asks the contract whether it would take this anchor now. Faults with <see cref="ChainFaultKind.Reverted" /> and the name of its error if not.</summary>
    Task AnchorDryRunAsync(long size, byte[] root, IReadOnlyList<byte[]> proof, CancellationToken cancel);

    /// <summary>Why the contract refuses this anchor as of a block: the name of its error; null if it does not, or the node does not tell.</summary>
    Task<string?> RefusalAsync(long size, byte[] root, IReadOnlyList<byte[]> proof, long block, CancellationToken cancel);

    /// <summary>Signs an anchor; nothing is sent. Store it before <see cref="SubmitAsync" />: the hash finds it again after any crash.</summary>
    /// <param name="size">Number of leaves.</param>
    /// <param name="root">Root at that size, 32 bytes.</param>
    /// <param name="proof">Consistency proof from the newest anchor; empty for the first.</param>
    /// <param name="nonce">The sender's number of this transaction.</param>
    /// <param name="bumpFrom">Fees of the transaction that this one replaces under the same nonce; null if none.</param>
    /// <param name="cancel">Gives up.</param>
    Task<PreparedAnchor> PrepareAsync(long size, byte[] root, IReadOnlyList<byte[]> proof, long nonce, Fees? bumpFrom, CancellationToken cancel);

    /// <summary>Sends signed bytes to every node. Harmless when they were sent before: the same bytes are the same transaction.</summary>
    Task SubmitAsync(ReadOnlyMemory<byte> rawTransaction, CancellationToken cancel);

    /// <summary>What became of a transaction; null while it is in no block. Faults with <see cref="ChainFaultKind.Disputed" /> when several nodes answer and no two agree on its block.</summary>
    Task<AnchorReceipt?> ReceiptAsync(byte[] hash, CancellationToken cancel);

    /// <summary>Hash of the block that has this number now; null if none has.</summary>
    Task<byte[]?> BlockHashAsync(long number, CancellationToken cancel);

    /// <summary>Where the chain stands. A node whose newest block is too old is passed over.</summary>
    Task<ChainHeads> HeadsAsync(CancellationToken cancel);
}
