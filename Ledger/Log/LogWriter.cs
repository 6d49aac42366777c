using Lotmark.Contracts.Tiles;
using Npgsql;

namespace Lotmark.Ledger.Log;

/// <summary>Appends to the log: leaves, tiles, map and size in one transaction, fenced by a compare-and-set on the size; then the checkpoint over them.</summary>
internal sealed class LogWriter
{
    private readonly NpgsqlConnection _connection;
    private readonly CheckpointSigning _signing;
    private readonly PendingEvents _pending;
    private readonly EpochBuilder _epochs;
    private readonly TileTree _tree;

    private LogWriter(NpgsqlConnection connection, CheckpointSigning signing, TileTree tree)
    {
        (_connection, _signing, _tree) = (connection, signing, tree);
        _pending = new(connection);
        _epochs = new(connection);
    }

    /// <summary>Number of leaves.</summary>
    public long Size => _tree.Size;

    /// <summary>Events found that can't become leaves.</summary>
    public IReadOnlyList<string> Misfits { get; private set; } = [];

    /// <summary>Takes up the log where it stands, and signs what a crash left unsigned.</summary>
    /// <exception cref="LogRefusedException">What stands there is not what was signed.</exception>
    public static async Task<LogWriter> LoadAsync(NpgsqlConnection connection, CheckpointSigning signing, CancellationToken cancel)
    {
        await signing.EnsureSameHistoryAsync(cancel);
        await signing.SignAsync(cancel);
        return new(connection, signing, await new LogReader(connection).TreeAsync(cancel));
    }

    /// <summary>Gives the next events their leaves, and ends the tree with an epoch leaf if one is wanted. Returns false when there was nothing to do.</summary>
    /// <remarks>After an exception this writer's tree may be ahead of what is durable: load a new one.</remarks>
    public async Task<bool> SequenceAsync(CancellationToken cancel)
    {
        await using (var transaction = await _connection.BeginTransactionAsync(cancel))
        {
            var next = await _pending.NextAsync(_tree.Size, cancel);
            Misfits = next.Misfits;
            var epoch = await _epochs.StepAsync(_tree.Size, next.Leaves, cancel);
            if (epoch.Leaf is not null) next.Leaves.Add(epoch.Leaf);
            if (next.Leaves.Count == 0 && !epoch.Changed) return false;
            await AppendAsync(next, epoch, transaction, cancel);
            await transaction.CommitAsync(cancel);
        }
        await _signing.SignAsync(cancel);
        return true;
    }

    private async Task AppendAsync(NextLeaves next, EpochStep epoch, NpgsqlTransaction transaction, CancellationToken cancel)
    {
        var (before, leaves) = (_tree.Size, next.Leaves);
        foreach (var leaf in leaves) _tree.Append(leaf.Hash);
        await using var batch = new NpgsqlBatch(_connection, transaction)
        {
            BatchCommands =
            {
                // First: the loser of a race waits here, finds another size and gives up before it writes anything.
                Command("""
                    update log.state set size = @after, map_size = @map, map_lots = @lots, epoch_wanted = epoch_wanted and not @ended
                    where size = @before and refused is null
                    """,
                    ("after", _tree.Size), ("before", before), ("map", epoch.MapSize), ("lots", epoch.Lots), ("ended", epoch.Ended)),
                Command("""
                    insert into log.leaf (index, event_id, lot, version, hash, bytes)
                    select * from unnest(@index, @event, @lot, @version, @hash, @bytes)
                    """,
                    ("index", leaves.Select(l => l.Index).ToArray()), ("event", leaves.Select(l => l.Event).ToArray()),
                    ("lot", leaves.Select(l => l.Lot).ToArray()), ("version", leaves.Select(l => l.Version).ToArray()),
                    ("hash", leaves.Select(l => l.Hash).ToArray()), ("bytes", leaves.Select(l => l.Bytes).ToArray())),
                SaveTiles(_tree.TakeChanged()),
                Command("delete from log.pending where seq_id = any(@done)", ("done", next.Done.ToArray())),
            },
        };
        await batch.ExecuteNonQueryAsync(cancel);
        if (batch.BatchCommands[0].RecordsAffected != 1)
            throw new InvalidOperationException($"Another process has sequenced, or found a reason not to, since the tree had {before} leaves.");
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
}
