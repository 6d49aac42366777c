using System.Net;
using Lotmark.Scanner.Lots;
using Lotmark.Scanner.Tests.Hosting;

namespace Lotmark.Scanner.Tests.Pages;

public sealed class PageMemoryTests
{
    [Fact]
    public async Task A_page_is_made_once_for_each_language_until_its_lot_changes()
    {
        await using var host = new ScannerHost();
        await host.InitializeAsync();
        var link = host.Register(Samples.Shrimp);

        for (var i = 0; i < 3; i++)
        {
            await host.Open("/" + link.Path);
            await host.Open("/" + link.Path + "?lang=en");
        }

        Assert.Equal(2, host.Asked);
        host.Register(Samples.Shrimp with { Status = LotStatus.Recalled });
        Assert.Contains("召回", (await host.Open("/" + link.Path)).QuerySelector(".standing")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(3, host.Asked);
    }

    [Fact]
    public async Task Many_who_ask_at_once_wait_for_one_page()
    {
        await using var host = new ScannerHost();
        await host.InitializeAsync();
        var link = host.Register(Samples.Shrimp);
        using var gate = host.HoldAnswers();

        var readers = Enumerable.Range(0, 20).Select(_ => host.Open("/" + link.Path)).ToList();
        gate.Dispose();
        await Task.WhenAll(readers);

        Assert.Equal(1, host.Asked);
    }

    [Fact]
    public async Task A_change_while_the_page_is_made_is_not_lost()
    {
        await using var host = new ScannerHost();
        await host.InitializeAsync();
        var link = host.Register(Samples.Shrimp);
        using var gate = host.HoldAnswers();
        var early = host.Open("/" + link.Path);
        await host.UntilAskedAsync(1);

        host.Register(Samples.Shrimp with { Status = LotStatus.Recalled });
        gate.Dispose();
        await early;

        Assert.Contains("召回", (await host.Open("/" + link.Path)).QuerySelector(".standing")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_kept_ages_with_the_clock_and_with_a_proof_that_is_not_final()
    {
        await using var host = new ScannerHost();
        await host.InitializeAsync();
        var (settled, moving) = (host.Register(Samples.Shrimp), host.Register(Samples.Shrimp with { LotNumber = "MOVING", Proof = Samples.Logged }));
        foreach (var (link, seconds, asked) in new[] { (settled, 0, 1), (settled, 59, 1), (settled, 2, 2), (moving, 0, 3), (moving, 2, 4) })
        {
            host.Clock.Advance(TimeSpan.FromSeconds(seconds));
            await host.Open("/" + link.Path);
            Assert.Equal(asked, host.Asked);
        }
    }

    [Fact]
    public async Task A_lot_that_is_not_there_is_looked_for_each_time()
    {
        await using var host = new ScannerHost();
        await host.InitializeAsync();
        using var before = await host.Get("/01/09520123451189/10/LATER");
        var link = host.Register(Samples.Shrimp with { LotNumber = "LATER" });

        using var after = await host.Get("/" + link.Path);

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.OK), (before.StatusCode, after.StatusCode));
    }
}
