using System.Text;
using CsCheck;
using Lotmark.Ledger.Access;
using Lotmark.Ledger.ColdChain;
using Lotmark.Ledger.Inspection.Desk;
using Lotmark.Ledger.Log;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Problems;
using Lotmark.Ledger.Requests;
using Lotmark.Ledger.ShopperReports;
using Lotmark.Ledger.Tests.ShopperReports;
using Lotmark.Scanner.Reports;

namespace Lotmark.Ledger.Tests.Inspection.Desk;

public sealed class LotTimelineTests(LedgerApp app)
{
    private static readonly RecordedBy By = new("maker", "test");
    private static readonly DateTimeOffset Start = new(2026, 11, 10, 0, 0, 0, TimeSpan.Zero);
    private static readonly LotDescription Shrimp =
        StrictJson.Read<RegisterLot>(Encoding.UTF8.GetBytes(SampleFiles.Read("ecuador-shrimp-sea").ToJsonString()), new FieldErrors())!.Describe();

    // When each batch was measured and how long after that it was sent, in minutes; the lot is registered at noon.
    private static readonly Gen<(int Measured, int Later)[]> Batches = Gen.Select(Gen.Int[0, 1440], Gen.Int[0, 1440]).Array[0, 12];

    [Fact]
    public void Whatever_was_measured_and_whenever_it_was_sent_the_history_is_in_the_order_of_time() => Batches.Sample(batches =>
    {
        List<(ILotFact Fact, DateTimeOffset At)> facts = [(new LotRegistered(Shrimp, By), Start.AddMinutes(720))];
        foreach (var (measured, later) in batches.OrderBy(b => b.Measured + b.Later)) facts.Add((Batch(Start.AddMinutes(measured)), Start.AddMinutes(Math.Max(720, measured + later))));
        var (history, events) = Recorded(facts);

        var moments = LotTimeline.Of(history, events, []);

        Assert.Equal(moments.OrderBy(m => m.At).Select(m => m.At), moments.Select(m => m.At));
        Assert.Equal(events.Select(e => e.Version), moments.OfType<Moment.Recorded>().Select(m => m.Event.Version));
        Assert.Equal(batches.Length, moments.OfType<Moment.Measured>().Count());
        Assert.Equal(history.Lot!.Temperatures.Excursions, moments.OfType<Moment.TooWarmOrCold>().Select(m => m.Excursion));
        Assert.All(moments.OfType<Moment.TooWarmOrCold>(), m => Assert.Contains(m.Excursion, ((TemperaturesRecorded)history.Facts[m.Event - 1].Fact).Excursions));
    });

    [Fact]
    public void What_was_measured_stands_between_the_events_of_its_time_and_what_a_shopper_wrote_with_its_event()
    {
        var (report, at) = (Guid.NewGuid(), Start.AddHours(30));
        var (history, events) = Recorded([
            (new LotRegistered(Shrimp, By), Start),
            (Batch(Start.AddHours(-5)), Start.AddHours(1)),
            (new ProblemReported(report, ProblemKind.Thawed, "Ningbo", null, at, new string('0', 64), ProblemReported.Shoppers), at),
            (Batch(Start.AddHours(20)), Start.AddHours(40))]);
        var kept = new KeptReport(report, "R-1", "lot", ProblemKind.Thawed, "Ningbo", null, "en", at, ReportState.Received, null, null, false);

        var moments = LotTimeline.Of(history, events, [(kept, "soft and wet")]);

        Assert.Equal(["measured 2", "outside 1", "event 1", "event 2", "measured 4", "outside 2", "event 3 soft and wet", "event 4"], moments.Select(m => m switch
        {
            Moment.Recorded e => $"event {e.Event.Version} {e.Report?.Text}".TrimEnd(),
            Moment.Measured e => $"measured {e.Event}",
            Moment.TooWarmOrCold e => $"outside {e.Number}",
            _ => "?",
        }));
    }

    [Fact]
    public void A_batch_that_was_declared_not_to_have_occurred_has_no_place_in_time_but_keeps_its_event()
    {
        var (history, events) = Recorded([
            (new LotRegistered(Shrimp, By), Start), (Batch(Start), Start.AddHours(5)),
            (new LotCorrected(2, CorrectionReason.DidNotOccur, "Another lot's logger.", null, By), Start.AddHours(6))]);

        var moments = LotTimeline.Of(history, events, []);

        Assert.Equal([1, 2], moments.Cast<Moment.Recorded>().Select(m => m.Event.Version));
        Assert.Single(((Moment.Recorded)moments[1]).Corrections);
    }

    [Fact]
    public async Task The_history_of_a_lot_leads_from_what_happened_to_its_place_and_back()
    {
        var lot = await app.RegisterLotAsync();
        await app.MeasureAsync(lot, [-20, .. Enumerable.Repeat(-5d, 20), -20]);
        var number = await app.Anybody.ReportAsync(lot, null, ("kind", "thawed"), ("district", "Yinzhou"), ("text", "Soft when I bought it"));
        using var inspector = await DeskVisitor.SignedInAsync(app, Role.Inspector);

        var path = $"/inspect/lots/{lot.Gtin}/{Uri.EscapeDataString(lot.Number)}";
        var (page, papers) = (await inspector.PageAsync($"{path}/history"), await inspector.PageAsync($"{path}/papers"));

        var rows = page.QuerySelectorAll(".events > li").ToList();
        Assert.Equal(["m2", "x1", "e1", "e2", "e3"], rows.Select(r => r.Id));
        Assert.Contains("-5", rows[1].TextContent, StringComparison.Ordinal);
        Assert.Contains("Soft when I bought it", rows[4].TextContent, StringComparison.Ordinal);
        var links = page.QuerySelectorAll(".events a").Select(a => a.GetAttribute("href")!).ToList();
        Assert.Equal(["#e2", "#e2", $"{path}/papers#x1", "#m2", $"{path}/papers#r{number}"], links);
        foreach (var link in links) Assert.NotNull((link[0] == '#' ? page : papers).GetElementById(link[(link.IndexOf('#', StringComparison.Ordinal) + 1)..]));
    }

    // Too warm from its first reading on, for an hour.
    private static TemperaturesRecorded Batch(DateTimeOffset from)
    {
        var device = $"LOG-{from.UtcTicks}";
        var stretch = new Stretch(from, from.AddHours(1));
        return new(device, null, new(13, stretch.From, stretch.To, -5, -5, -5), Guid.NewGuid().ToString("N"), stretch, [new(ExcursionKind.Above, device, from, stretch.To, -5, from, -18, null)], 1, By);
    }

    private static (LotHistory, IReadOnlyList<StoredEvent>) Recorded(IReadOnlyList<(ILotFact Fact, DateTimeOffset At)> facts) => (
        LotHistory.Of("lot", facts.Select((f, i) => new RecordedFact(new(i + 1, f.At), f.Fact))),
        [.. facts.Select((f, i) => new StoredEvent(i + 1, "event", f.At.UtcDateTime, "{}", null))]);
}
