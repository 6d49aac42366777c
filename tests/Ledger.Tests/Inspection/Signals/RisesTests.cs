using Lotmark.Ledger.Inspection.Signals;

namespace Lotmark.Ledger.Tests.Inspection.Signals;

/// <summary>On simulated days, whose rates are known. The seeds are fixed: the numbers are the same each time.</summary>
public sealed class RisesTests(ITestOutputHelper output)
{
    private const int Days = 4000;

    // Many lots that are hardly ever named, products that are named daily, and both together; some of them young.
    [Theory]
    [InlineData(400, 0.002, 0.02)]
    [InlineData(200, 0.01, 0.3)]
    [InlineData(40, 0.5, 5)]
    [InlineData(200, 0.002, 3)]
    public void While_nothing_changes_there_is_a_warning_on_at_most_one_of_a_hundred_days(int series, double lowest, double highest)
    {
        var chance = new Random(7);
        var rates = Enumerable.Range(0, series).Select(i => lowest * Math.Pow(highest / lowest, (double)i / series)).ToArray();

        var alarms = 0;
        for (var day = 0; day < Days; day++)
            if (Rises.Find(rates.Select((rate, i) => Seen(i, rate, i % 4 == 0 ? 7 + i % 50 : Rises.BaselineDays, rate, chance))).Found.Count > 0) alarms++;

        output.WriteLine($"{series} series of {lowest} to {highest} a day: a warning on {alarms} of {Days} days");
        // Three standard deviations of the simulation itself above what is promised.
        Assert.True(alarms <= Days * Rises.FalseAlarmRate + 3 * Math.Sqrt(Days * Rises.FalseAlarmRate), $"{alarms} of {Days} days");
    }

    [Theory]
    [InlineData(0.3, 7)]
    [InlineData(0.5, 5)]
    [InlineData(2, 3)]
    public void What_rises_tenfold_among_five_hundred_is_found_within_days(double rate, int within)
    {
        var chance = new Random(11);
        var found = Enumerable.Range(0, 200).Select(_ =>
        {
            var others = Enumerable.Range(1, 499).Select(i => Seen(i, 0.05, Rises.BaselineDays, 0.05, chance)).ToList();
            var (days, window) = (0, Enumerable.Range(0, Rises.WindowDays).Select(_ => Poisson(rate, chance)).ToList());
            var before = Enumerable.Range(0, Rises.BaselineDays).Sum(_ => Poisson(rate, chance));
            do
            {
                before += window[0] - Poisson(rate, chance); // about: the oldest day leaves
                window = [.. window.Skip(1), Poisson(10 * rate, chance)];
                days++;
            }
            while (Rises.Find(others.Append(new(SightingKind.Report, SeriesOf.Product, "0", window.Sum(), Math.Max(0, before), Rises.BaselineDays))).Found.All(r => r.Series.Subject != "0") && days < 30);
            return days;
        }).Order().ToList();

        output.WriteLine($"{rate} a day: half within {found[100]}, 95 of 100 within {found[190]} days");
        Assert.True(found[190] <= within, $"95 of 100 within {found[190]} days");
    }

    [Fact]
    public void Fewer_than_three_are_no_rise_and_what_is_too_young_is_not_tested()
    {
        Assert.Equal(0, Rises.Find([new(SightingKind.Report, SeriesOf.Lot, "a", 2, 0, 56)]).Tested);
        Assert.Equal(0, Rises.Find([new(SightingKind.Report, SeriesOf.Lot, "a", 50, 0, 6)]).Tested);

        var (found, tested) = Rises.Find([new(SightingKind.Report, SeriesOf.Lot, "a", 3, 0, 56)]);
        Assert.Equal((1, 1 / 729.0), (tested, Assert.Single(found).P));
    }

    [Fact]
    public void Those_of_which_nothing_came_lately_count_among_the_tested_and_those_that_could_not_be_found_do_not()
    {
        var quiet = Enumerable.Range(0, 20).Select(i => new SightingSeries(SightingKind.Report, SeriesOf.City, $"q{i}", 0, 60, 56));
        var rare = Enumerable.Range(0, 5000).Select(i => new SightingSeries(SightingKind.Report, SeriesOf.Lot, $"r{i}", 0, 3, 56));

        var (found, tested) = Rises.Find([.. quiet, .. rare, new(SightingKind.Report, SeriesOf.Lot, "a", 5, 0, 56)]);

        // (1/9)^5 is 0.000017: it could be found among 21 series, those of three could not be.
        Assert.Equal(21, tested);
        Assert.Equal("a", Assert.Single(found).Series.Subject);
    }

    [Fact]
    public void A_fall_is_no_rise() => Assert.Empty(Rises.Find([new(SightingKind.Report, SeriesOf.City, "a", 3, 400, 56)]).Found);

    private static SightingSeries Seen(int i, double rate, int days, double now, Random chance) =>
        new(SightingKind.Report, SeriesOf.Lot, $"{i}", Poisson(now * Rises.WindowDays, chance), Poisson(rate * days, chance), days);

    private static int Poisson(double mean, Random chance)
    {
        if (mean > 30) return Poisson(mean / 2, chance) + Poisson(mean / 2, chance);
        var (count, product, end) = (0, chance.NextDouble(), Math.Exp(-mean));
        for (; product > end; count++) product *= chance.NextDouble();
        return count;
    }
}
