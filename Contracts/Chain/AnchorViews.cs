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
        await ViewAsync(AnchorCalls.RootAt(size), 1, tag, cancel) is { } root && root.AsSpan().ContainsAnyExcept((byte)0) ? root : null;

    public ChainFaultException NoContract() => new(ChainFaultKind.NoContract, $"No anchor contract stands at {contract}.");

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
