using Lotmark.Ledger.Alarms;

namespace Lotmark.Ledger.Anchoring;

/// <summary>The alarms of anchoring. Each look at the chain says which of them stand; the others are over.</summary>
public sealed class AnchorAlarms(AlarmBoard board)
{
    /// <summary>The chain's history is not this log's.</summary>
    public const string Forked = "anchor-forked";

    /// <summary>The contract belongs to another log.</summary>
    public const string AnotherLog = "contract-of-another-log";

    /// <summary>The contract is closed for good.</summary>
    public const string Closed = "contract-closed";

    /// <summary>This key may not anchor.</summary>
    public const string OperatorRemoved = "operator-removed";

    /// <summary>An anchor that was final is gone from the chain.</summary>
    public const string FinalGone = "final-anchor-gone";

    /// <summary>Somebody else sends transactions with this key.</summary>
    public const string KeyUsedElsewhere = "key-used-elsewhere";

    /// <summary>Gas is dearer than the settings allow.</summary>
    public const string FeeOverCap = "fee-over-cap";

    /// <summary>The account can't pay for an anchor.</summary>
    public const string NoFunds = "no-funds";

    /// <summary>The account can't pay for many more anchors.</summary>
    public const string BalanceLow = "balance-low";

    /// <summary>A node or the contract refuses for a reason that should not be.</summary>
    public const string Refused = "anchor-refused";

    /// <summary>No node answers.</summary>
    public const string Unreachable = "chain-unreachable";

    /// <summary>The nodes are of another chain.</summary>
    public const string WrongChain = "wrong-chain";

    /// <summary>No anchor contract stands at the address.</summary>
    public const string ContractMissing = "contract-missing";

    private static readonly string[] OfLooks =
        [Forked, AnotherLog, Closed, OperatorRemoved, FinalGone, KeyUsedElsewhere, FeeOverCap, NoFunds, BalanceLow, Refused];

    private static readonly string[] OfFaults = [Unreachable, WrongChain, ContractMissing];

    /// <summary>After a whole look: what it found stands, all else is over.</summary>
    public async Task SettleAsync(IReadOnlyDictionary<string, string> found, CancellationToken cancel)
    {
        foreach (var (code, message) in found) await board.RaiseAsync(code, message, cancel);
        await board.ClearAsync([.. OfLooks.Concat(OfFaults).Where(code => !found.ContainsKey(code))], cancel);
    }

    /// <summary>The chain could not be looked at for a while. What a look found before stands on.</summary>
    public async Task FaultAsync(string code, string message, CancellationToken cancel)
    {
        await board.RaiseAsync(code, message, cancel);
        await board.ClearAsync([.. OfFaults.Where(other => other != code)], cancel);
    }
}
