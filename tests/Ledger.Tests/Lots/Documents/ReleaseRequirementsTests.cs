using System.Text.Json;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Lots.Documents;
using Lotmark.Ledger.Requests;
using Microsoft.Extensions.Configuration;

namespace Lotmark.Ledger.Tests.Lots.Documents;

public sealed class ReleaseRequirementsTests
{
    private static readonly DateOnly Today = new(2026, 11, 25);
    private static readonly RecordedBy By = new("example-foods-ningbo", "importer");
    private static readonly ReleaseRequirements Shipped = ReleaseRequirements.From(
        new ConfigurationBuilder().AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json")).Build());

    [Fact]
    public void A_lot_needs_its_inspection_certificate()
    {
        var lot = NewLot(new(2026, 11, 7));

        Assert.Equal([new MissingDocument("ciqCertificate", "missing")], Shipped.Missing(lot, Today));
        Assert.Empty(Shipped.Missing(With(lot, "ciqCertificate"), Today));
    }

    [Theory]
    [InlineData("2019-12-31", false)]
    [InlineData("2020-01-01", true)]
    [InlineData("2022-12-31", true)]
    [InlineData("2023-01-01", false)]
    public void The_rules_of_the_epidemic_hold_for_lots_that_entered_then(string entered, bool asked) => Assert.Equal(
        asked ? ["ciqCertificate", "nucleicAcidTest", "disinfection"] : ["ciqCertificate"],
        Shipped.Missing(NewLot(DateOnly.Parse(entered, System.Globalization.CultureInfo.InvariantCulture)), Today).Select(m => m.Type));

    [Fact]
    public void What_has_expired_or_was_replaced_does_not_count()
    {
        var lot = NewLot(new(2026, 11, 7));

        Assert.Equal("expired", Assert.Single(Shipped.Missing(With(lot, "ciqCertificate", validTo: Today.AddDays(-1)), Today)).Why);
        Assert.Empty(Shipped.Missing(With(lot, "ciqCertificate", validTo: Today), Today));
        Assert.Equal([2], Shipped.Support(With(With(lot, "ciqCertificate"), "ciqCertificate", replaces: 1), Today));
    }

    [Fact]
    public void A_bad_result_stands_in_the_way_until_its_report_is_replaced()
    {
        var lot = With(With(With(NewLot(new(2021, 5, 1)), "ciqCertificate"), "disinfection"), "nucleicAcidTest", "positive");
        var both = With(lot, "nucleicAcidTest", "negative");

        Assert.Equal(new MissingDocument("nucleicAcidTest", "result"), Assert.Single(Shipped.Missing(lot, Today)));
        Assert.Equal(new MissingDocument("nucleicAcidTest", "result"), Assert.Single(Shipped.Missing(both, Today)));
        Assert.Empty(Shipped.Missing(With(lot, "nucleicAcidTest", "negative", replaces: 3), Today));
    }

    [Fact]
    public void Requirements_can_be_of_some_categories_and_origins_only()
    {
        var requirements = Read(("Categories:0", "crustacean"), ("Origins:0", "EC"), ("Documents:0", "labTest"));

        Assert.Single(requirements.Missing(NewLot(new(2026, 11, 7)), Today));
        Assert.Empty(requirements.Missing(NewLot(new(2026, 11, 7), "pork"), Today));
        Assert.Empty(Read(("Origins:0", "NO"), ("Documents:0", "labTest")).Missing(NewLot(new(2026, 11, 7)), Today));
    }

    [Theory]
    [InlineData("Documents:1", "passport")]
    [InlineData("Categories:0", "shoes")]
    [InlineData("From", "soon")]
    [InlineData("Documnets:0", "labTest")]
    public void A_requirement_that_makes_no_sense_stops_the_start(string name, string value) =>
        Assert.Throws<StartupException>(() => Read(("Documents:0", "labTest"), (name, value)));

    [Fact]
    public void Nothing_that_is_stopped_or_stale_passes_the_gate()
    {
        var lot = With(NewLot(new(2026, 11, 7)), "ciqCertificate");
        var stopped = new Standstill("why", null, DateTimeOffset.UnixEpoch, "inspection");

        Assert.IsType<ReleasedToMarket>(Assert.Single(Assert.IsType<Decision.Accepted>(ReleaseToMarket.Decide(lot, Shipped, Today, By)).Facts));
        Assert.Equal("lot-held", Code(lot with { Hold = stopped }));
        Assert.Equal("lot-recalled", Code(lot with { Recall = stopped }));
        Assert.Equal("lot-expired", Assert.IsType<Decision.Refused>(ReleaseToMarket.Decide(lot, Shipped, lot.LastDay!.Value.AddDays(1), By)).Code);
        Assert.Empty(Assert.IsType<Decision.Accepted>(ReleaseToMarket.Decide(lot with { ReleasedAt = DateTimeOffset.UnixEpoch }, Shipped, Today, By)).Facts);

        static string Code(Lot lot) => Assert.IsType<Decision.Refused>(ReleaseToMarket.Decide(lot, Shipped, Today, By)).Code;
    }

    private static ReleaseRequirements Read(params (string Name, string Value)[] settings) => ReleaseRequirements.From(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create($"Release:Requirements:0:{s.Name}", (string?)s.Value))).Build());

    private static Lot NewLot(DateOnly entered, string category = "crustacean")
    {
        var request = JsonSerializer.Deserialize<RegisterLot>(SampleFiles.Read("ecuador-shrimp-sea").ToJsonString(), StrictJson.Options)!;
        return new LotRegistered(request.Describe() with { EntryDate = entered, Category = category }, By).Begin("01/09520123451189/10/A", new(1, DateTimeOffset.UnixEpoch));
    }

    private static Lot With(Lot lot, string type, string? result = null, DateOnly? validTo = null, int? replaces = null) =>
        new DocumentAttached(new(type, "N-1", null, "Customs", new(2020, 1, 1), validTo, result, "00", "application/pdf", 1, replaces), false, By)
            .Apply(lot, new(lot.Documents.Count + 1, DateTimeOffset.UnixEpoch));
}
