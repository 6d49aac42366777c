using System.Text.Json.Nodes;
using Lotmark.Contracts.Chain;

namespace Lotmark.Contracts.Tests.Chain;

public sealed class RpcErrorTests
{
    [Theory]
    [InlineData(-32000, "already known", ChainFaultKind.AlreadyKnown)]
    [InlineData(-32003, "transaction already imported", ChainFaultKind.AlreadyKnown)]
    [InlineData(-32010, "AlreadyKnown", ChainFaultKind.AlreadyKnown)]
    [InlineData(-32000, "nonce too low: next nonce 5, tx nonce 4", ChainFaultKind.NonceTooLow)]
    [InlineData(-32003, "Nonce Too Low", ChainFaultKind.NonceTooLow)]
    [InlineData(-32010, "OldNonce", ChainFaultKind.NonceTooLow)]
    [InlineData(-32001, "Nonce below current nonce", ChainFaultKind.NonceTooLow)]
    [InlineData(-32004, "Upfront cost exceeds account balance", ChainFaultKind.InsufficientFunds)]
    [InlineData(-32000, "replacement transaction underpriced", ChainFaultKind.Underpriced)]
    [InlineData(-32010, "ReplacementNotAllowed", ChainFaultKind.Underpriced)]
    [InlineData(-32000, "insufficient funds for gas * price + value: balance 0", ChainFaultKind.InsufficientFunds)]
    [InlineData(-32003, "Insufficient funds for gas * price + value", ChainFaultKind.InsufficientFunds)]
    [InlineData(-32000, "transaction underpriced: tip needed 1", ChainFaultKind.FeeTooHigh)]
    [InlineData(-32000, "max fee per gas less than block base fee", ChainFaultKind.FeeTooHigh)]
    [InlineData(-32010, "FeeTooLow, MaxFeePerGas too low", ChainFaultKind.FeeTooHigh)]
    [InlineData(-32000, "invalid chain id for signer", ChainFaultKind.WrongChain)]
    [InlineData(-32000, "exceeds block gas limit", ChainFaultKind.GasTooHigh)]
    [InlineData(3, "", ChainFaultKind.Reverted)]
    [InlineData(-32000, "execution reverted", ChainFaultKind.Reverted)]
    [InlineData(-32601, "the method does not exist", ChainFaultKind.Other)]
    [InlineData(-32000, "", ChainFaultKind.Other)]
    public async Task A_refusal_is_told_by_its_text_in_any_case(int code, string message, ChainFaultKind kind)
    {
        var fault = await FaultAsync(() => ScriptedNodes.Error(code, message));

        Assert.Equal(kind, fault.Kind);
        Assert.Null(fault.ContractError);
    }

    [Theory]
    [InlineData("\"0x0bcdc6e5\"", "SizeNotIncreasing")]
    [InlineData("\"0xDB82CB5E\"", "BadConsistencyProof")]
    [InlineData("\"Reverted 0x76c6c93a00\"", "NotOperator")]
    [InlineData("{\"data\":\"0xb263ae73\"}", "ZeroRoot")]
    [InlineData("\"0x08c379a000\"", "Error")]
    [InlineData("\"0x12345678\"", null)]
    public async Task A_revert_names_the_contracts_error(string data, string? name)
    {
        var fault = await FaultAsync(() => ScriptedNodes.Error(-32015, "VM execution error.", JsonNode.Parse(data)));

        Assert.Equal(ChainFaultKind.Reverted, fault.Kind);
        Assert.Equal(name, fault.ContractError);
    }

    [Theory]
    [InlineData("""{"error":{}}""")]
    [InlineData("""{"error":{"code":"x","message":5,"data":[]}}""")]
    [InlineData("""{"error":{"code":99999999999,"message":null,"data":{"data":7}}}""")]
    [InlineData("""{"error":{"code":1,"message":"a","data":"0x12"}}""")]
    public async Task A_malformed_refusal_is_a_refusal(string body) => Assert.Equal(ChainFaultKind.Other, (await FaultAsync(() => ScriptedNodes.Body(body))).Kind);

    [Theory]
    [InlineData("""{"error":{"code":1,"message":"\ud800"}}""")]
    [InlineData("""{"error":{"code":1,"data":"\ud800"}}""")]
    public async Task A_refusal_with_half_a_character_is_no_answer(string body) => Assert.Equal(ChainFaultKind.Unreachable, (await FaultAsync(() => ScriptedNodes.Body(body))).Kind);

    [Fact]
    public async Task What_a_node_says_is_not_repeated() =>
        Assert.DoesNotContain("02f871", (await FaultAsync(() => ScriptedNodes.Error(-32000, "could not decode 02f871"))).ToString(), StringComparison.Ordinal);

    private static async Task<ChainFaultException> FaultAsync(Func<HttpResponseMessage> answer)
    {
        using var nodes = new ScriptedNodes().Node("a", _ => answer());
        using var http = new HttpClient(nodes);
        var endpoints = new RpcEndpoints(http, ["http://a"], ScriptedNodes.ChainId, TimeSpan.FromSeconds(10));

        return await Assert.ThrowsAsync<ChainFaultException>(() => endpoints.AskAsync("eth_sendRawTransaction", ["0x00"], TestContext.Current.CancellationToken));
    }
}
