using Lotmark.Contracts.Freshness;
using Lotmark.Contracts.Notes;
using Lotmark.Contracts.Tiles;
using Lotmark.Contracts.Tree;
using Npgsql;

namespace Lotmark.Ledger.Log;

/// <summary>Appends to the log: leaves, tiles, checkpoint and size in one transaction, fenced by a compare-and-set on the size.</summary>
internal sealed class LogWriter
{
    private const int BatchSize = 4096;

    private readonly NpgsqlConnection _connection;
    private readonly LogSigner _signer;
    private readonly TileTree _tree;
    private readonly LotMap _map;

    private LogWriter(NpgsqlConnection connection, LogSigner signer, TileTree tree, LotMap map) =>
        (_connection, _signer, _tree, _map) = (connection, signer, tree, map);

    /// <summary>Number of leaves.</summary>
    public long Size => _tree.Size;

    /// <summary>Takes up the log where it stands. A log without a checkpoint gets that of the empty tree.</summary>
    /// <exception cref="InvalidOperationException">The tiles don't lead to the root that was signed last.</exception>
    public static async Task<LogWriter> LoadAsync(NpgsqlConnection connection, LogSigner signer, CancellationToken cancel)
    {
        var reader = new LogReader(connection);
        var tree = await reader.TreeAsync(cancel);
        var signed = await reader.LatestCheckpointAsync(cancel);
        if (signed is null && tree.Size == 0)
        {
            await using var insert = new NpgsqlCommand("insert into log.checkpoint (size, root, note) values (0, @root, @note)", connection);
            insert.Parameters.AddWithValue("root", MerkleTree.EmptyRoot);
            insert.Parameters.AddWithValue("note", signer.Sign(new(signer.Origin, 0, MerkleTree.EmptyRoot)));
            await insert.ExecuteNonQueryAsync(cancel);
        }
        else if (signed is null || signed.Size != tree.Size || !signed.Root.AsSpan().SequenceEqual(tree.Root()))
        {
            // Signing on from here could be a second history. Only a person can tell what happened to these tables.
            throw new InvalidOperationException($"The tiles of size {tree.Size} don't lead to the checkpoint signed last (size {signed?.Size}); nothing is signed.");
        }
        var map = new LotMap();
        await reader.AddNewestEntriesAsync(map, 0, tree.Size, cancel);
        return new(connection, signer, tree, map);
    }

    /// <summary>Gives the next events their leaves, and ends the tree with an epoch leaf if one is wanted. Returns how many leaves; 0 when nothing waits.</summary>
    /// <remarks>After an exception this writer's tree may be ahead of what is durable: load a new one.</remarks>
    public async Task<int> SequenceAsync(CancellationToken cancel)
    {
        await using var transaction = await _connection.BeginTransactionAsync(cancel);
        var pending = await PendingAsync(cancel);
        var leaves = Build(pending, await LastLeavesAsync([.. pending.Select(e => e.Lot).Distinct()], cancel), _tree.Size);
        foreach (var leaf in leaves) _map.Set(LotMapHash.Key(leaf.Lot), leaf.Hash);
        var epoch = await EpochAsync(leaves, cancel);
        if (epoch is not null) leaves.Add(epoch);
        if (leaves.Count == 0) return 0;

        var before = _tree.Size;
        foreach (var leaf in leaves) _tree.Append(leaf.Hash);
        var checkpoint = new Checkpoint(_signer.Origin, _tree.Size, _tree.Root());
        await using var batch = new NpgsqlBatch(_connection, transaction)
        {
            BatchCommands =
            {
                // First: the loser of a race waits here, finds another size and gives up before it writes anything.
                Command("update log.state set size = @after, epoch_wanted = epoch_wanted and not @epoch where size = @before",
                    ("after", _tree.Size), ("before", before), ("epoch", epoch is not null)),
                Command("""
                    insert into log.leaf (index, event_id, lot, version, hash, bytes)
                    select * from unnest(@index, @event, @lot, @version, @hash, @bytes)
                    """,
                    ("index", leaves.Select(l => l.Index).ToArray()), ("event", leaves.Select(l => l.Event).ToArray()),
                    ("lot", leaves.Select(l => l.Lot).ToArray()), ("version", leaves.Select(l => l.Version).ToArray()),
                    ("hash", leaves.Select(l => l.Hash).ToArray()), ("bytes", leaves.Select(l => l.Bytes).ToArray())),
                SaveTiles(_tree.TakeChanged()),
                Command("insert into log.checkpoint (size, root, note) values (@size, @root, @note)",
                    ("size", checkpoint.Size), ("root", checkpoint.Root), ("note", _signer.Sign(checkpoint))),
                Command("delete from log.pending where seq_id = any(@done)", ("done", pending.Select(e => e.SeqId).ToArray())),
            },
        };
        await batch.ExecuteNonQueryAsync(cancel);
        if (batch.BatchCommands[0].RecordsAffected != 1)
            throw new InvalidOperationException($"Another process has sequenced since the tree had {before} leaves.");
        await transaction.CommitAsync(cancel);
        return leaves.Count;
    }

    // Only when lot entries were added since the last: an idle log gets no epochs.
    private async Task<Leaf?> EpochAsync(List<Leaf> fresh, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("""
            select coalesce(e.index, -1), coalesce(e.version, 0), e.hash, clock_timestamp()
            from log.state s left join lateral (select index, version, hash from log.leaf where lot = @epoch order by version desc limit 1) e on true
            where s.epoch_wanted
            """, _connection);
        command.Parameters.AddWithValue("epoch", EpochLeaf.Lot);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        if (!await reader.ReadAsync(cancel)) return null;
        var index = _tree.Size + fresh.Count;
        if (reader.GetInt64(0) + 1 == index) return null;
        var previous = reader.IsDBNull(2) ? null : reader.GetFieldValue<byte[]>(2);
        var version = reader.GetInt32(1) + 1;
        var bytes = EpochLeaf.Build(version, reader.GetDateTime(3), _map, previous);
        return new(index, null, EpochLeaf.Lot, version, MerkleTree.LeafHash(bytes), bytes);
    }

    private async Task<List<PendingEvent>> PendingAsync(CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("""
            select p.seq_id, e.id, e.stream_id, e.version, e.type, e.timestamp, e.data::text
            from log.pending p join lotmark.mt_events e on e.seq_id = p.seq_id
            order by p.seq_id limit @limit
            """, _connection);
        command.Parameters.AddWithValue("limit", BatchSize);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var pending = new List<PendingEvent>();
        while (await reader.ReadAsync(cancel))
            pending.Add(new(reader.GetInt64(0), reader.GetGuid(1), reader.GetString(2), (int)reader.GetInt64(3), reader.GetString(4), reader.GetDateTime(5), reader.GetString(6)));
        return pending;
    }

    private async Task<Dictionary<string, (int Version, byte[]? Hash)>> LastLeavesAsync(string[] lots, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("""
            select last.lot, last.version, last.hash from unnest(@lots) as l(lot)
            cross join lateral (select lot, version, hash from log.leaf where lot = l.lot order by version desc limit 1) last
            """, _connection);
        command.Parameters.AddWithValue("lots", lots);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var last = lots.ToDictionary(lot => lot, _ => (0, (byte[]?)null));
        while (await reader.ReadAsync(cancel)) last[reader.GetString(0)] = (reader.GetInt32(1), reader.GetFieldValue<byte[]>(2));
        return last;
    }

    private static List<Leaf> Build(List<PendingEvent> pending, Dictionary<string, (int Version, byte[]? Hash)> last, long size)
    {
        var leaves = new List<Leaf>(pending.Count);
        foreach (var e in pending)
        {
            var (version, previous) = last[e.Lot];
            if (e.Version != version + 1)
                throw new InvalidOperationException($"Event {e.Version} of {e.Lot} would follow leaf {version}: events of a lot are missing or doubled.");
            var bytes = LeafEntry.Build(e.Lot, e.Version, e.Type, e.RecordedAt, e.Data, previous);
            var hash = MerkleTree.LeafHash(bytes);
            last[e.Lot] = (e.Version, hash);
            leaves.Add(new(size + leaves.Count, e.Id, e.Lot, e.Version, hash, bytes));
        }
        return leaves;
    }

    private static NpgsqlBatchCommand SaveTiles(IReadOnlyList<Tile> tiles) => Command("""
        insert into log.tile (level, index, hashes) select * from unnest(@level, @index, @hashes)
        on conflict (level, index) do update set hashes = excluded.hashes
        """,
        ("level", tiles.Select(t => (short)t.Id.Level).ToArray()), ("index", tiles.Select(t => t.Id.Index).ToArray()), ("hashes", tiles.Select(t => t.Hashes).ToArray()));

    private static NpgsqlBatchCommand Command(string sql, params (string Name, object Value)[] parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var (name, value) in parameters) command.Parameters.AddWithValue(name, value);
        return command;
    }

    private sealed record PendingEvent(long SeqId, Guid Id, string Lot, int Version, string Type, DateTime RecordedAt, string Data);

    private sealed record Leaf(long Index, Guid? Event, string Lot, int Version, byte[] Hash, byte[] Bytes);
}
