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

    /// <summary>Throws unless what is anchored is the beginning of this log.</summary>
    /// <exception cref="ForkedException">It is not.</exception>
    public async Task EnsureOursAsync(AnchorHead anchored, CancellationToken cancel)
    {
        if (anchored.Size == 0) return;
        var size = (await log.LatestCheckpointAsync(cancel))?.Size ?? 0;
        if (size < anchored.Size)
            throw new ForkedException($"The contract holds a tree of {anchored.Size} leaves and this log has {size}: it lost its end, or a backup was restored. Nothing is anchored.");
        var root = await FromTilesAsync(TileProofs.TilesForRoot(anchored.Size), tile => TileProofs.Root(anchored.Size, tile), cancel);
        if (!root.AsSpan().SequenceEqual(anchored.Root))
            throw new ForkedException($"The contract holds another root at size {anchored.Size} than this log. Nothing is anchored.");
    }

    /// <summary>From what is anchored to the newest epoch; null when there is nothing new.</summary>
    /// <exception cref="ForkedException">What is anchored is not the beginning of this log, or the log's tiles don't lead to what was signed.</exception>
    public async Task<Extension?> ToNewestEpochAsync(AnchorHead anchored, CancellationToken cancel)
    {
        if (await log.LatestEpochAsync(cancel) is not { } newest || newest.Size <= anchored.Size) return null;
        var proof = await BetweenAsync(anchored.Size, newest.Size, cancel);
        return anchored.Size == 0 || ConsistencyProof.Verify(anchored.Size, newest.Size, anchored.Root, newest.Root, proof)
            ? new(newest.Size, newest.Root, proof)
            : throw new ForkedException($"This log can't show that its tree of {newest.Size} leaves extends the one of {anchored.Size} that the contract holds. Nothing is anchored.");
    }

    /// <summary>The hashes that lead from one size to a larger one; none from the empty tree.</summary>
    /// <exception cref="ForkedException">Tiles of this log are missing.</exception>
    public async Task<IReadOnlyList<byte[]>> BetweenAsync(long from, long to, CancellationToken cancel) => from == 0 ? [] :
        await FromTilesAsync(TileProofs.TilesForConsistency(from, to), tile => TileProofs.Consistency(from, to, tile), cancel);

    private async Task<T> FromTilesAsync<T>(IReadOnlyList<TileId> wanted, Func<Func<TileId, byte[]>, T> make, CancellationToken cancel)
    {
        var tiles = await log.TilesAsync([.. wanted], cancel);
        try
        {
            return make(id => tiles[id]);
        }
        catch (Exception e) when (e is KeyNotFoundException or ArgumentOutOfRangeException or IndexOutOfRangeException or ArgumentException)
        {
            throw new ForkedException("Tiles of this log are missing: it can't show that it extends what is anchored. Nothing is anchored.");
        }
    }
}
