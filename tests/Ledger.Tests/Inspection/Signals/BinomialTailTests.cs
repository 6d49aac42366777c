using System.Numerics;
using CsCheck;
using Lotmark.Ledger.Inspection.Signals;

namespace Lotmark.Ledger.Tests.Inspection.Signals;

public sealed class BinomialTailTests
{
    [Theory]
    [InlineData(10, 0.5, 8, 56 / 1024.0)]
    [InlineData(20, 0.5, 15, 21_700 / 1_048_576.0)]
    [InlineData(3, 1 / 9.0, 3, 1 / 729.0)]
    [InlineData(8, 1 / 8.0, 1, 1 - 5_764_801 / 16_777_216.0)]
    [InlineData(5, 0.3, 0, 1)]
    [InlineData(5, 0.3, 6, 0)]
    public void It_is_what_one_counts_by_hand(int n, double probability, int least, double expected) => Close(expected, BinomialTail.AtLeast(n, probability, least));

    // The tables that statistics books print have four places.
    [Theory]
    [InlineData(20, 0.1, 5, 0.0432)]
    [InlineData(20, 0.2, 8, 0.0321)]
    [InlineData(15, 0.3, 7, 0.1311)]
    [InlineData(100, 0.5, 60, 0.0284)]
    public void It_is_what_tables_print(int n, double probability, int least, double expected) => Assert.Equal(expected, BinomialTail.AtLeast(n, probability, least), 4);

    [Fact]
    public void It_is_the_sum_of_all_terms_as_whole_numbers_tell_it() => Gen.Select(Gen.Int[1, 600], Gen.Int[7, 56], Gen.Double[0, 1]).Sample((n, before, part) =>
    {
        var least = (int)Math.Round(part * n);
        Close(Exact(n, 7, before, least), BinomialTail.AtLeast(n, 7.0 / (7 + before), least));
    }, iter: 300);

    [Theory]
    [InlineData(1_000_000, 0.5, 500_001, 0.49960105782)] // (1 - the middle term) / 2
    [InlineData(10_000_000, 1 / 9.0, 10_000_000, 0)]
    public void Large_numbers_do_not_break_it(long n, double probability, long least, double expected) => Assert.Equal(expected, BinomialTail.AtLeast(n, probability, least), 8);

    [Fact]
    public void More_are_never_more_probable() => Gen.Select(Gen.Int[1, 5000], Gen.Int[7, 56], Gen.Int[0, 4999]).Sample((n, before, least) =>
        BinomialTail.AtLeast(n, 7.0 / (7 + before), Math.Min(least, n)) >= BinomialTail.AtLeast(n, 7.0 / (7 + before), Math.Min(least, n) + 1) - 1e-12);

    private static double Exact(int n, int window, int before, int least)
    {
        var (sum, choose) = (BigInteger.Zero, BigInteger.One);
        for (var k = 0; k <= n; choose = choose * (n - k) / (k + 1), k++)
            if (k >= least) sum += choose * BigInteger.Pow(window, k) * BigInteger.Pow(before, n - k);
        return Math.Exp(BigInteger.Log(sum) - n * Math.Log(window + before));
    }

    private static void Close(double expected, double told) => Assert.True(Math.Abs(expected - told) <= 1e-9 * expected, $"{told} instead of {expected}");
}
