using System.Data;
using Lotmark.Contracts.Tiles;
using Lotmark.Ledger.Log;
using Npgsql;

namespace Lotmark.Ledger.Inspection.Audit;

/// <summary>Reads the ledger piece by piece: each in a snapshot of its own, which nothing waits for and which ends with it.</summary>
internal sealed class BiteReader(NpgsqlDataSource database)
{
    /// <summary>The next leaves, at most <paramref name="count" />.</summary>
    public async Task<Bite> ReadAsync(long from, int count, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel);
        // A bite is found by its indexes. A planner that overrates it would read the whole table for each.
        await using (var plan = new NpgsqlCommand("set transaction read only; set local enable_hashjoin = off; set local enable_mergejoin = off", connection))
            await plan.ExecuteNonQueryAsync(cancel);
        await using var state = new NpgsqlCommand("select size from log.state", connection);
        var size = await state.ExecuteScalarAsync(cancel) as long? ?? throw new InvalidOperationException("This database holds no log.");
        var to = Math.Min(from + count, size);
        if (to <= from) return new(from, from, size, [], new Dictionary<TileId, byte[]>(), []);
        return new(from, to, size,
            await LeavesAsync(connection, from, to, cancel),
            await new LogReader(connection).TilesAsync(TilesOf(from, to), cancel),
            await CheckpointsAsync(connection, from, to, cancel));
    }

    /// <summary>The tiles over the leaves before an index, as far as they are not full: where the tree goes on from.</summary>
    public async Task<IReadOnlyDictionary<TileId, byte[]>> EdgeAsync(long size, CancellationToken cancel) =>
        await new LogReader(database).TilesAsync(TileTree.RightEdge(size), cancel);

    /// <summary>Where these events stand now.</summary>
    public async Task<Dictionary<Guid, (string Lot, long Version)>> PlacesAsync(Guid[] events, CancellationToken cancel)
    {
        var places = new Dictionary<Guid, (string, long)>();
        if (events.Length == 0) return places;
        await using var command = database.CreateCommand("select id, stream_id, version from lotmark.mt_events where id = any(@events)");
        command.Parameters.AddWithValue("events", events);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel)) places.TryAdd(reader.GetGuid(0), (reader.GetString(1), reader.GetInt64(2)));
        return places;
    }

    private static async Task<List<LeafRow>> LeavesAsync(NpgsqlConnection connection, long from, long to, CancellationToken cancel)
    {
        await using var command = Between(connection, from, to, """
            select l.index, l.event_id, l.lot, l.version, l.hash, l.bytes, p.hash, e.id, e.type, e.timestamp, coalesce(e.data::text, 'null'), coalesce(e.is_archived, true)
            from log.leaf l
            left join log.leaf p on p.lot = l.lot and p.version = l.version - 1
            left join lotmark.mt_events e on e.stream_id = l.lot and e.version = l.version
            where l.index >= @from and l.index < @to order by l.index
            """);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var leaves = new List<LeafRow>();
        while (await reader.ReadAsync(cancel))
        {
            var stored = await reader.IsDBNullAsync(7, cancel) ? null : new EventRow(reader.GetGuid(7), reader.GetString(8), reader.GetDateTime(9), reader.GetFieldValue<byte[]>(10), reader.GetBoolean(11));
            leaves.Add(new(
                reader.GetInt64(0), await reader.IsDBNullAsync(1, cancel) ? null : reader.GetGuid(1), reader.GetString(2), reader.GetInt32(3),
                reader.GetFieldValue<byte[]>(4), reader.GetFieldValue<byte[]>(5), stored, await reader.IsDBNullAsync(6, cancel) ? null : reader.GetFieldValue<byte[]>(6)));
        }
        return leaves;
    }

    private static async Task<List<SignedCheckpoint>> CheckpointsAsync(NpgsqlConnection connection, long from, long to, CancellationToken cancel)
    {
        await using var command = Between(connection, from, to, "select size, root, note from log.checkpoint where size > @from and size <= @to order by size");
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var checkpoints = new List<SignedCheckpoint>();
        while (await reader.ReadAsync(cancel)) checkpoints.Add(new(reader.GetInt64(0), reader.GetFieldValue<byte[]>(1), reader.GetString(2)));
        return checkpoints;
    }

    private static List<TileId> TilesOf(long from, long to)
    {
        var tiles = new List<TileId>();
        for (var level = 0; to > 0; level++, from /= TileId.FullWidth, to /= TileId.FullWidth)
            for (var index = from / TileId.FullWidth; index <= (to - 1) / TileId.FullWidth; index++) tiles.Add(new(level, index));
        return tiles;
    }

    private static NpgsqlCommand Between(NpgsqlConnection connection, long from, long to, string sql)
    {
        var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddWithValue("from", from);
        command.Parameters.AddWithValue("to", to);
        return command;
    }
}
