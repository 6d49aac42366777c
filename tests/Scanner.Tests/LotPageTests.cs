using System.Net;
using Lotmark.Scanner.Tests.Hosting;

namespace Lotmark.Scanner.Tests;

public sealed class LotPageTests(ScannerHost host)
{
    [Fact]
    public async Task A_scan_shows_when_and_from_where_the_food_entered()
    {
        var link = host.Register(Samples.Shrimp);

        var page = await host.Open("/" + link.Path);

        Assert.Equal("2026年11月7日", page.QuerySelector(".headline div:nth-child(1) dd")!.TextContent);
        Assert.Equal("厄瓜多尔", page.QuerySelector(".headline div:nth-child(2) dd")!.TextContent);
    }

    [Fact]
    public async Task An_unknown_lot_is_not_found()
    {
        using var response = await host.Get("/01/09520123456788/10/NOBODY-KNOWS");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }
}
