using CsCheck;
using Lotmark.Scanner.Serials;

namespace Lotmark.Scanner.Tests.Serials;

public sealed class CopySignsTests
{
    private static readonly DateOnly Start = new(2026, 11, 1);

    // Days from the start, with the scans of each.
    [Theory]
    [InlineData(false)]
    [InlineData(false, 0, 1)]
    [InlineData(false, 0, 10)]
    [InlineData(true, 0, 11)]
    [InlineData(false, 0, 10, 1, 10)]
    [InlineData(true, 0, 10, 1, 10, 2, 1)]
    [InlineData(false, 0, 3, 7, 1, 14, 1, 21, 1)]
    [InlineData(true, 0, 1, 7, 1, 14, 1, 21, 1, 28, 1)]
    [InlineData(false, 0, 1, 6, 1, 12, 1, 18, 1, 24, 1, 30, 1)]
    [InlineData(false, 0, 1, 100, 1, 200, 1, 300, 1)]
    [InlineData(true, 0, 1, 100, 1, 200, 1, 300, 1, 400, 1)]
    public void More_than_twenty_scans_or_ten_on_a_day_or_four_occasions_look_copied(bool copied, params int[] daysAndScans)
    {
        var days = daysAndScans.Chunk(2).Select(pair => new DayScans(Start.AddDays(pair[0]), pair[1])).ToList();

        Assert.Equal(copied, new ItemScans(days.Count == 0 ? null : DateTimeOffset.UnixEpoch, days).LooksCopied());
    }

    [Fact]
    public void What_looked_copied_once_never_looks_fine_again() => Gen.Int[0, 60].List[0, 30].Sample(offsets =>
    {
        var (scans, copied) = (ItemScans.None, false);
        foreach (var offset in offsets.Order())
        {
            scans = scans.And(ItemScans.Once(At(offset), Start.AddDays(offset)));
            Assert.False(copied && !scans.LooksCopied());
            copied = scans.LooksCopied();
        }
    });

    [Fact]
    public void Scans_add_up_whatever_their_order() => Gen.Int[0, 20].List[1, 30].Sample(offsets =>
    {
        var scans = offsets.Aggregate(ItemScans.None, (sum, offset) => sum.And(ItemScans.Once(At(offset), Start.AddDays(offset))));

        Assert.Equal(offsets.Count, scans.Total);
        Assert.Equal(At(offsets.Min()), scans.FirstAt);
        Assert.Equal(offsets.Distinct().Order().Select(offset => Start.AddDays(offset)), scans.Days.Select(day => day.Day));
    });

    private static DateTimeOffset At(int offset) => new(Start.AddDays(offset), new(9, 0), TimeSpan.FromHours(8));
}
