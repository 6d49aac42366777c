namespace Lotmark.Contracts.Chain;

/// <summary>What the anchor contract at an address tells to anybody.</summary>
internal sealed class AnchorViews(EthereumNode node, EthereumAddress contract)
{
    private const int AnchorWords = 4; // size, root, time, block number

    public async Task<AnchorHead> LatestAsync(BlockTag tag, CancellationToken cancel)
    {
        // By its number and not by latest(): so both answers fit together although blocks may come between them.
        var count = await CountAsync(tag, cancel);
        return count == 0 ? AnchorHead.Empty : await AtAsync(count - 1, tag, cancel);
    }

    public async Task<long> CountAsync(BlockTag tag, CancellationToken cancel) =>
        await ViewAsync(AnchorCalls.Count, 1, tag, cancel) is { } counted ? NumberAt(counted, 0) : 0;

    public async Task<AnchorHead> AtAsync(long index, BlockTag tag, CancellationToken cancel)
    {
        var anchor = await ViewAsync(AnchorCalls.AnchorAt(index), AnchorWords, tag, cancel) ?? throw NoContract();
        return new(index + 1, NumberAt(anchor, 0), AbiWords.WordAt(anchor, 1), DateTimeOffset.FromUnixTimeSeconds((uint)NumberAt(anchor, 2)), NumberAt(anchor, 3));
    }

    /// <summary>The anchor of a size; null if there is none. Sizes only grow, so it is found by halving.</summary>
    public async Task<AnchorHead?> AnchorOfAsync(long size, BlockTag tag, CancellationToken cancel)
    {
        var (first, end) = (0L, await CountAsync(tag, cancel));
        while (first < end)
        {
            var middle = first + (end - first) / 2;
            var anchor = await AtAsync(middle, tag, cancel);
            if (anchor.Size == size) return anchor;
            (first, end) = anchor.Size < size ? (middle + 1, end) : (first, middle);
        }
        return null;
    }

    public async Task<byte[]?> RootAtAsync(long size, BlockTag tag, CancellationToken cancel) =>
        await ViewAsync(AnchorCalls.RootAt(size), 1, tag, cancel) is { } root && IsSet(root) ? root : null;

    public async Task<AnchorContract> ContractAsync(EthereumAddress? sender, CancellationToken cancel)
    {
        var origin = await WordAsync(AnchorCalls.Origin, cancel);
        var predecessor = await WordAsync(AnchorCalls.Predecessor, cancel);
        var closed = await WordAsync(AnchorCalls.Closed, cancel);
        var allowed = sender is not null && IsSet(await WordAsync(AnchorCalls.IsOperator(sender), cancel));
        return new(origin, IsSet(predecessor) ? EthereumAddress.Of(predecessor.AsSpan(AbiWords.Size - EthereumAddress.Size)).ToString() : null, IsSet(closed), allowed);
    }

    public ChainFaultException NoContract() => new(ChainFaultKind.NoContract, $"No anchor contract stands at {contract}.");

    private async Task<byte[]> WordAsync(byte[] call, CancellationToken cancel)
    {
        try
        {
            return await ViewAsync(call, 1, BlockTag.Latest, cancel) ?? throw NoContract();
        }
        catch (ChainFaultException e) when (e.Kind == ChainFaultKind.Reverted)
        {
            throw NoContract(); // some other contract, which has no such function
        }
    }

    private static bool IsSet(byte[] word) => word.AsSpan().ContainsAnyExcept((byte)0);

    // Null: no contract at that block, as is usual for a finalized one just after deployment, or a node that does not keep its state.
    private async Task<byte[]?> ViewAsync(byte[] call, int words, BlockTag tag, CancellationToken cancel)
    {
        byte[] answer;
        try
        {
            answer = await node.CallAsync(contract, call, null, tag, cancel);
        }
        catch (ChainFaultException e) when (e.Kind == ChainFaultKind.Other && tag != BlockTag.Latest)
        {
            return null;
        }
        if (answer.Length == 0 && tag != BlockTag.Latest) return null;
        return answer.Length == words * AbiWords.Size ? answer : throw NoContract();
    }

    private static long NumberAt(byte[] words, int index)
    {
        try
        {
            return AbiWords.NumberAt(words, index);
        }
        catch (FormatException e)
        {
            throw RpcAnswers.Unreadable(e);
        }
    }
}
