using System.Numerics;

namespace Lotmark.Contracts.Chain;

/// <summary>Which contract on which chain, and what an anchor may cost.</summary>
public sealed record ChainOptions
{
    private static readonly BigInteger Gwei = 1_000_000_000;

    /// <summary>JSON-RPC endpoints of nodes, tried in order.</summary>
    public required IReadOnlyList<string> RpcUrls { get; init; }

    /// <summary>EIP-155 chain id; nodes of another chain are not used.</summary>
    public required long ChainId { get; init; }

    /// <summary>Address of the anchor contract: 0x and 40 hex digits; mixed case must be that of EIP-55.</summary>
    public required string Contract { get; init; }

    /// <summary>Longest wait for one answer of one node.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Age of its newest block from which a node counts as one that fell behind; null where blocks come only when there is something to put in.</summary>
    public TimeSpan? OldestHead { get; init; }

    /// <summary>Most to pay for a unit of gas, in wei. While the base fee is above, nothing is signed.</summary>
    public BigInteger MaxFeeCap { get; init; } = 200 * Gwei;

    /// <summary>Most to tip for a unit of gas, in wei.</summary>
    public BigInteger MaxTip { get; init; } = 10 * Gwei;

    /// <summary>Least to tip for a unit of gas, in wei.</summary>
    public BigInteger MinTip { get; init; } = Gwei / 1000;

    /// <summary>Most gas that an anchor may use. A guard against surprises, far above what anchors take.</summary>
    public long GasCeiling { get; init; } = 2_000_000;
}
