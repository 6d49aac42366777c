using System.Numerics;
using Lotmark.Contracts.Chain;

namespace Lotmark.Ledger.Anchoring;

/// <summary>One look at the chain: what it said, and what a person must look at because of it.</summary>
/// <param name="heads">Where the chain stands.</param>
/// <param name="minedNonce">The sender's first nonce that is not used up.</param>
/// <param name="anchored">What the contract holds.</param>
public sealed class AnchorLook(ChainHeads heads, long minedNonce, AnchorHead anchored)
{
    private readonly Dictionary<string, string> _alarms = [];

    /// <summary>Where the chain stands.</summary>
    public ChainHeads Heads => heads;

    /// <summary>The sender's first nonce that is not used up.</summary>
    public long MinedNonce => minedNonce;

    /// <summary>What the contract holds.</summary>
    public AnchorHead Anchored => anchored;

    /// <summary>The alarms that stand, by code.</summary>
    public IReadOnlyDictionary<string, string> Alarms => _alarms;

    /// <summary>Nothing may be signed or sent; it is enough to look from time to time whether that is over.</summary>
    public bool Halted { get; private set; }

    /// <summary>What the sender can spend, in wei.</summary>
    public BigInteger Balance { get; set; }

    /// <summary>States an alarm that does not keep anchoring from going on.</summary>
    public void Warn(string code, string message) => _alarms[code] = message;

    /// <summary>States an alarm while which nothing is signed or sent.</summary>
    public void Halt(string code, string message)
    {
        Warn(code, message);
        Halted = true;
    }

    /// <summary>Nothing is signed or sent, for a reason that others state.</summary>
    public void Halt() => Halted = true;
}
