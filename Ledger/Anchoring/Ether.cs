using System.Numerics;

namespace Lotmark.Ledger.Anchoring;

/// <summary>Wei as people and instruments read them.</summary>
internal static class Ether
{
    /// <summary>In ETH; digits beyond what fits are lost.</summary>
    public static double Of(BigInteger wei) => (double)wei / 1e18;

    /// <summary>In gwei, the unit of gas prices.</summary>
    public static double Gwei(BigInteger wei) => (double)wei / 1e9;
}
