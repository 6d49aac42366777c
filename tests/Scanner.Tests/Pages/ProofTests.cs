using Lotmark.Scanner.Lots;
using Lotmark.Scanner.Tests.Hosting;

namespace Lotmark.Scanner.Tests.Pages;

public sealed class ProofTests(ScannerHost host)
{
    [Fact]
    public async Task A_fresh_record_is_not_said_to_be_logged_or_anchored() => Assert.Equal(
        ["done Recorded", "open Not in the log yet", "open Not on the chain yet"], await Steps("P-RECORDED", Samples.Recorded));

    [Fact]
    public async Task A_logged_record_is_not_said_to_be_anchored() => Assert.Equal(
        ["done Recorded", "done In the log", "open Not on the chain yet"], await Steps("P-LOGGED", Samples.Logged));

    [Fact]
    public async Task An_anchored_record_is_on_the_chain_and_not_done_before_it_is_final()
    {
        Assert.Equal(["done Recorded", "done In the log", "open On the chain"], await Steps("P-ANCHORED", Samples.Anchored));
        Assert.Equal(["done Recorded", "done In the log", "done On the chain"], await Steps("P-DONE", Samples.Final));
    }

    [Fact]
    public async Task An_anchor_is_not_called_final_before_it_is()
    {
        Assert.Contains("It has 5 confirmations and is not final yet.", await Text("P-5", Samples.Anchored));
        Assert.Contains("The block is final", await Text("P-FINAL", Samples.Final));
    }

    [Fact]
    public async Task A_development_chain_is_not_sold_as_proof()
    {
        var text = await Text("P-DEV", Samples.Final with { ChainId = 31337 });

        Assert.Contains("proves nothing to others", text);
        Assert.DoesNotContain("The block is final", text);
    }

    [Fact]
    public async Task Times_are_those_of_the_market() => Assert.Contains("7 November 2026, 14:03 (China time)", await Text("P-TIME", Samples.Logged));

    private async Task<List<string>> Steps(string lot, LotProof proof)
    {
        var page = await host.Open("/" + host.Register(Samples.Shrimp with { LotNumber = lot, Proof = proof }).Path, "en");
        return [.. page.QuerySelectorAll(".proof > li").Select(step => $"{step.ClassName} {step.QuerySelector("b")!.TextContent}")];
    }

    private async Task<string> Text(string lot, LotProof proof) =>
        (await host.Open("/" + host.Register(Samples.Shrimp with { LotNumber = lot, Proof = proof }).Path, "en")).Body!.TextContent;
}
