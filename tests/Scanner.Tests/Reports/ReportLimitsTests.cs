using System.Net;
using Lotmark.Scanner.Reports;
using Lotmark.Scanner.Tests.Hosting;

namespace Lotmark.Scanner.Tests.Reports;

public sealed class ReportLimitsTests
{
    private static readonly IPAddress Home = IPAddress.Parse("192.0.2.1");

    private readonly ScannerHost.SetClock _clock = new(new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));

    [Fact]
    public void An_address_reports_so_often_an_hour_and_learns_how_long_to_wait()
    {
        var limits = new ReportLimits(_clock, new(2, 0, TimeSpan.Zero));

        Assert.Null(limits.Spend(Home));
        _clock.Advance(TimeSpan.FromMinutes(20));
        Assert.Null(limits.Spend(Home));
        Assert.Equal(TimeSpan.FromMinutes(40), limits.Spend(Home));
        Assert.Equal(TimeSpan.FromMinutes(40), limits.Spend(Home.MapToIPv6()));
        Assert.Null(limits.Spend(IPAddress.Parse("192.0.2.2")));
        _clock.Advance(TimeSpan.FromMinutes(40));
        Assert.Null(limits.Spend(Home));
    }

    [Fact]
    public void Who_has_many_IPv6_addresses_counts_as_one()
    {
        var limits = new ReportLimits(_clock, new(1, 0, TimeSpan.Zero));

        Assert.Null(limits.Spend(IPAddress.Parse("2001:db8:1:2::1")));
        Assert.NotNull(limits.Spend(IPAddress.Parse("2001:db8:1:2:ffff::9")));
        Assert.Null(limits.Spend(IPAddress.Parse("2001:db8:1:3::1")));
    }

    [Fact]
    public void A_new_day_knows_no_address_of_the_day_before()
    {
        _clock.Advance(TimeSpan.FromHours(14.9));
        var limits = new ReportLimits(_clock, new(1, 0, TimeSpan.Zero));
        Assert.Null(limits.Spend(Home));

        _clock.Advance(TimeSpan.FromMinutes(10));

        Assert.Null(limits.Spend(Home));
    }
}
