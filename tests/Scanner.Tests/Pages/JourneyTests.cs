using AngleSharp.Dom;
using Lotmark.Scanner.Lots;
using Lotmark.Scanner.Tests.Hosting;

namespace Lotmark.Scanner.Tests.Pages;

public sealed class JourneyTests(ScannerHost host)
{
    private static readonly JourneyPlace Ningbo = new("Ningbo", "CN"), Hangzhou = new("Hangzhou", "CN");

    [Fact]
    public async Task What_happened_is_told_in_the_order_of_days_whatever_was_recorded_first()
    {
        var steps = await StepsAsync("ORDER",
            new(JourneyKind.Received, new(2026, 11, 8), Ningbo),
            new(JourneyKind.Shipped, new(2026, 11, 6), Hangzhou, Ningbo),
            new(JourneyKind.OnSale, new(2026, 11, 12), Hangzhou));

        Assert.Equal(["17–19 September 2026 Produced by Camaronera de Ejemplo S.A. in Ecuador", "17 September 2026 First frozen", "6 November 2026 Left Ningbo for Hangzhou"], steps.Take(3));
        Assert.Equal("8 November 2026 Arrived in Ningbo", steps[^2]);
        Assert.Equal("12 November 2026 On sale in Hangzhou", steps[^1]);
    }

    [Fact]
    public async Task What_was_corrected_is_struck_through_beside_what_is_right()
    {
        var page = await OpenAsync("STRUCK",
            new(JourneyKind.Received, new(2026, 11, 8), Ningbo) { Corrected = new(JourneyKind.Received, new(2026, 11, 9), Hangzhou) },
            new(JourneyKind.OnSale, new(2026, 11, 10), Hangzhou) { DidNotHappen = true },
            new(JourneyKind.EntryCorrected, new(2026, 11, 11)) { Facts = [new(CorrectedKind.EntryDate, "2026-11-06", "2026-11-07"), new(CorrectedKind.ExportCountry, "PE", "EC"), new(CorrectedKind.PortOfEntry, "CNSHA", "CNNGB")] });

        var steps = Steps(page);
        Assert.Equal("9 November 2026 Arrived in Hangzhou Corrected · 8 November 2026 Arrived in Ningbo", steps[^3]);
        Assert.Equal("10 November 2026 On sale in Hangzhou Recorded by mistake: it did not happen", steps[^2]);
        Assert.StartsWith("11 November 2026 The importer corrected its entry Entry date 6 November 2026 7 November 2026 Exporting country or region Peru Ecuador Port of entry", steps[^1], StringComparison.Ordinal);
        Assert.Equal(
            ["8 November 2026 Arrived in Ningbo", "10 November 2026", "On sale in Hangzhou", "6 November 2026", "Peru", "Shanghai"],
            page.QuerySelectorAll("del").Select(d => d.TextContent));
    }

    [Theory]
    [InlineData("zh-CN", "其余30步")]
    [InlineData("en", "30 more steps")]
    public async Task Of_forty_steps_the_middle_is_there_to_be_opened(string language, string summary)
    {
        var page = await OpenAsync("FORTY-" + language, language, [.. Enumerable.Range(0, 36).Select(i => new JourneyStep(JourneyKind.OnSale, new DateOnly(2026, 11, 8).AddDays(i), Hangzhou))]);

        Assert.Equal(summary, page.QuerySelector("details summary")!.TextContent);
        Assert.Equal([6, 30, 4], page.QuerySelectorAll("section:has(details) ol").Select(list => list.Children.Length));
    }

    [Fact]
    public async Task Every_step_is_told_in_both_languages()
    {
        foreach (var kind in Enum.GetValues<JourneyKind>())
        {
            foreach (var (place, from) in new[] { (Ningbo, Hangzhou), (Ningbo, Ningbo), (Ningbo, null), ((JourneyPlace?)null, (JourneyPlace?)null) })
            {
                var link = host.Register(Samples.Shrimp with { LotNumber = "KIND", Journey = [new(kind, new(2026, 11, 20), place, from)] });
                var (zh, en) = (Steps(await host.Open("/" + link.Path))[^1], Steps(await host.Open("/" + link.Path, "en"))[^1]);
                Assert.Matches("^2026年11月20日 .*\\p{IsCJKUnifiedIdeographs}", zh);
                Assert.Matches("^20 November 2026 [A-Z][a-z]+", en);
                Assert.DoesNotContain(kind.ToString(), kind is JourneyKind.Released or JourneyKind.Recalled ? "" : zh, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task The_temperature_is_drawn_with_its_limits_its_gaps_and_what_was_outside()
    {
        var start = new DateTimeOffset(2026, 11, 8, 2, 0, 0, TimeSpan.Zero);
        var course = Enumerable.Range(0, 40).Where(i => i is < 10 or > 20).Select(i => new TemperatureSpan(start.AddHours(i), -19 - i % 3, i == 30 ? -12 : -18.5m)).ToList();
        var link = host.Register(Samples.Shrimp with
        {
            LotNumber = "CHART",
            Temperature = new(4000, start, start.AddHours(39), -21, -12, [new(start.AddHours(30), start.AddHours(31), -12, -18)]) { Course = course },
        });

        var chart = (await host.Open("/" + link.Path, "en")).QuerySelector(".chart svg")!;

        Assert.Equal("Chart of the temperature from 8 November 2026 to 10 November 2026: between −21 °C and −12 °C.", chart.GetAttribute("aria-label"));
        Assert.Equal(2, chart.QuerySelector("path")!.GetAttribute("d")!.Count(c => c == 'M')); // one gap
        Assert.NotNull(chart.QuerySelector("rect.allowed"));
        Assert.Single(chart.QuerySelectorAll("rect.outside"));
    }

    [Theory]
    [InlineData(LotStatus.Held)]
    [InlineData(LotStatus.Recalled)]
    public async Task Why_a_lot_is_stopped_is_told_first(LotStatus status)
    {
        var link = host.Register(Samples.Shrimp with { LotNumber = $"WHY-{status}", Status = status, OrderReason = "Residues <above> the limit" });

        var page = await host.Open("/" + link.Path, "en");

        Assert.Contains("Reason given: Residues <above> the limit", page.QuerySelector(".standing")!.TextContent, StringComparison.Ordinal);
    }

    private async Task<List<string>> StepsAsync(string lot, params JourneyStep[] journey) => Steps(await OpenAsync(lot, journey));

    private Task<IDocument> OpenAsync(string lot, params JourneyStep[] journey) => OpenAsync(lot, "en", journey);

    private Task<IDocument> OpenAsync(string lot, string language, JourneyStep[] journey) =>
        host.Open("/" + host.Register(Samples.Shrimp with { LotNumber = lot, Journey = journey }).Path, language);

    private static List<string> Steps(IDocument page) => [.. page.QuerySelectorAll("main section:nth-of-type(1) li")
        .Select(step => string.Join(' ', step.QuerySelectorAll("p").Select(p => p.TextContent.Trim())))];
}
