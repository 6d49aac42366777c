using System.Text.Json.Nodes;
using Lotmark.Contracts.Evidence;

namespace Lotmark.Contracts.Chain;

/// <summary>One Ethereum node, asked for what evidence claims.</summary>
public sealed class EthereumRootReader(HttpClient http, string url) : IRootReader
{
    private readonly JsonRpc _rpc = new(http, [url], chainId: null);

    /// <inheritdoc />
    public string Name => url;

    /// <inheritdoc />
    public async Task<long> ChainIdAsync(CancellationToken cancel) => (long)JsonRpc.Number(await _rpc.AskAsync("eth_chainId", [], cancel));

    /// <inheritdoc />
    public async Task<bool> HasContractAsync(string contract, CancellationToken cancel) =>
        JsonRpc.Bytes(await _rpc.AskAsync("eth_getCode", [contract, "latest"], cancel)).Length > 0;

    /// <inheritdoc />
    public async Task<byte[]?> RootAtAsync(string contract, long size, bool finalized, CancellationToken cancel) =>
        await ViewAsync(contract, AnchorAbi.RootAt(size), finalized ? "finalized" : "latest", cancel) is [var root] && root.Any(b => b != 0) ? root : null;

    /// <inheritdoc />
    public async Task<long?> LatestSizeAsync(string contract, CancellationToken cancel) =>
        await ViewAsync(contract, AnchorAbi.Latest, "latest", cancel) is [var size, ..] ? AnchorAbi.ToLong(size) : null;

    // An answer of nothing: no contract at that block.
    private async Task<byte[][]> ViewAsync(string contract, byte[] data, string tag, CancellationToken cancel)
    {
        var answer = JsonRpc.Bytes(await _rpc.AskAsync("eth_call", [new JsonObject { ["to"] = contract, ["data"] = JsonRpc.Data(data) }, tag], cancel));
        return answer.Length == 0 ? [] : AnchorAbi.Words(answer, answer.Length / 32);
    }
}
