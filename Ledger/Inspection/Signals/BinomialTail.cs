namespace Lotmark.Ledger.Inspection.Signals;

/// <summary>How probable it is that of n events, each of which falls into a window with the same probability, so many or more do.</summary>
public static class BinomialTail
{
    private const int SmallestForSeries = 32;

    /// <summary>P(X ≥ <paramref name="least" />) for X ~ Binomial(<paramref name="n" />, <paramref name="probability" />).</summary>
    /// <param name="n">Number of events.</param>
    /// <param name="probability">Of one to fall into the window; between 0 and 1, ends excluded.</param>
    /// <param name="least">How many did.</param>
    public static double AtLeast(long n, double probability, long least)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        if (probability is not (> 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability between 0 and 1 belongs here.");
        if (least <= 0) return 1;
        if (least > n) return 0;
        // Summed from where it is small: the terms fall from there, and nothing cancels out.
        return least > n * probability ? Tail(n, probability, least) : 1 - Tail(n, 1 - probability, n - least + 1);
    }

    // The terms from k on, each a multiple of the one before it. The first is made of logarithms, for it may be smaller than any double.
    private static double Tail(long n, double probability, long k)
    {
        var odds = probability / (1 - probability);
        var (sum, term) = (1.0, 1.0);
        for (var i = k; i < n && term > sum * 1e-17; i++) sum += term *= (n - i) / (i + 1.0) * odds;
        var first = LogFactorial(n) - LogFactorial(k) - LogFactorial(n - k) + k * Math.Log(probability) + (n - k) * Math.Log(1 - probability);
        return Math.Min(1, Math.Exp(first + Math.Log(sum)));
    }

    // Stirling's series; what is left out is below 1e-13 from 32 on.
    private static double LogFactorial(long n)
    {
        if (n < SmallestForSeries)
        {
            var product = 1.0;
            for (var i = 2; i <= n; i++) product *= i;
            return Math.Log(product);
        }
        double x = n, inverse = 1 / x, square = inverse * inverse;
        return (x + 0.5) * Math.Log(x) - x + 0.5 * Math.Log(2 * Math.PI) + inverse * (1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square / 1680)));
    }
}
