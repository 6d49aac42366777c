namespace Lotmark.Contracts.Chain;

/// <summary>What went wrong with a chain, in kinds that a caller can act upon.</summary>
public enum ChainFaultKind
{
    /// <summary>No endpoint answered sensibly. Try later.</summary>
    Unreachable,

    /// <summary>Every endpoint that answered belongs to another chain.</summary>
    WrongChain,

    /// <summary>There is no contract at the address.</summary>
    NoContract,

    /// <summary>The contract refuses; <see cref="ChainFaultException.ContractError" /> says why.</summary>
    Reverted,

    /// <summary>The account can't pay.</summary>
    InsufficientFunds,

    /// <summary>The nonce is used up.</summary>
    NonceTooLow,

    /// <summary>A replacement must pay more.</summary>
    Underpriced,

    /// <summary>The base fee is above the configured cap. Wait.</summary>
    FeeTooHigh,

    /// <summary>The transaction would need more gas than the configured ceiling.</summary>
    GasTooHigh,

    /// <summary>The node said something else.</summary>
    Other,
}

/// <summary>A chain did not do what was asked. The message never holds raw transactions or keys.</summary>
public sealed class ChainFaultException : Exception
{
    /// <summary>A fault of a kind.</summary>
    public ChainFaultException(ChainFaultKind kind, string message, string? contractError = null, Exception? cause = null) : base(message, cause) =>
        (Kind, ContractError) = (kind, contractError);

    /// <summary>The kind.</summary>
    public ChainFaultKind Kind { get; }

    /// <summary>Name of the contract's error, for <see cref="ChainFaultKind.Reverted" />.</summary>
    public string? ContractError { get; }
}
