using System.Numerics;

namespace Lotmark.Contracts.Chain;

/// <summary>What to offer for gas: enough for two full blocks of rise, never above the caps.</summary>
internal static class FeePolicy
{
    /// <summary>A limit a fifth above the estimate: the state may change before the transaction is mined.</summary>
    /// <exception cref="ChainFaultException">Above the ceiling.</exception>
    public static long GasLimit(long estimate, long ceiling)
    {
        var limit = estimate + (estimate + 4) / 5;
        return limit <= ceiling ? limit : throw new ChainFaultException(ChainFaultKind.GasTooHigh, $"The transaction would take {estimate} gas; the ceiling is {ceiling}.");
    }

    /// <exception cref="ChainFaultException"><see cref="ChainFaultKind.FeeTooHigh" />: the base fee, or what a replacement must offer, is above the cap.</exception>
    public static Fees Offer(BigInteger nextBaseFee, BigInteger suggestedTip, Fees? bumpFrom, ChainOptions options)
    {
        if (nextBaseFee > options.MaxFeeCap) throw new ChainFaultException(ChainFaultKind.FeeTooHigh, $"The base fee of {nextBaseFee} wei is above the cap of {options.MaxFeeCap}.");
        var tip = BigInteger.Min(BigInteger.Max(suggestedTip, options.MinTip), options.MaxTip);
        var max = BigInteger.Min(2 * nextBaseFee + tip, options.MaxFeeCap);
        if (bumpFrom is not null)
        {
            // Nodes replace a transaction only if both are a tenth higher.
            (tip, max) = (BigInteger.Max(tip, Bumped(bumpFrom.Tip)), BigInteger.Max(max, Bumped(bumpFrom.MaxFee)));
            if (tip > options.MaxTip || max > options.MaxFeeCap) throw new ChainFaultException(ChainFaultKind.FeeTooHigh, "A replacement would have to offer more than the caps allow.");
        }
        return new(BigInteger.Min(tip, max), max);
    }

    // × 1.125, rounded up
    private static BigInteger Bumped(BigInteger fee) => fee + BigInteger.Max((fee + 7) / 8, BigInteger.One);
}
