using Lotmark.Contracts.Freshness;
using Lotmark.Contracts.Tiles;

namespace Lotmark.Ledger.Log;

/// <summary>Shows that an anchored tree holds nothing newer of a lot, or nothing of it at all.</summary>
/// <param name="Epoch">Bytes of the epoch leaf, with which the tree ends.</param>
/// <param name="Inclusion">Its inclusion path.</param>
/// <param name="Siblings">What stands beside the way to the lot in the map, from its root down.</param>
/// <param name="Terminal">Where the way ends; null for nothing.</param>
public sealed record Freshness(byte[] Epoch, IReadOnlyList<byte[]> Inclusion, IReadOnlyList<byte[]> Siblings, LotMapLeaf? Terminal);

/// <summary>Builds freshness proofs. The maps of the newest anchored trees are held in memory, each grown from the one before.</summary>
public sealed class FreshnessProofs(LogReader log) : IDisposable
{
    private const int Kept = 8;

    private readonly SortedList<long, LotMap> _maps = [];
    private readonly SemaphoreSlim _growing = new(1);

    /// <summary>The proof for a lot in the tree of a size, which ends with an epoch leaf.</summary>
    public async Task<Freshness> ProveAsync(string lot, long size, CancellationToken cancel)
    {
        var map = await MapAsync(size, cancel);
        var tiles = await log.TilesAsync(TileProofs.TilesForInclusion(size - 1, size), cancel);
        var epoch = (await log.EntriesAsync(size - 1, 1, cancel))[0].ToArray();
        var proof = map.Prove(LotMapHash.Key(lot));
        return new(epoch, TileProofs.Inclusion(size - 1, size, id => tiles[id]), proof.Siblings, proof.Terminal);
    }

    /// <inheritdoc />
    public void Dispose() => _growing.Dispose();

    private async Task<LotMap> MapAsync(long size, CancellationToken cancel)
    {
        await _growing.WaitAsync(cancel);
        try
        {
            if (_maps.TryGetValue(size, out var known)) return known;
            var before = _maps.LastOrDefault(m => m.Key < size);
            var map = before.Value?.Snapshot() ?? new LotMap();
            await log.AddNewestEntriesAsync(map, before.Key, size, cancel);
            _maps.Add(size, map);
            if (_maps.Count > Kept) _maps.RemoveAt(0);
            return map;
        }
        finally
        {
            _growing.Release();
        }
    }
}
