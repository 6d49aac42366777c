namespace Lotmark.Contracts.Chain;

/// <summary>What the anchor contract at an address tells to anybody.</summary>
internal sealed class AnchorViews(EthereumNode node, EthereumAddress contract)
{
    private const int AnchorWords = 4; // size, root, time, block number

    public async Task<AnchorHead> LatestAsync(BlockTag tag, CancellationToken cancel)
    {
        // By its number and not by latest(): so both answers fit together although blocks may come between them.
        if (await ViewAsync(AnchorCalls.Count, 1, tag, cancel) is not { } counted) return AnchorHead.Empty;
        var count = NumberAt(counted, 0);
        if (count == 0) return AnchorHead.Empty;
        var newest = await ViewAsync(AnchorCalls.AnchorAt(count - 1), AnchorWords, tag, cancel) ?? throw NoContract();
        return new(count, NumberAt(newest, 0), AbiWords.WordAt(newest, 1), DateTimeOffset.FromUnixTimeSeconds((uint)NumberAt(newest, 2)), NumberAt(newest, 3));
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

    // Null: no contract at that block, as is usual for a finalized one just after deployment.
    private async Task<byte[]?> ViewAsync(byte[] call, int words, BlockTag tag, CancellationToken cancel)
    {
        var answer = await node.CallAsync(contract, call, null, tag, cancel);
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
