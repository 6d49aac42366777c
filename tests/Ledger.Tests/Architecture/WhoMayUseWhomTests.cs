using ArchUnitNET.Fluent.Syntax.Elements.Types;
using ArchUnitNET.Loader;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace Lotmark.Ledger.Tests.Architecture;

/// <summary>The houses and their doors, as ARCHITECTURE.md draws them.</summary>
public sealed class WhoMayUseWhomTests
{
    private static readonly ArchUnitNET.Domain.Architecture Houses = new ArchLoader().LoadAssemblies(
        typeof(Program).Assembly, typeof(Scanner.ScannerModule).Assembly, typeof(Contracts.Tree.MerkleTree).Assembly).Build();

    [Theory]
    [InlineData("Contracts", "Ledger")]
    [InlineData("Contracts", "Scanner")]
    [InlineData("Scanner", "Ledger")]
    [InlineData("Scanner", "Contracts")]
    [InlineData("Ledger.Log", "Ledger.Lots")]
    [InlineData("Ledger.Log", "Ledger.Anchoring")]
    [InlineData("Ledger.Log", "Ledger.LotPages")]
    [InlineData("Ledger.Log", "Ledger.Access")]
    [InlineData("Ledger.Anchoring", "Ledger.Lots")]
    [InlineData("Ledger.Lots", "Ledger.Anchoring")]
    [InlineData("Ledger.Lots", "Ledger.LotPages")]
    [InlineData("Ledger.Access", "Ledger.Lots")]
    [InlineData("Ledger.Access", "Ledger.Log")]
    [InlineData("Ledger.Identifiers", "Ledger.Requests")]
    [InlineData("Ledger.Identifiers", "Ledger.Lots")]
    [InlineData("Ledger.Problems", "Ledger.Identifiers")]
    [InlineData("Ledger.Requests", "Ledger.Lots")]
    [InlineData("Ledger.Log", "Ledger.Inspection")]
    [InlineData("Ledger.Lots", "Ledger.Inspection")]
    [InlineData("Ledger.Anchoring", "Ledger.Inspection")]
    [InlineData("Ledger.Inspection.Audit", "Ledger.Lots")]
    [InlineData("Ledger.Inspection.Audit", "Ledger.Inspection.Trace")]
    [InlineData("Ledger.Custody", "Ledger.Inspection")]
    [InlineData("Ledger.ColdChain", "Ledger.Inspection")]
    [InlineData("Ledger.Serials", "Ledger.Inspection")]
    [InlineData("Ledger.ShopperReports", "Ledger.Inspection")]
    [InlineData("Ledger.Inspection.Signals", "Ledger.Inspection.Desk")]
    [InlineData("Ledger.Inspection.Signals", "Ledger.Inspection.Tasks")]
    [InlineData("Ledger.Inspection.Tasks", "Ledger.Inspection.Desk")]
    [InlineData("Ledger.Lots", "Ledger.Custody")]
    [InlineData("Ledger.Lots", "Ledger.Holds")]
    [InlineData("Ledger.Log", "Ledger.Custody")]
    [InlineData("Ledger.Custody", "Ledger.Holds")]
    [InlineData("Ledger.Lots", "Ledger.ColdChain")]
    [InlineData("Ledger.Log", "Ledger.ColdChain")]
    [InlineData("Ledger.Access", "Ledger.ColdChain")]
    [InlineData("Ledger.ColdChain", "Ledger.LotPages")]
    [InlineData("Ledger.Lots", "Ledger.Serials")]
    [InlineData("Ledger.Log", "Ledger.Serials")]
    [InlineData("Ledger.Serials", "Ledger.LotPages")]
    [InlineData("Ledger.Lots", "Ledger.ShopperReports")]
    [InlineData("Ledger.LotPages", "Ledger.ShopperReports")]
    [InlineData("Ledger.Verify", "Ledger.Log")]
    [InlineData("Ledger.Verify", "Ledger.Lots")]
    public void This_one_does_not_know_that_one(string who, string whom) =>
        Check(Types().That().ResideInNamespaceMatching(Within(who)).Should().NotDependOnAnyTypesThat().ResideInNamespaceMatching(Within(whom)));

    [Fact]
    public void Nobody_but_the_start_uses_what_is_embedded() => Check(Types().That()
        .ResideInNamespaceMatching(@"^Lotmark\.Ledger\..+").And().DoNotResideInNamespaceMatching(Within("Ledger.Embedded"))
        .Should().NotDependOnAnyTypesThat().ResideInNamespaceMatching(Within("Ledger.Embedded")));

    [Fact]
    public void Nobody_but_the_start_uses_what_comes_in_and_goes_out_in_bulk() => Check(Types().That()
        .ResideInNamespaceMatching(@"^Lotmark\.Ledger\..+").And().DoNotResideInNamespaceMatching(Within("Ledger.Interchange"))
        .Should().NotDependOnAnyTypesThat().ResideInNamespaceMatching(Within("Ledger.Interchange")));

    [Fact]
    public void Only_the_chain_client_speaks_to_a_chain() => Check(Types().That()
        .ResideInNamespaceMatching(Within("Ledger.Log")).Or().ResideInNamespaceMatching(Within("Ledger.Lots")).Or().ResideInNamespaceMatching(Within("Ledger.LotPages"))
        .Should().NotDependOnAnyTypesThat().ResideInNamespaceMatching(Within("Contracts.Chain")));

    private static string Within(string part) => $@"^Lotmark\.{part.Replace(".", @"\.", StringComparison.Ordinal)}(\..+)?$";

    private static void Check(TypesShouldConjunction rule)
    {
        var broken = rule.Evaluate(Houses).Where(r => !r.Passed).Select(r => r.Description);
        Assert.Empty(broken);
    }
}
