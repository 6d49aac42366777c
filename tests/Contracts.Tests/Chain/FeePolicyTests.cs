using System.Numerics;
using CsCheck;
using Lotmark.Contracts.Chain;

namespace Lotmark.Contracts.Tests.Chain;

public sealed class FeePolicyTests
{
    private static readonly ChainOptions Options = new() { RpcUrls = ["http://a"], ChainId = 1, Contract = Anvil.NoContract, MaxFeeCap = 1000, MaxTip = 100, MinTip = 2 };

    [Theory]
    [InlineData(10, 5, 5, 25)]
    [InlineData(10, 0, 2, 22)] // the floor
    [InlineData(10, 500, 100, 120)] // the tip's cap
    [InlineData(600, 5, 5, 1000)] // the whole's cap
    [InlineData(1000, 5, 5, 1000)]
    public void An_offer_covers_two_base_fees_and_the_tip(int baseFee, int tip, int offeredTip, int offeredMax) =>
        Assert.Equal(new Fees(offeredTip, offeredMax), FeePolicy.Offer(baseFee, tip, null, Options));

    [Fact]
    public void A_base_fee_above_the_cap_is_waited_out() =>
        Assert.Equal(ChainFaultKind.FeeTooHigh, Assert.Throws<ChainFaultException>(() => FeePolicy.Offer(1001, 5, null, Options)).Kind);

    [Fact]
    public void A_replacement_offers_at_least_an_eighth_more_of_both_or_is_not_made() =>
        Gen.Select(Gen.Int[0, 400], Gen.Int[0, 120], Gen.Int[0, 110], Gen.Int[0, 1100]).Sample((baseFee, hint, tip, max) =>
        {
            try
            {
                var fees = FeePolicy.Offer(baseFee, hint, new(tip, max), Options);
                Assert.True(8 * fees.Tip >= 9 * BigInteger.Min(tip, max) && fees.Tip > BigInteger.Min(tip, max));
                Assert.True(8 * fees.MaxFee >= 9 * max && fees.MaxFee > max);
                Assert.True(fees.Tip <= fees.MaxFee && fees.MaxFee <= Options.MaxFeeCap && fees.Tip <= Options.MaxTip);
            }
            catch (ChainFaultException e)
            {
                Assert.Equal(ChainFaultKind.FeeTooHigh, e.Kind);
                Assert.True(tip * 9 > 8 * 99 || max * 9 > 8 * 999);
            }
        });

    [Theory]
    [InlineData(100_000, 120_000)]
    [InlineData(1, 2)]
    public void A_gas_limit_leaves_a_fifth_of_room(long estimate, long limit) => Assert.Equal(limit, FeePolicy.GasLimit(estimate, 1_000_000));

    [Fact]
    public void Gas_above_the_ceiling_is_refused() =>
        Assert.Equal(ChainFaultKind.GasTooHigh, Assert.Throws<ChainFaultException>(() => FeePolicy.GasLimit(100_000, 119_999)).Kind);
}
