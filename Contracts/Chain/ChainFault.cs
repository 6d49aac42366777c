namespace Lotmark.Contracts.Chain;

/// <summary>What went wrong with a chain, in kinds that a caller can act upon.</summary>
public enum ChainFaultKind
{
    /// <summary>No endpoint could be asked. Try later.</summary>
    Unreachable,

    /// <summary>The endpoints belong to another chain.</summary>
    WrongChain,

    /// <summary>There is no contract at the address.</summary>
    NoContract,

    /// <summary>The contract refuses; <see cref="ChainFaultException.ContractError" /> says why.</summary>
    Reverted,

    /// <summary>The account can't pay.</summary>
    InsufficientFunds,

    /// <summary>The node has this very transaction already.</summary>
    AlreadyKnown,

    /// <summary>The nonce is used up: by this transaction, or by another one.</summary>
    NonceTooLow,

    /// <summary>Another transaction waits under this nonce, and this one does not offer enough more.</summary>
    Underpriced,

    /// <summary>The chain is dearer than the transaction or the configured cap allows. Wait.</summary>
    FeeTooHigh,

    /// <summary>The transaction would need more gas than the configured ceiling, or the chain, allows.</summary>
    GasTooHigh,

    /// <summary>The nodes contradict each other. Believe none, ask again later.</summary>
    Disputed,

    /// <summary>Something else, which the caller can't act on.</summary>
    Other,
}

/// <summary>A chain did not do what was asked. The message never holds what a node said, which may repeat signed bytes.</summary>
/// <param name="kind">The kind.</param>
/// <param name="message">The same as a sentence.</param>
/// <param name="cause">What it came from.</param>
public sealed class ChainFaultException(ChainFaultKind kind, string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>The kind.</summary>
    public ChainFaultKind Kind => kind;

    /// <summary>Name of the contract's error, for example <c>SizeNotIncreasing</c>; null if the node did not tell.</summary>
    public string? ContractError { get; init; }
}
