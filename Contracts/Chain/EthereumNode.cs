using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Lotmark.Contracts.Chain;

/// <summary>The questions to an Ethereum node that anchoring needs (execution API, JSON-RPC).</summary>
internal sealed class EthereumNode(RpcEndpoints endpoints)
{
    private const int FeeBlocks = 5;

    public async Task<long> ChainIdAsync(CancellationToken cancel) => RpcAnswers.Number(await endpoints.AskAsync("eth_chainId", [], cancel));

    public async Task<byte[]> CodeAsync(EthereumAddress account, CancellationToken cancel) =>
        RpcAnswers.Data(await endpoints.AskAsync("eth_getCode", [account.ToString(), Name(BlockTag.Latest)], cancel));

    public async Task<byte[]> CallAsync(EthereumAddress to, byte[] data, EthereumAddress? from, BlockTag tag, CancellationToken cancel) =>
        RpcAnswers.Data(await endpoints.AskAsync("eth_call", [Transaction(to, data, from), Name(tag)], cancel));

    /// <summary>The same as of a block by its number.</summary>
    public async Task<byte[]> CallAsync(EthereumAddress to, byte[] data, EthereumAddress? from, long block, CancellationToken cancel) =>
        RpcAnswers.Data(await endpoints.AskAsync("eth_call", [Transaction(to, data, from), RpcHex.Quantity(block)], cancel));

    // Nodes would estimate behind the pending transactions, and what is stuck there is what a replacement comes instead of.
    public async Task<long> EstimateGasAsync(EthereumAddress to, byte[] data, EthereumAddress from, CancellationToken cancel) =>
        RpcAnswers.Number(await endpoints.AskAsync("eth_estimateGas", [Transaction(to, data, from), Name(BlockTag.Latest)], cancel));

    public async Task<long> MinedCountAsync(EthereumAddress account, CancellationToken cancel) =>
        RpcAnswers.Number(await endpoints.AskAsync("eth_getTransactionCount", [account.ToString(), Name(BlockTag.Latest)], cancel));

    public async Task<long> PendingCountAsync(EthereumAddress account, CancellationToken cancel) =>
        RpcAnswers.Number(await endpoints.AskAsync("eth_getTransactionCount", [account.ToString(), "pending"], cancel));

    public async Task<BigInteger> BalanceAsync(EthereumAddress account, CancellationToken cancel) =>
        RpcAnswers.Quantity(await endpoints.AskAsync("eth_getBalance", [account.ToString(), Name(BlockTag.Latest)], cancel));

    /// <summary>Base fee of the next block, and the tip that the node suggests.</summary>
    public async Task<(BigInteger NextBaseFee, BigInteger Tip)> FeesAsync(CancellationToken cancel)
    {
        var history = await endpoints.AskAsync("eth_feeHistory", [RpcHex.Quantity(FeeBlocks), Name(BlockTag.Latest), new JsonArray(50)], cancel);
        var baseFees = RpcAnswers.Items(RpcAnswers.Member(history, "baseFeePerGas"));
        if (baseFees.Count == 0) throw RpcAnswers.Unreadable(null);
        return (RpcAnswers.Quantity(baseFees[^1]), await TipAsync(history, cancel));
    }

    /// <summary>Sends signed bytes to all nodes. Their answer must be the hash that was computed here.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> raw, CancellationToken cancel)
    {
        var hash = Keccak256.Hash(raw.Span);
        try
        {
            var answer = await endpoints.TellAllAsync("eth_sendRawTransaction", [RpcHex.Data(raw.Span)], cancel);
            if (!RpcAnswers.Data(answer).AsSpan().SequenceEqual(hash)) throw new ChainFaultException(ChainFaultKind.Other, "The node took the transaction under another hash.");
        }
        catch (ChainFaultException e) when (e.Kind == ChainFaultKind.AlreadyKnown)
        {
            // An earlier attempt got through, though its answer may not have.
        }
        catch (ChainFaultException e) when (e.Kind is ChainFaultKind.NonceTooLow or ChainFaultKind.Underpriced)
        {
            // This very transaction may be the one that has the nonce.
            if (!await IsKnownAsync(hash, cancel)) throw;
        }
    }

    /// <summary>Null while it is in no block. Of several nodes that answer, two must agree on the block.</summary>
    public async Task<AnchorReceipt?> ReceiptAsync(byte[] hash, CancellationToken cancel)
    {
        var receipts = (await endpoints.AskAllAsync("eth_getTransactionReceipt", [RpcHex.Data(hash)], cancel)).Select(Receipt).ToList();
        if (receipts.TrueForAll(r => r is null)) return null;
        if (receipts is [var only]) return only;
        return receipts.OfType<AnchorReceipt>().GroupBy(r => (r.BlockNumber, Convert.ToHexString(r.BlockHash), r.Succeeded)).FirstOrDefault(g => g.Count() > 1)?.First()
            ?? throw new ChainFaultException(ChainFaultKind.Disputed, "The nodes don't agree whether, or in which block, a transaction stands.");
    }

    /// <summary>The newest block, of a node that did not fall behind.</summary>
    public async Task<BlockReference> HeadAsync(TimeSpan? oldest, CancellationToken cancel) =>
        Block(await endpoints.AskAsync("eth_getBlockByNumber", [Name(BlockTag.Latest), false], cancel, answer =>
            Block(answer) is { } head && head.Time < DateTimeOffset.UtcNow - oldest ? $"is behind: its newest block is of {head.Time:u}" : null))
        ?? throw RpcAnswers.Unreadable(null);

    /// <summary>The block of a number; null if the chain is not that long.</summary>
    public async Task<BlockReference?> BlockAsync(long number, CancellationToken cancel) =>
        Block(await endpoints.AskAsync("eth_getBlockByNumber", [RpcHex.Quantity(number), false], cancel));

    /// <summary>Null where the chain has no such block (yet).</summary>
    public async Task<BlockReference?> BlockAsync(BlockTag tag, CancellationToken cancel)
    {
        try
        {
            return Block(await endpoints.AskAsync("eth_getBlockByNumber", [Name(tag), false], cancel));
        }
        catch (ChainFaultException e) when (e.Kind == ChainFaultKind.Other && tag != BlockTag.Latest)
        {
            return null; // "finalized block not found", in as many spellings as there are nodes
        }
    }

    private async Task<bool> IsKnownAsync(byte[] hash, CancellationToken cancel) =>
        (await endpoints.AskAsync("eth_getTransactionByHash", [RpcHex.Data(hash)], cancel)).ValueKind == JsonValueKind.Object;

    private async Task<BigInteger> TipAsync(JsonElement history, CancellationToken cancel)
    {
        try
        {
            return RpcAnswers.Quantity(await endpoints.AskAsync("eth_maxPriorityFeePerGas", [], cancel));
        }
        catch (ChainFaultException e) when (e.Kind == ChainFaultKind.Other)
        {
            // Not every node has an opinion: the median of what was paid lately will do.
            var rewards = history.TryGetProperty("reward", out var paid) && paid.ValueKind == JsonValueKind.Array ? RpcAnswers.Items(paid) : [];
            var medians = rewards.Select(block => RpcAnswers.Quantity(RpcAnswers.Items(block)[0])).Order().ToList();
            return medians.Count == 0 ? BigInteger.Zero : medians[medians.Count / 2];
        }
    }

    private static AnchorReceipt? Receipt(JsonElement receipt) => receipt.ValueKind == JsonValueKind.Null ? null : new(
        RpcAnswers.Number(RpcAnswers.Member(receipt, "status")) == 1,
        RpcAnswers.Number(RpcAnswers.Member(receipt, "blockNumber")),
        RpcAnswers.Data(RpcAnswers.Member(receipt, "blockHash")),
        RpcAnswers.Number(RpcAnswers.Member(receipt, "gasUsed")));

    private static BlockReference? Block(JsonElement block) => block.ValueKind == JsonValueKind.Null ? null : new(
        RpcAnswers.Number(RpcAnswers.Member(block, "number")), RpcAnswers.Data(RpcAnswers.Member(block, "hash")), RpcAnswers.Time(RpcAnswers.Member(block, "timestamp")));

    private static JsonObject Transaction(EthereumAddress to, byte[] data, EthereumAddress? from)
    {
        var transaction = new JsonObject { ["to"] = to.ToString(), ["data"] = RpcHex.Data(data) };
        if (from is not null) transaction["from"] = from.ToString();
        return transaction;
    }

    private static string Name(BlockTag tag) => tag switch
    {
        BlockTag.Latest => "latest",
        BlockTag.Safe => "safe",
        BlockTag.Finalized => "finalized",
        _ => throw new ArgumentOutOfRangeException(nameof(tag)),
    };
}
