using Lotmark.Contracts.Chain;

namespace Lotmark.Ledger.Anchoring;

/// <summary>Sees to it that what is called final is on the chain.</summary>
public sealed partial class FinalAnchors(IAnchorChain chain, AnchorStore store, ILogger logger)
{
    private const int OnePiece = 1000;

    /// <summary>Compares the newest final anchor with the chain.</summary>
    public async Task CheckAsync(AnchorLook look, CancellationToken cancel)
    {
        if ((await store.FinalAsync(1, cancel)).FirstOrDefault() is not { } newest || await HoldsAsync(newest, cancel)) return;
        if (chain.ChainId != ChainSettings.DevChainId)
        {
            look.Halt(AnchorAlarms.FinalGone, $"Chain {chain.ChainId} no longer knows the anchor of size {newest.Size}, which was final in block {newest.BlockNumber}. "
                + "Compare the nodes of Chain:RpcUrls with a block explorer; nothing is anchored until the chain knows it again.");
        }
        else if (look.Anchored.Count == 0)
        {
            // A dev chain that starts empty, or with the contract deployed anew: rows that say otherwise would be a lie.
            await store.ForgetAllAsync(cancel);
            Forgotten(newest.Size);
        }
        else
        {
            // A dev chain that was killed and lost its last blocks: what they held is sent again.
            foreach (var final in await store.FinalAsync(OnePiece, cancel))
            {
                if (await HoldsAsync(final, cancel)) break;
                await store.MarkWaitingAsync(final.Id, look.Heads.Latest.Number, cancel);
            }
            Forgotten(newest.Size);
        }
    }

    private async Task<bool> HoldsAsync(AnchorTransaction final, CancellationToken cancel) =>
        await chain.RootAtAsync(final.Size, BlockTag.Latest, cancel) is { } root && root.AsSpan().SequenceEqual(final.Root);

    [LoggerMessage(LogLevel.Warning, "The dev chain does not know the anchor of size {Size} any more; the log is anchored anew")]
    private partial void Forgotten(long size);
}
