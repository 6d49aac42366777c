using Lotmark.Scanner.Lots;
using Lotmark.Scanner.Tests.Hosting;

namespace Lotmark.Scanner.Tests.Lots;

public sealed class LotStandingTests
{
    private static readonly DateOnly LastDay = new(2026, 11, 23);

    [Theory]
    [InlineData(LotStatus.Registered, Standing.Fine)]
    [InlineData(LotStatus.AtRetail, Standing.Fine)]
    [InlineData(LotStatus.Held, Standing.Held)]
    [InlineData(LotStatus.Recalled, Standing.Recalled)]
    [InlineData(LotStatus.Closed, Standing.Closed)]
    [InlineData(LotStatus.Destroyed, Standing.Withdrawn)]
    [InlineData(LotStatus.Returned, Standing.Withdrawn)]
    public void A_standing_follows_from_the_status(LotStatus status, Standing standing) =>
        Assert.Equal(standing, (Samples.Shrimp with { Status = status }).On(LastDay));

    [Theory]
    [InlineData(LotStatus.Registered, Standing.Expired)]
    [InlineData(LotStatus.Closed, Standing.Expired)]
    [InlineData(LotStatus.Held, Standing.Held)]
    [InlineData(LotStatus.Recalled, Standing.Recalled)]
    public void Food_past_its_date_is_expired_unless_something_worse_is_known(LotStatus status, Standing standing) =>
        Assert.Equal(standing, (Samples.Shrimp with { Status = status, ExpiryDate = LastDay }).On(LastDay.AddDays(1)));

    [Fact]
    public void The_last_day_is_still_good() =>
        Assert.Equal(Standing.Fine, (Samples.Shrimp with { ExpiryDate = LastDay }).On(LastDay));

    [Fact]
    public void Shelf_life_counts_from_the_first_day_of_production()
    {
        var lot = Samples.Shrimp with { ExpiryDate = null, ShelfLifeDays = 30, ProductionDate = new(2026, 10, 24), ProductionDateTo = new(2026, 10, 26) };

        Assert.Equal(Standing.Fine, lot.On(LastDay));
        Assert.Equal(Standing.Expired, lot.On(LastDay.AddDays(1)));
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(-1)]
    public void A_shelf_life_that_makes_no_sense_expires_nothing(int days) =>
        Assert.Equal(Standing.Fine, (Samples.Shrimp with { ExpiryDate = null, ShelfLifeDays = days }).On(LastDay));
}
