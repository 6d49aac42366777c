using CsCheck;
using Lotmark.Ledger.ColdChain;
using Lotmark.Ledger.Lots;

namespace Lotmark.Ledger.Tests.ColdChain;

public sealed class ExcursionsTests
{
    private const decimal Max = -18m;
    private const decimal Min = -25m;
    private static readonly DateTime Start = new(2026, 11, 20, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void A_lot_kept_within_its_limits_has_none() => Assert.Empty(Find((0, -180), (10, -181), (20, -180), (500, -250)));

    [Fact]
    public void Too_warm_for_longer_than_tolerated_is_one_with_start_end_peak_and_place()
    {
        var found = Assert.Single(Find((0, -185), (10, -170), (20, -121), (30, -150), (50, -180)));

        Assert.Equal(new Excursion(ExcursionKind.Above, "LOG-1", At(10), At(50), -12.1m, At(20), Max, "6901234000000"), found);
    }

    [Fact]
    public void Exactly_as_long_as_tolerated_is_none() => Assert.Empty(Find((0, -185), (10, -170), (20, -170), (40, -185)));

    [Fact]
    public void Too_cold_counts_where_the_lot_has_a_lower_limit()
    {
        var found = Assert.Single(Find((0, -240), (10, -260), (20, -291), (90, -240)));

        Assert.Equal((ExcursionKind.Below, -29.1m, Min), (found.Kind, found.PeakC, found.LimitC));
        Assert.Empty(Excursions.Find(Series((0, -240), (10, -260), (20, -291), (90, -240)), "LOG-1", null, Max, ColdChainSettings.Default));
    }

    [Fact]
    public void The_newest_reading_stands_for_its_own_instant_alone()
    {
        Assert.Empty(Find((0, -185), (60, -170)));
        Assert.Single(Find((0, -185), (60, -170), (100, -170)));
    }

    [Fact]
    public void A_silent_device_proves_nothing_beyond_the_longest_gap()
    {
        var found = Assert.Single(Find((0, -170), (600, -185)));

        Assert.Equal(At(120), found.End);
        Assert.Equal(2, Find((0, -170), (600, -170), (650, -185)).Count);
    }

    [Fact]
    public void From_too_warm_to_too_cold_are_two() =>
        Assert.Equal([ExcursionKind.Above, ExcursionKind.Below], Find((0, -170), (40, -260), (80, -200)).Select(e => e.Kind));

    [Fact]
    public void What_lies_within_the_margin_is_not_outside()
    {
        var settings = ColdChainSettings.Default with { Margin = 1.5m };

        Assert.Empty(Excursions.Find(Series((0, -165), (90, -165), (100, -180)), "LOG-1", null, Max, settings));
        Assert.Single(Excursions.Find(Series((0, -164), (90, -164), (100, -180)), "LOG-1", null, Max, settings));
    }

    // What a lot shows in the end must not depend on how its readings were cut up and in which order they came.
    [Fact]
    public Task Any_order_of_batches_gives_the_same_excursions() =>
        Gen.Select(Gen.Select(Gen.Int[0, 150], Gen.Int[-280, -150], Gen.Int[0, 4]).List[1, 60], Gen.Int[0, 40]).SampleAsync(async (steps, seed) =>
        {
            var minute = 0;
            var readings = steps.Select(s => (Reading: new PlacedReading(At(minute += 1 + s.Item1).UtcDateTime, (short)s.Item2, "6901234000000"), Batch: s.Item3)).ToList();
            var random = new Random(seed);
            var batches = readings.GroupBy(r => r.Batch, r => r.Reading).OrderBy(_ => random.Next());

            var (lot, stored) = (new LotTemperatures(), new List<PlacedReading>());
            foreach (var batch in batches)
            {
                var (first, last) = (batch.Min(r => r.At), batch.Max(r => r.At));
                var looked = await LookedAt.AroundAsync(
                    stored.Where(r => r.At < first).OrderByDescending(r => r.At).ToAsyncEnumerable(),
                    [.. stored.Where(r => r.At > first && r.At < last).Concat(batch).OrderBy(r => r.At)],
                    stored.Where(r => r.At > last).OrderBy(r => r.At).ToAsyncEnumerable(),
                    r => Excursions.Side(r, Min, Max, ColdChainSettings.Default), ColdChainSettings.Default);
                lot = lot.With(Guid.NewGuid().ToString(), new(batch.Count(), first, last, 0, 0, 0), "LOG-1", looked.Stretch,
                    Excursions.Find(looked.Series, "LOG-1", Min, Max, ColdChainSettings.Default));
                stored.AddRange(batch);
            }

            Assert.Equal(Excursions.Find([.. readings.Select(r => r.Reading)], "LOG-1", Min, Max, ColdChainSettings.Default), lot.Excursions);
        }, iter: 5000);

    [Fact]
    public void Devices_do_not_take_each_others_excursions_away()
    {
        var one = Find((0, -170), (60, -170));
        var summary = new ReadingsSummary(2, At(0), At(60), -17m, -17m, -17m);

        var lot = new LotTemperatures().With("a", summary, "LOG-1", new(At(0), At(60)), one).With("b", summary, "LOG-2", new(At(0), At(60)), []);

        Assert.Equal(one, lot.Excursions);
    }

    private static DateTimeOffset At(int minute) => Start.AddMinutes(minute);

    private static IReadOnlyList<Excursion> Find(params (int Minute, short Tenths)[] readings) => Excursions.Find(Series(readings), "LOG-1", Min, Max, ColdChainSettings.Default);

    private static List<PlacedReading> Series(params (int Minute, short Tenths)[] readings) =>
        [.. readings.Select(r => new PlacedReading(Start.AddMinutes(r.Minute), r.Tenths, "6901234000000"))];
}
