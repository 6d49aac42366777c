namespace Lotmark.Ledger.Inspection.Signals;

/// <summary>What is counted together.</summary>
public enum SeriesOf
{
    /// <summary>A product, by its GTIN.</summary>
    Product,

    /// <summary>One lot.</summary>
    Lot,

    /// <summary>A city.</summary>
    City,
}

/// <summary>How often one kind of thing was seen of one product, of one lot or in one city.</summary>
/// <param name="Kind">What was seen.</param>
/// <param name="Of">Whether it is a product, a lot or a city.</param>
/// <param name="Subject">Which one.</param>
/// <param name="Count">How often in the window.</param>
/// <param name="Before">How often in the days before it.</param>
/// <param name="DaysBefore">The days before the window on which it could have been seen, at most <see cref="Rises.BaselineDays" />.</param>
public sealed record SightingSeries(SightingKind Kind, SeriesOf Of, string Subject, long Count, long Before, int DaysBefore)
{
    /// <summary>How many of both there are.</summary>
    public long All => Count + Before;

    /// <summary>What share of them falls into the window while nothing changes.</summary>
    public double Share => (double)Rises.WindowDays / (Rises.WindowDays + DaysBefore);

    /// <summary>How many would be usual in the window, by the days before it.</summary>
    public double Usual => (double)Before * Rises.WindowDays / DaysBefore;
}

/// <summary>A series that rose beyond what chance explains.</summary>
/// <param name="Series">The series.</param>
/// <param name="P">The probability that, of as many as there were in all days, so many or more fall into the window, if nothing changed.</param>
public sealed record Rise(SightingSeries Series, double P);

/// <summary>
/// Finds rises beyond what chance explains. While a series has one rate, whatever it is, of the n that were seen in window and baseline together each falls into
/// the window with the probability window ÷ (window + baseline), so that their number there is binomial: an exact test that needs no estimate of the rate
/// (Przyborowski and Wilenski, 1940). Many series are looked at at once: each is held against the rate of false alarms divided by the number of those that could be
/// found at that threshold at all (Bonferroni, as Tarone refined it in 1990), so that all together raise one on at most that share of days.
/// </summary>
public static class Rises
{
    /// <summary>Days that are looked at, the present one included.</summary>
    public const int WindowDays = 7;

    /// <summary>Days before them that they are compared with, at most.</summary>
    public const int BaselineDays = 56;

    /// <summary>With fewer days to compare with a series is not tested.</summary>
    public const int LeastBaselineDays = 7;

    /// <summary>Fewer in the window are no rise.</summary>
    public const int LeastCount = 3;

    /// <summary>On at most this share of days there is any warning although nothing changed.</summary>
    public const double FalseAlarmRate = 0.01;

    /// <summary>The rises among series, the least probable first, and among how many they were looked for.</summary>
    /// <param name="all">Every series of which anything was seen in window or baseline. Those of which nothing was seen can't rise, and change nothing.</param>
    public static (IReadOnlyList<Rise> Found, int Tested) Find(IEnumerable<SightingSeries> all)
    {
        // Which of them could be found depends on how many were seen in all the days together, and not on when: so they may be chosen by it.
        var series = all.Where(s => s.DaysBefore >= LeastBaselineDays && s.All >= LeastCount).Select(s => (Series: s, Smallest: Math.Pow(s.Share, s.All))).OrderBy(s => s.Smallest).ToList();
        var tested = Enumerable.Range(1, series.Count).FirstOrDefault(k => k == series.Count || series[k].Smallest > FalseAlarmRate / k);
        if (tested == 0) return ([], 0);
        return ([.. series.Take(tested).Select(s => s.Series).Where(s => s.Count >= LeastCount && s.Count > s.All * s.Share)
            .Select(s => new Rise(s, BinomialTail.AtLeast(s.All, s.Share, s.Count))).Where(r => r.P <= FalseAlarmRate / tested).OrderBy(r => r.P)], tested);
    }
}
