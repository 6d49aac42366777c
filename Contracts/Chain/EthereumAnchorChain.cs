using System.Numerics;
using System.Text.Json.Nodes;

namespace Lotmark.Contracts.Chain;

/// <summary>Which contract on which chain, and what a transaction may cost.</summary>
public sealed record ChainOptions
{
    /// <summary>JSON-RPC endpoints, tried in order.</summary>
    public required IReadOnlyList<string> RpcUrls { get; init; }

    /// <summary>EIP-155 chain id; endpoints of another chain are not used.</summary>
    public required long ChainId { get; init; }

    /// <summary>Address of the anchor contract.</summary>
    public required string Contract { get; init; }

    /// <summary>The most a unit of gas may cost, in wei.</summary>
    public BigInteger MaxFeeCap { get; init; } = 200_000_000_000;

    /// <summary>The least tip, in wei a unit of gas.</summary>
    public BigInteger MinTip { get; init; } = 100_000_000;

    /// <summary>The most gas that a transaction may ask for. An anchor needs about 0.1 million.</summary>
    public long GasCeiling { get; init; } = 2_000_000;
}

/// <summary>The anchor contract behind an Ethereum node.</summary>
public sealed class EthereumAnchorChain : IAnchorChain
{
    private const long DevChainId = 31337;

    private readonly JsonRpc _rpc;
    private readonly ChainOptions _options;
    private readonly SigningKey? _key;
    private readonly byte[] _contract;

    /// <summary>A client of the chain; without a key it only reads.</summary>
    /// <exception cref="ArgumentException">A key that all the world knows, on any chain but a dev chain.</exception>
    /// <exception cref="FormatException">The contract is no address.</exception>
    public EthereumAnchorChain(HttpClient http, ChainOptions options, SigningKey? key)
    {
        if (key is { IsWellKnown: true } && options.ChainId != DevChainId)
            throw new ArgumentException($"This key is published with every dev chain: whoever reads that can anchor on chain {options.ChainId}. Make one of your own.", nameof(key));
        (_rpc, _options, _key, _contract) = (new(http, options.RpcUrls, options.ChainId), options, key, EthereumAddress.Parse(options.Contract));
    }

    private SigningKey Key => _key ?? throw new InvalidOperationException("This client has no key: it only reads.");

    /// <inheritdoc />
    public async Task<AnchorHead> LatestAsync(BlockTag tag, CancellationToken cancel)
    {
        if (await ViewAsync(AnchorAbi.Latest, tag, 4, cancel) is not [var size, var root, var time, var block]) return new(0, 0, new byte[32], default, 0);
        var count = await ViewAsync(AnchorAbi.Count, tag, 1, cancel);
        return new(
            count is [var n] ? AnchorAbi.ToLong(n) : 0, AnchorAbi.ToLong(size), root, DateTimeOffset.FromUnixTimeSeconds(AnchorAbi.ToLong(time)), AnchorAbi.ToLong(block));
    }

    /// <inheritdoc />
    public async Task<byte[]?> RootAtAsync(long size, BlockTag tag, CancellationToken cancel) =>
        await ViewAsync(AnchorAbi.RootAt(size), tag, 1, cancel) is [var root] && root.Any(b => b != 0) ? root : null;

    /// <inheritdoc />
    public async Task<long> MinedNonceAsync(CancellationToken cancel) =>
        (long)JsonRpc.Number(await _rpc.AskAsync("eth_getTransactionCount", [Key.Address, "latest"], cancel));

    /// <inheritdoc />
    public async Task<PreparedAnchor> PrepareAsync(long size, byte[] root, IReadOnlyList<byte[]> proof, long nonce, Fees? bumpFrom, CancellationToken cancel)
    {
        var data = AnchorAbi.Anchor(size, root, proof);
        // The dry run finds out for nothing what a refused transaction would find out for money.
        await _rpc.AskAsync("eth_call", [Call(data), "latest"], cancel);
        var gas = (long)JsonRpc.Number(await _rpc.AskAsync("eth_estimateGas", [Call(data)], cancel)) * 12 / 10;
        if (gas > _options.GasCeiling) throw new ChainFaultException(ChainFaultKind.GasTooHigh, $"The anchor would need {gas} gas, above the ceiling of {_options.GasCeiling}.");
        var fees = await FeesAsync(bumpFrom, cancel);
        var (raw, hash) = new Eip1559Transaction(_options.ChainId, nonce, fees.Tip, fees.MaxFee, gas, _contract, 0, data).Sign(Key);
        return new(nonce, raw, hash, fees, gas);
    }

    /// <inheritdoc />
    public async Task SubmitAsync(ReadOnlyMemory<byte> raw, CancellationToken cancel)
    {
        try
        {
            await _rpc.TellAllAsync("eth_sendRawTransaction", [JsonRpc.Data(raw.Span)], cancel);
        }
        catch (ChainFaultException e) when (e.Kind == ChainFaultKind.NonceTooLow || e.Message == NodeError.AlreadyThere)
        {
            // The node has it, or had it: the receipt will tell.
        }
    }

    /// <inheritdoc />
    public async Task<AnchorReceipt?> ReceiptAsync(byte[] hash, CancellationToken cancel) =>
        await _rpc.AskAsync("eth_getTransactionReceipt", [JsonRpc.Data(hash)], cancel) is JsonObject receipt && receipt["blockNumber"] is { } number
            ? new(JsonRpc.Number(receipt["status"]).IsOne, (long)JsonRpc.Number(number), JsonRpc.Bytes(receipt["blockHash"]), (long)JsonRpc.Number(receipt["gasUsed"]))
            : null;

    /// <inheritdoc />
    public async Task<ChainHeads> HeadsAsync(CancellationToken cancel) => new(
        await BlockAsync(BlockTag.Latest, cancel) ?? throw new ChainFaultException(ChainFaultKind.Other, "The node has no newest block."),
        await BlockAsync(BlockTag.Safe, cancel), await BlockAsync(BlockTag.Finalized, cancel));

    // Nothing at a finalized block only means that the contract is younger than that.
    private async Task<byte[][]> ViewAsync(byte[] data, BlockTag tag, int words, CancellationToken cancel)
    {
        var answer = JsonRpc.Bytes(await _rpc.AskAsync("eth_call", [new JsonObject { ["to"] = _options.Contract, ["data"] = JsonRpc.Data(data) }, Name(tag)], cancel));
        return answer.Length == 0 && tag != BlockTag.Latest ? [] : AnchorAbi.Words(answer, words);
    }

    private async Task<BlockReference?> BlockAsync(BlockTag tag, CancellationToken cancel)
    {
        try
        {
            return await _rpc.AskAsync("eth_getBlockByNumber", [Name(tag), false], cancel) is JsonObject block
                ? new((long)JsonRpc.Number(block["number"]), JsonRpc.Bytes(block["hash"]))
                : null;
        }
        catch (ChainFaultException e) when (e.Kind == ChainFaultKind.Other && tag != BlockTag.Latest)
        {
            return null; // a young chain has no safe or finalized block, and some nodes call that an error
        }
    }

    private async Task<Fees> FeesAsync(Fees? bumpFrom, CancellationToken cancel)
    {
        var history = await _rpc.AskAsync("eth_feeHistory", ["0x5", "latest", new JsonArray(50)], cancel) as JsonObject;
        var next = JsonRpc.Number((history?["baseFeePerGas"] as JsonArray)?.LastOrDefault()); // one entry more than asked: the next block's
        var tip = BigInteger.Max(await TipAsync(history, cancel), _options.MinTip);
        var max = 2 * next + tip;
        if (bumpFrom is not null) (tip, max) = (BigInteger.Max(tip, Bumped(bumpFrom.Tip)), BigInteger.Max(max, Bumped(bumpFrom.MaxFee)));
        if (next + tip > _options.MaxFeeCap) throw new ChainFaultException(ChainFaultKind.FeeTooHigh, "The base fee is above the configured cap: waiting.");
        return new(tip, BigInteger.Min(max, _options.MaxFeeCap));
    }

    private async Task<BigInteger> TipAsync(JsonObject? history, CancellationToken cancel)
    {
        try
        {
            return JsonRpc.Number(await _rpc.AskAsync("eth_maxPriorityFeePerGas", [], cancel));
        }
        catch (ChainFaultException e) when (e.Kind == ChainFaultKind.Other)
        {
            // Not every node has the hint: the middle of what others paid lately.
            var rewards = (history?["reward"] as JsonArray ?? []).Select(r => JsonRpc.Number(r?[0])).Order().ToList();
            return rewards.Count == 0 ? _options.MinTip : rewards[rewards.Count / 2];
        }
    }

    // Nodes want ten percent more on both fees; an eighth, rounded up, is safe.
    private static BigInteger Bumped(BigInteger fee) => (fee * 1125 + 999) / 1000;

    private JsonObject Call(byte[] data) => new() { ["from"] = Key.Address, ["to"] = _options.Contract, ["data"] = JsonRpc.Data(data) };

    private static string Name(BlockTag tag) => tag switch { BlockTag.Safe => "safe", BlockTag.Finalized => "finalized", _ => "latest" };
}
