using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Lotmark.Contracts.Chain;

namespace Lotmark.Contracts.Tests.Chain;

public sealed class RpcEndpointsTests : IDisposable
{
    private readonly ScriptedNodes _nodes = new();
    private readonly HttpClient _http;

    public RpcEndpointsTests()
    {
        _nodes.Node("good", _ => ScriptedNodes.Result("0x1"));
        _nodes.Node("other-chain", _ => ScriptedNodes.Result("0x2"), chainId: 6);
        _nodes.Node("refuses", _ => ScriptedNodes.Error(-32000, "nonce too low"));
        _http = new HttpClient(_nodes);
    }

    public void Dispose()
    {
        _http.Dispose();
        _nodes.Dispose();
    }

    public static TheoryData<string, Func<HttpResponseMessage>> Breakages => new()
    {
        { "connection refused", () => throw new HttpRequestException("refused") },
        { "connection cut", () => throw new IOException("cut") },
        { "no answer in time", () => throw new TaskCanceledException("too late") },
        { "429", () => ScriptedNodes.Body("{}", HttpStatusCode.TooManyRequests) },
        { "503 with a JSON body", () => ScriptedNodes.Error(-32000, "down", null, HttpStatusCode.ServiceUnavailable) },
        { "HTML", () => ScriptedNodes.Body("<html>") },
        { "nothing", () => ScriptedNodes.Body("") },
        { "a list", () => ScriptedNodes.Body("[]") },
        { "neither result nor error", () => ScriptedNodes.Body("""{"jsonrpc":"2.0","id":1}""") },
        { "404 without JSON", () => ScriptedNodes.Body("not found", HttpStatusCode.NotFound) },
        { "too much", () => ScriptedNodes.Body("\"" + new string('a', 5_000_000) + "\"") },
    };

    [Theory]
    [MemberData(nameof(Breakages))]
    public async Task A_broken_node_is_passed_over_and_not_asked_again(string how, Func<HttpResponseMessage> breakage)
    {
        Assert.NotEmpty(how);
        _nodes.Broken("broken", breakage);
        var endpoints = Of("broken", "good");

        Assert.Equal("0x1", await AskAsync(endpoints));
        Assert.Equal("0x1", await AskAsync(endpoints));
        Assert.Equal(["broken eth_chainId", "good eth_chainId", "good eth_x", "good eth_x"], _nodes.Asked);
        Assert.Equal(ChainFaultKind.Unreachable, (await Assert.ThrowsAsync<ChainFaultException>(() => AskAsync(Of("broken")))).Kind);
    }

    [Fact]
    public async Task After_each_failover_the_chain_id_is_asked_again()
    {
        var works = true;
        _nodes.Node("sometimes", _ => works ? ScriptedNodes.Result("0x3") : throw new HttpRequestException("down"));
        var endpoints = Of("sometimes", "good");

        Assert.Equal("0x3", await AskAsync(endpoints));
        works = false;
        Assert.Equal("0x1", await AskAsync(endpoints));
        works = true;
        _nodes.Broken("good", () => throw new HttpRequestException("down"));
        Assert.Equal("0x3", await AskAsync(endpoints));
        Assert.Equal(
            ["sometimes eth_chainId", "sometimes eth_x", "sometimes eth_x", "good eth_chainId", "good eth_x", "good eth_x", "sometimes eth_chainId", "sometimes eth_x"], _nodes.Asked);
    }

    [Fact]
    public async Task A_refusal_is_an_answer()
    {
        Assert.Equal(ChainFaultKind.NonceTooLow, (await Assert.ThrowsAsync<ChainFaultException>(() => AskAsync(Of("refuses", "good")))).Kind);
        Assert.DoesNotContain("good eth_x", _nodes.Asked);
    }

    [Fact]
    public async Task A_refusal_with_a_status_of_400_is_an_answer_too()
    {
        _nodes.Node("bad-request", _ => ScriptedNodes.Error(3, "execution reverted", "0xb263ae73", HttpStatusCode.BadRequest));

        Assert.Equal("ZeroRoot", (await Assert.ThrowsAsync<ChainFaultException>(() => AskAsync(Of("bad-request", "good")))).ContractError);
    }

    [Fact]
    public async Task A_node_of_another_chain_is_asked_nothing()
    {
        Assert.Equal("0x1", await AskAsync(Of("other-chain", "good")));
        Assert.DoesNotContain("other-chain eth_x", _nodes.Asked);
        Assert.Equal(ChainFaultKind.WrongChain, (await Assert.ThrowsAsync<ChainFaultException>(() => AskAsync(Of("other-chain")))).Kind);
        _nodes.Broken("broken", () => throw new HttpRequestException("down"));
        Assert.Equal(ChainFaultKind.WrongChain, (await Assert.ThrowsAsync<ChainFaultException>(() => AskAsync(Of("other-chain", "broken")))).Kind);
    }

    [Fact]
    public async Task All_nodes_of_the_chain_are_told_and_one_is_enough()
    {
        var answer = await Of("refuses", "good", "other-chain").TellAllAsync("eth_x", [], TestContext.Current.CancellationToken);

        Assert.Equal("0x1", answer.GetString());
        Assert.Contains("refuses eth_x", _nodes.Asked);
        Assert.DoesNotContain("other-chain eth_x", _nodes.Asked);
    }

    [Fact]
    public async Task When_no_node_takes_it_a_refusal_tells_more_than_silence()
    {
        _nodes.Broken("broken", () => throw new HttpRequestException("down"));

        var fault = await Assert.ThrowsAsync<ChainFaultException>(() => Of("broken", "other-chain", "refuses").TellAllAsync("eth_x", [], TestContext.Current.CancellationToken));

        Assert.Equal(ChainFaultKind.NonceTooLow, fault.Kind);
    }

    [Fact]
    public async Task A_node_that_never_answers_is_given_up()
    {
        using var http = new HttpClient(new Silent());
        var endpoints = new RpcEndpoints(http, ["http://silent"], ScriptedNodes.ChainId, TimeSpan.FromMilliseconds(50));

        Assert.Equal(ChainFaultKind.Unreachable, (await Assert.ThrowsAsync<ChainFaultException>(() => AskAsync(endpoints))).Kind);
    }

    [Fact]
    public async Task A_caller_that_gives_up_is_not_told_of_a_fault()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Of("good").AskAsync("eth_x", [], cancel.Token));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("file:///etc/passwd")]
    [InlineData("ws://a")]
    public void An_endpoint_is_an_http_url(string url) =>
        Assert.Throws<ArgumentException>(() => new RpcEndpoints(_http, [url], 1, TimeSpan.FromSeconds(1)));

    [Fact]
    public void At_least_one_endpoint_is_needed() => Assert.Throws<ArgumentException>(() => new RpcEndpoints(_http, [], 1, TimeSpan.FromSeconds(1)));

    private RpcEndpoints Of(params string[] hosts) => new(_http, [.. hosts.Select(host => $"http://{host}")], ScriptedNodes.ChainId, TimeSpan.FromSeconds(10));

    private static async Task<string?> AskAsync(RpcEndpoints endpoints)
    {
        JsonElement answer = await endpoints.AskAsync("eth_x", [], TestContext.Current.CancellationToken);
        return answer.GetString();
    }

    private sealed class Silent : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            throw new UnreachableException();
        }
    }
}
