using System.Data;
using Lotmark.Contracts.Freshness;
using Lotmark.Contracts.Tiles;
using Npgsql;

namespace Lotmark.Ledger.Log;

/// <summary>Shows that an anchored tree holds nothing newer of a lot, or nothing of it at all.</summary>
/// <param name="Epoch">Bytes of the epoch leaf, with which the tree ends.</param>
/// <param name="Inclusion">Its inclusion path.</param>
/// <param name="Siblings">What stands beside the way to the lot in the map, from its root down.</param>
/// <param name="Terminal">Where the way ends; null for nothing.</param>
public sealed record Freshness(byte[] Epoch, IReadOnlyList<byte[]> Inclusion, IReadOnlyList<byte[]> Siblings, LotMapLeaf? Terminal);

/// <summary>Builds freshness proofs from the stored pages of the lot map.</summary>
public sealed class FreshnessProofs(NpgsqlDataSource database)
{
    /// <summary>The proof for a lot in the tree of a size, which ends with an epoch leaf; null when the map of that tree is not kept.</summary>
    public async Task<Freshness?> ProveAsync(string lot, long size, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        // One snapshot: pages of an older epoch may be dropped while we read.
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel);
        if (await EpochAsync(connection, size, cancel) is not var (version, epoch)) return null;
        var proof = await PagedLotMap.ProveAsync(LotMapHash.Key(lot), new LotMapTable(connection.CreateCommand).At(version, cancel));
        var tiles = await new LogReader(connection).TilesAsync(TileProofs.TilesForInclusion(size - 1, size), cancel);
        return new(epoch, TileProofs.Inclusion(size - 1, size, id => tiles[id]), proof.Siblings, proof.Terminal);
    }

    /// <summary>The smallest tree whose map is kept: smaller ones are anchored, and their freshness can't be shown any more.</summary>
    public async Task<long> OldestSizeAsync(CancellationToken cancel)
    {
        await using var command = database.CreateCommand("""
            select coalesce((select index + 1 from log.leaf where lot = @epoch and version >= s.map_epoch order by version limit 1), 0) from log.state s
            """);
        command.Parameters.AddWithValue("epoch", EpochLeaf.Lot);
        return (long)(await command.ExecuteScalarAsync(cancel) ?? 0L);
    }

    private static async Task<(int Version, byte[] Bytes)?> EpochAsync(NpgsqlConnection connection, long size, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("""
            select l.version, l.bytes from log.leaf l, log.state s
            where l.index = @index and l.lot = @epoch and l.version >= s.map_epoch and s.map_size > l.index
            """, connection);
        command.Parameters.AddWithValue("index", size - 1);
        command.Parameters.AddWithValue("epoch", EpochLeaf.Lot);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel) ? (reader.GetInt32(0), reader.GetFieldValue<byte[]>(1)) : null;
    }
}
