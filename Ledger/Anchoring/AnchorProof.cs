using Lotmark.Contracts.Chain;
using Lotmark.Contracts.Tiles;
using Lotmark.Contracts.Tree;
using Lotmark.Ledger.Log;

namespace Lotmark.Ledger.Anchoring;

/// <summary>A checkpoint and the proof that it extends what is anchored.</summary>
public sealed record Extension(long Size, byte[] Root, IReadOnlyList<byte[]> Hashes);

/// <summary>The chain holds another history than this log. Only a person can tell which is right.</summary>
public sealed class ForkedException(string message) : Exception(message);

/// <summary>Builds the proofs that the contract asks for, from the log's own tiles, and checks them before anybody pays for them.</summary>
public sealed class AnchorProof(LogReader log)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Has the tree end with an epoch, if anything was added since the last. A sequencer that is busy elsewhere is not waited for.</summary>
    public async Task MakeEpochAsync(CancellationToken cancel)
    {
        var before = (await log.LatestEpochAsync(cancel))?.Size ?? 0;
        if (!await log.WantEpochAsync(cancel)) return;
        for (var deadline = DateTime.UtcNow + Patience; DateTime.UtcNow < deadline; await Task.Delay(20, cancel))
            if ((await log.LatestEpochAsync(cancel))?.Size > before) return;
    }

    /// <summary>From what is anchored to the newest epoch; null when there is nothing new.</summary>
    /// <exception cref="ForkedException">What is anchored is not the beginning of this log.</exception>
    public async Task<Extension?> ToNewestEpochAsync(AnchorHead anchored, CancellationToken cancel)
    {
        if (await log.LatestCheckpointAsync(cancel) is { } head && head.Size < anchored.Size)
            throw new ForkedException($"The contract holds a tree of {anchored.Size} leaves and this log has {head.Size}: it lost its end, or a backup was restored. Nothing is anchored.");
        if (await log.LatestEpochAsync(cancel) is not { } newest || newest.Size <= anchored.Size) return null;
        if (anchored.Size == 0) return new(newest.Size, newest.Root, []);

        var tiles = await log.TilesAsync(
            [.. TileProofs.TilesForConsistency(anchored.Size, newest.Size).Union(TileProofs.TilesForRoot(newest.Size)).Union(TileProofs.TilesForRoot(anchored.Size))], cancel);
        var proof = TileProofs.Consistency(anchored.Size, newest.Size, id => tiles[id]);
        return ConsistencyProof.Verify(anchored.Size, newest.Size, anchored.Root, newest.Root, proof)
            ? new(newest.Size, newest.Root, proof)
            : throw new ForkedException($"The contract holds another root at size {anchored.Size} than this log: nothing is anchored.");
    }
}
