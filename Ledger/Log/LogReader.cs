using Lotmark.Contracts.Tiles;
using Npgsql;

namespace Lotmark.Ledger.Log;

/// <summary>A signed tree head as stored.</summary>
public sealed record SignedCheckpoint(long Size, byte[] Root, string Note);

/// <summary>Reads tiles, entries and checkpoints. Everything is served as stored; readers check it by hash.</summary>
public sealed class LogReader
{
    private readonly Func<NpgsqlCommand> _command;

    /// <summary>Reads on connections of its own.</summary>
    public LogReader(NpgsqlDataSource database) => _command = () => database.CreateCommand();

    internal LogReader(NpgsqlConnection connection) => _command = connection.CreateCommand;

    /// <summary>The checkpoint signed last; null before the first.</summary>
    public Task<SignedCheckpoint?> LatestCheckpointAsync(CancellationToken cancel) =>
        CheckpointAsync("select size, root, note from log.checkpoint order by size desc limit 1", [], cancel);

    /// <summary>The newest checkpoint whose tree ends with an epoch leaf: only such trees are anchored. Null before the first.</summary>
    public Task<SignedCheckpoint?> LatestEpochAsync(CancellationToken cancel) => CheckpointAsync("""
        select c.size, c.root, c.note from (select index from log.leaf where lot = @epoch order by version desc limit 1) e
        join log.checkpoint c on c.size = e.index + 1
        """, [new("epoch", EpochLeaf.Lot)], cancel);

    /// <summary>Asks the sequencer to end the tree with an epoch leaf. Returns false when nothing was added since the last.</summary>
    public async Task<bool> WantEpochAsync(CancellationToken cancel)
    {
        await using var command = Command("""
            update log.state set epoch_wanted = true
            where size > coalesce((select index + 1 from log.leaf where lot = @epoch order by version desc limit 1), 0)
               or exists (select from log.pending)
            """, new NpgsqlParameter("epoch", EpochLeaf.Lot));
        if (await command.ExecuteNonQueryAsync(cancel) == 0) return false;
        await using var wake = Command("notify log_pending");
        await wake.ExecuteNonQueryAsync(cancel);
        return true;
    }

    /// <summary>Why this log signs nothing and nothing of it may be anchored, as one sentence; null while all is well.</summary>
    public async Task<string?> RefusalAsync(CancellationToken cancel)
    {
        await using var command = Command("select refused from log.state");
        return await command.ExecuteScalarAsync(cancel) as string;
    }

    /// <summary>The checkpoint of a size; null if none was signed at it.</summary>
    public Task<SignedCheckpoint?> CheckpointOfAsync(long size, CancellationToken cancel) =>
        CheckpointAsync("select size, root, note from log.checkpoint where size = @size", [new("size", size)], cancel);

    /// <summary>Origin and verifier key; null before the log is named.</summary>
    public async Task<(string Origin, string VerifierKey)?> IdentityAsync(CancellationToken cancel)
    {
        await using var command = Command("select origin, verifier_key from log.state");
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel) ? (reader.GetString(0), reader.GetString(1)) : null;
    }

    /// <summary>The hashes of these tiles, each at its present width.</summary>
    public async Task<Dictionary<TileId, byte[]>> TilesAsync(IReadOnlyCollection<TileId> tiles, CancellationToken cancel)
    {
        await using var command = Command("""
            select t.level, t.index, t.hashes from unnest(@level, @index) as wanted(level, index)
            join log.tile t on t.level = wanted.level and t.index = wanted.index
            """, new("level", tiles.Select(t => (short)t.Level).ToArray()), new("index", tiles.Select(t => t.Index).ToArray()));
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var found = new Dictionary<TileId, byte[]>();
        while (await reader.ReadAsync(cancel)) found[new(reader.GetInt16(0), reader.GetInt64(1))] = reader.GetFieldValue<byte[]>(2);
        return found;
    }

    /// <summary>The bytes of entries <paramref name="from" /> and following, at most <paramref name="count" />.</summary>
    public async Task<List<ReadOnlyMemory<byte>>> EntriesAsync(long from, int count, CancellationToken cancel)
    {
        await using var command = Command("select bytes from log.leaf where index >= @from and index < @to order by index",
            new("from", from), new("to", from + count));
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var entries = new List<ReadOnlyMemory<byte>>();
        while (await reader.ReadAsync(cancel)) entries.Add(reader.GetFieldValue<byte[]>(0));
        return entries;
    }

    /// <summary>Keeps the lot maps of this anchored tree and later ones, and of two before it: a chain may still take a block back.</summary>
    public async Task KeepMapsFromAsync(long size, CancellationToken cancel)
    {
        await using var command = Command("""
            with keep as (
                select e.version - 2 as epoch, s.map_epoch as before from log.leaf e, log.state s
                where e.index = @index and e.lot = @epoch and e.version - 2 > s.map_epoch),
            dropped as (
                delete from log.map_page old using log.map_page newer, keep
                where newer.epoch > keep.before and newer.epoch <= keep.epoch and old.prefix = newer.prefix and old.epoch < newer.epoch)
            update log.state set map_epoch = keep.epoch from keep
            """, new("index", size - 1), new("epoch", EpochLeaf.Lot));
        await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>The growing tree, from its right edge.</summary>
    internal async Task<TileTree> TreeAsync(CancellationToken cancel)
    {
        await using var command = Command("select size from log.state");
        var size = (long)(await command.ExecuteScalarAsync(cancel))!;
        var edge = TileTree.RightEdge(size);
        var tiles = await TilesAsync(edge, cancel);
        return new(size, edge.Select(id => new Tile(id, tiles[id])));
    }

    private async Task<SignedCheckpoint?> CheckpointAsync(string sql, NpgsqlParameter[] parameters, CancellationToken cancel)
    {
        await using var command = Command(sql, parameters);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel) ? new(reader.GetInt64(0), reader.GetFieldValue<byte[]>(1), reader.GetString(2)) : null;
    }

    private NpgsqlCommand Command(string sql, params NpgsqlParameter[] parameters)
    {
        var command = _command();
        command.CommandText = sql;
        command.Parameters.AddRange(parameters);
        return command;
    }
}
