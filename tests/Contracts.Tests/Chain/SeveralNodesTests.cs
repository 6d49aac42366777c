using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Lotmark.Contracts.Chain;

namespace Lotmark.Contracts.Tests.Chain;

/// <summary>What several nodes say together.</summary>
public sealed class SeveralNodesTests : IDisposable
{
    private static readonly byte[] Hash = new byte[32];

    private readonly ScriptedNodes _nodes = new();
    private readonly HttpClient _http;

    public SeveralNodesTests()
    {
        _nodes.Node("a", _ => ReceiptIn(7)).Node("same", _ => ReceiptIn(7)).Node("other", _ => ReceiptIn(8)).Node("none", _ => ScriptedNodes.Result(null));
        _nodes.Broken("dead", () => throw new HttpRequestException("down"));
        _nodes.Node("other-chain", _ => ReceiptIn(9), chainId: 6);
        _http = new(_nodes);
    }

    public void Dispose()
    {
        _http.Dispose();
        _nodes.Dispose();
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(7L, "a")]
    [InlineData(7L, "a", "same")]
    [InlineData(7L, "none", "a", "same")]
    [InlineData(7L, "other", "a", "same")]
    [InlineData(7L, "dead", "a")]
    [InlineData(7L, "a", "other-chain")]
    [InlineData(null, "none")]
    [InlineData(null, "none", "dead")]
    public async Task A_receipt_counts_when_two_nodes_agree_or_nobody_else_answers(long? block, params string[] hosts) =>
        Assert.Equal(block, (await Of(null, hosts).ReceiptAsync(Hash, Cancel))?.BlockNumber);

    [Theory]
    [InlineData("a", "none")]
    [InlineData("a", "other")]
    [InlineData("a", "other", "none")]
    public async Task Nodes_that_contradict_each_other_are_believed_nothing(params string[] hosts) =>
        Assert.Equal(ChainFaultKind.Disputed, (await Assert.ThrowsAsync<ChainFaultException>(() => Of(null, hosts).ReceiptAsync(Hash, Cancel))).Kind);

    [Fact]
    public async Task A_node_whose_newest_block_is_old_is_passed_over()
    {
        _nodes.Node("behind", _ => BlockOf(DateTimeOffset.UtcNow.AddHours(-1), 5)).Node("fresh", _ => BlockOf(DateTimeOffset.UtcNow, 9));
        var age = TimeSpan.FromMinutes(5);

        Assert.Equal(9, (await Of(age, "behind", "fresh").HeadsAsync(Cancel)).Latest.Number);
        Assert.Equal(5, (await Of(null, "behind", "fresh").HeadsAsync(Cancel)).Latest.Number);
        var fault = await Assert.ThrowsAsync<ChainFaultException>(() => Of(age, "behind").HeadsAsync(Cancel));
        Assert.Equal(ChainFaultKind.Unreachable, fault.Kind);
        Assert.Contains("behind", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_that_is_asked_too_often_is_left_alone_for_a_while()
    {
        _nodes.Broken("busy", () =>
        {
            var answer = ScriptedNodes.Body("{}", HttpStatusCode.TooManyRequests);
            answer.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromMinutes(1));
            return answer;
        });
        var chain = Of(null, "busy");

        for (var i = 0; i < 3; i++) Assert.Equal(ChainFaultKind.Unreachable, (await Assert.ThrowsAsync<ChainFaultException>(() => chain.ReceiptAsync(Hash, Cancel))).Kind);

        Assert.Single(_nodes.Asked);
    }

    private EthereumAnchorChain Of(TimeSpan? oldestHead, params string[] hosts) => new(
        _http, new() { RpcUrls = [.. hosts.Select(h => $"http://{h}")], ChainId = ScriptedNodes.ChainId, Contract = Anvil.NoContract, OldestHead = oldestHead });

    private static HttpResponseMessage ReceiptIn(int block) => ScriptedNodes.Result(new JsonObject
    {
        ["status"] = "0x1",
        ["blockNumber"] = $"0x{block:x}",
        ["blockHash"] = "0x" + new string((char)('0' + block), 64),
        ["gasUsed"] = "0x5208",
    });

    private static HttpResponseMessage BlockOf(DateTimeOffset time, int number) => ScriptedNodes.Result(new JsonObject
    {
        ["number"] = $"0x{number:x}",
        ["hash"] = "0x" + new string('0', 64),
        ["timestamp"] = $"0x{time.ToUnixTimeSeconds():x}",
    });
}
