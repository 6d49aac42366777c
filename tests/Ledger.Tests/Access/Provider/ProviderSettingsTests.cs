using System.Security.Claims;
using System.Text.Json.Nodes;
using Lotmark.Ledger.Access;
using Lotmark.Ledger.Access.Provider;
using Microsoft.Extensions.Configuration;

namespace Lotmark.Ledger.Tests.Access.Provider;

public sealed class ProviderSettingsTests : IDisposable
{
    private readonly string _secret = Path.GetTempFileName();

    public ProviderSettingsTests() => File.WriteAllText(_secret, "secret\n");

    public void Dispose() => File.Delete(_secret);

    [Theory]
    [InlineData("Authority", null, "missing")]
    [InlineData("Authority", "http://login.example.com", "https")]
    [InlineData("Authority", "login.example.com", "https")]
    [InlineData("ClientId", null, "missing")]
    [InlineData("ClientSecretFile", null, "missing")]
    [InlineData("ClientSecretFile", "/nowhere/at/all", "can't be read")]
    [InlineData("Name", " ", "missing")]
    [InlineData("Inspector", null, "Supervisor")]
    [InlineData("Supervisor", "inspectors", "inspectors")]
    [InlineData("Organisation", null, "OrganisationClaim")]
    [InlineData("Organisation", "a b", "no id")]
    [InlineData("OrganisationClaim", "authority", "both")]
    [InlineData("SecondFactor", "sometimes", "desk or provider")]
    [InlineData("ClientSecret", "in the open", "no setting")]
    public void A_setting_that_makes_no_sense_is_named_with_what_is_wrong_about_it(string name, string? value, string told)
    {
        var refused = Assert.Throws<StartupException>(() => Read((name, value)));

        Assert.StartsWith($"{ProviderSettings.Section}:{(name == "OrganisationClaim" ? "Organisation" : name)} ", refused.Message, StringComparison.Ordinal);
        Assert.Contains(told == "both" ? "only one" : told, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_settings_or_with_an_empty_authority_there_is_no_provider()
    {
        Assert.Null(ProviderSettings.From(new ConfigurationBuilder().Build()));
        Assert.Null(Read(("Authority", "")));
    }

    [Theory]
    [InlineData(null, null, true)]
    [InlineData(null, "mfa", false)]
    [InlineData("desk", "mfa", true)]
    [InlineData("provider", null, false)]
    public void The_desk_asks_for_its_second_factor_unless_the_provider_has_to_or_is_said_to(string? secondFactor, string? amr, bool asks) =>
        Assert.Equal(asks, Read(("SecondFactor", secondFactor), ("Amr", amr))!.DeskAsks);

    [Fact]
    public void A_role_may_lie_within_a_claim_and_the_greater_one_counts()
    {
        var settings = Read(("RoleClaim", "realm_access.roles"), ("Supervisor", "chiefs"))!;
        ClaimsPrincipal With(params string[] roles) => new(new ClaimsIdentity(
            [new("iss", "https://login.example.com/"), new("sub", "1"), new("realm_access", new JsonObject { ["roles"] = new JsonArray([.. roles.Select(r => (JsonNode)r)]) }.ToJsonString())]));

        Assert.Equal(Role.Inspector, ProvenPerson.Of(With("other", "inspectors"), settings).Person!.Role);
        Assert.Equal(Role.Supervisor, ProvenPerson.Of(With("inspectors", "chiefs"), settings).Person!.Role);
        Assert.Equal((null, MissingKind.Role), (ProvenPerson.Of(With("Inspectors"), settings).Person, ProvenPerson.Of(With(), settings).Missing!.Kind));
    }

    [Fact]
    public void Of_two_authorities_none_counts()
    {
        var settings = Read(("Organisation", null), ("OrganisationClaim", "authority"))!;
        ClaimsPrincipal With(params string[] authorities) => new(new ClaimsIdentity(
            [new("iss", "https://login.example.com/"), new("sub", "1"), new("roles", "inspectors"), .. authorities.Select(a => new Claim("authority", a))]));

        Assert.Equal("inspection", ProvenPerson.Of(With("inspection"), settings).Person!.Organisation);
        Assert.Equal((MissingKind.Organisation, MissingKind.Organisation), (ProvenPerson.Of(With(), settings).Missing!.Kind, ProvenPerson.Of(With("inspection", "other"), settings).Missing!.Kind));
    }

    private ProviderSettings? Read(params (string Name, string? Value)[] changed)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Authority"] = "https://login.example.com/",
            ["ClientId"] = "desk",
            ["ClientSecretFile"] = _secret,
            ["Name"] = "Example",
            ["Inspector"] = "inspectors",
            ["Organisation"] = "inspection",
        };
        foreach (var (name, value) in changed) settings[name] = value;
        return ProviderSettings.From(new ConfigurationBuilder().AddInMemoryCollection(
            settings.Where(s => s.Value is not null).Select(s => KeyValuePair.Create($"{ProviderSettings.Section}:{s.Key}", s.Value))).Build());
    }
}
