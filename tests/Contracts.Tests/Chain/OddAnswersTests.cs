using System.Text.Json.Nodes;
using Lotmark.Contracts.Chain;

namespace Lotmark.Contracts.Tests.Chain;

/// <summary>Nodes are strangers: whatever they answer, the caller meets a value or a <see cref="ChainFaultException" />.</summary>
public sealed class OddAnswersTests
{
    public static TheoryData<string> Answers => ["null", "true", "7", "\"\"", "\"0x\"", "\"0xzz\"", "\"x\"", "[]", "{}", "\"0x" + new string('f', 64) + "\"", "\"\\ud800\"", "[[]]", "{\"number\":1}"];

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task An_odd_answer_is_a_fault_and_nothing_else(string answer)
    {
        using var nodes = new ScriptedNodes().Node("a", _ => ScriptedNodes.Body($$"""{"result":{{answer}}}"""));
        using var http = new HttpClient(nodes);
        var chain = new EthereumAnchorChain(http, new() { RpcUrls = ["http://a"], ChainId = ScriptedNodes.ChainId, Contract = Anvil.NoContract }, TestKey());
        var reader = new EthereumRootReader(http, "http://a");
        var cancel = TestContext.Current.CancellationToken;

        foreach (var question in new Func<Task>[]
        {
            () => chain.EnsureContractAsync(cancel), () => chain.LatestAsync(BlockTag.Latest, cancel), () => chain.RootAtAsync(1, BlockTag.Finalized, cancel),
            () => chain.MinedNonceAsync(cancel), () => chain.BalanceAsync(cancel), () => chain.AnchorDryRunAsync(1, new byte[32], [], cancel),
            () => chain.PrepareAsync(1, new byte[32], [], 0, null, cancel), () => chain.SubmitAsync(new byte[3], cancel), () => chain.ReceiptAsync(new byte[32], cancel),
            () => chain.HeadsAsync(cancel), () => reader.HasContractAsync(Anvil.NoContract, cancel), () => reader.LatestAsync(Anvil.NoContract, cancel), () => reader.AnchorOfAsync(Anvil.NoContract, 1, cancel),
            () => reader.HeightAsync(cancel),
        })
        {
            Assert.IsType<ChainFaultException>(await Record.ExceptionAsync(question) ?? new ChainFaultException(ChainFaultKind.Other, ""));
        }
    }

    [Fact]
    public async Task A_malformed_url_in_a_bundle_faults_when_it_is_asked()
    {
        using var http = new HttpClient();

        Assert.Equal(ChainFaultKind.Unreachable, (await Assert.ThrowsAsync<ChainFaultException>(
            () => new EthereumRootReader(http, "no url").ChainIdAsync(TestContext.Current.CancellationToken))).Kind);
    }

    [Fact]
    public async Task A_transaction_taken_under_another_hash_is_a_fault()
    {
        using var nodes = new ScriptedNodes().Node("a", _ => ScriptedNodes.Result(RpcHex.Data(new byte[32])));
        using var http = new HttpClient(nodes);
        var chain = new EthereumAnchorChain(http, new() { RpcUrls = ["http://a"], ChainId = ScriptedNodes.ChainId, Contract = Anvil.NoContract });

        await Assert.ThrowsAsync<ChainFaultException>(() => chain.SubmitAsync(new byte[] { 2 }, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_node_without_an_opinion_on_tips_is_asked_what_was_paid()
    {
        var history = new JsonObject
        {
            ["baseFeePerGas"] = new JsonArray("0xa", "0xb", "0xc"),
            ["reward"] = new JsonArray(new JsonArray("0x5"), new JsonArray("0x9"), new JsonArray("0x7")),
        };
        using var nodes = new ScriptedNodes().Node("a", method => method == "eth_feeHistory" ? ScriptedNodes.Result(history.DeepClone()) : ScriptedNodes.Error(-32601, "no such method"));
        using var http = new HttpClient(nodes);
        var node = new EthereumNode(new(http, ["http://a"], ScriptedNodes.ChainId, TimeSpan.FromSeconds(10)));

        Assert.Equal((12, 7), await node.FeesAsync(TestContext.Current.CancellationToken));
    }

    private static SigningKey TestKey() => SigningKey.FromBytes([.. Enumerable.Repeat((byte)0x46, 32)]);
}
