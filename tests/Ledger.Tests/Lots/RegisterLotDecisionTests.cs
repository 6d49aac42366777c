using System.Text;
using System.Text.Json;
using Lotmark.Ledger.Access;
using Lotmark.Ledger.Identifiers;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Problems;
using Lotmark.Ledger.Requests;

namespace Lotmark.Ledger.Tests.Lots;

public sealed class RegisterLotDecisionTests
{
    private static readonly Actor Importer = new("example-foods-ningbo", Code("91330201MA2GABCD17"), "k1", Role.Importer);

    [Fact]
    public void A_new_lot_is_registered_by_its_importer()
    {
        var description = Sample().Describe();

        var decision = RegisterLot.Decide(null, description, Importer);

        var registered = Assert.IsType<LotRegistered>(Assert.Single(Assert.IsType<Decision.Accepted>(decision).Facts));
        Assert.Equal(description, registered.Description);
        Assert.Equal(new RecordedBy("example-foods-ningbo", "k1"), registered.By);
    }

    [Fact]
    public void Nobody_registers_for_another_importer() =>
        AssertRefused("not-the-importer", RegisterLot.Decide(null, Sample().Describe(), Importer with { Uscc = Code("91330100799655058B") }));

    [Fact]
    public void An_organisation_without_a_code_registers_nothing() =>
        AssertRefused("not-the-importer", RegisterLot.Decide(null, Sample().Describe(), Importer with { Uscc = null }));

    [Fact]
    public void A_registered_lot_is_not_registered_with_other_content() =>
        AssertRefused("lot-exists", RegisterLot.Decide(Registered(), (Sample() with { Brand = "Other" }).Describe(), Importer));

    [Fact]
    public void The_same_content_again_changes_nothing() =>
        Assert.Empty(Assert.IsType<Decision.Accepted>(RegisterLot.Decide(Registered(), Sample().Describe(), Importer)).Facts);

    [Fact]
    public void A_description_survives_its_storage()
    {
        var options = new JsonSerializerOptions();
        LedgerJson.Configure(options);
        var description = Sample().Describe();

        var json = JsonSerializer.Serialize(description, options);

        Assert.Equal(description, JsonSerializer.Deserialize<LotDescription>(json, options));
        Assert.DoesNotContain("null", json, StringComparison.Ordinal);
    }

    private static Lot Registered() => new LotRegistered(Sample().Describe(), new("example-foods-ningbo", "k1"))
        .Begin("01/09520123451189/10/EC%2FVAN-0926.17", new(1, DateTimeOffset.UnixEpoch));

    private static RegisterLot Sample() =>
        StrictJson.Read<RegisterLot>(Encoding.UTF8.GetBytes(SampleFiles.Read("ecuador-shrimp-sea").ToJsonString()), new FieldErrors())!;

    private static Uscc Code(string text) => Uscc.TryParse(text, out var code, out _) ? code : throw new ArgumentException(text);

    private static void AssertRefused(string code, Decision decision) => Assert.Equal(code, Assert.IsType<Decision.Refused>(decision).Code);
}
