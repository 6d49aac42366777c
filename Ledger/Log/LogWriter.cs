using Lotmark.Contracts.Tiles;
using Npgsql;

namespace Lotmark.Ledger.Log;

/// <summary>Appends to the log: leaves, tiles, map and size in one transaction, fenced by a compare-and-set on the size; then the checkpoint over them.</summary>
internal sealed class LogWriter
{
    // Reads ahead in a row; then one from the start, for what was committed late.
    private const int MostAhead = 16;

    private readonly NpgsqlConnection _connection;
    private readonly CheckpointSigning _signing;
    private readonly PendingEvents _pending;
    private readonly EpochBuilder _epochs;
    private readonly TileTree _tree;

    private Task<NextLeaves>? _ahead;
    private int _aheadInARow;

    private LogWriter(NpgsqlConnection connection, PendingEvents pending, CheckpointSigning signing, TileTree tree)
    {
        (_connection, _pending, _signing, _tree) = (connection, pending, signing, tree);
        _epochs = new(connection);
    }

    /// <summary>Number of leaves.</summary>
    public long Size => _tree.Size;

    /// <summary>Events found that can't become leaves.</summary>
    public IReadOnlyList<string> Misfits { get; private set; } = [];

    /// <summary>How long the oldest event of the last step had waited for its leaf.</summary>
    public TimeSpan Lag { get; private set; }

    /// <summary>Takes up the log where it stands, and signs what a crash left unsigned.</summary>
    /// <exception cref="LogRefusedException">What stands there is not what was signed.</exception>
    public static async Task<LogWriter> LoadAsync(NpgsqlConnection connection, PendingEvents pending, CheckpointSigning signing, CancellationToken cancel)
    {
        await signing.EnsureSameHistoryAsync(cancel);
        await signing.SignAsync(cancel);
        return new(connection, pending, signing, await new LogReader(connection).TreeAsync(cancel));
    }

    /// <summary>Gives the next events their leaves, and ends the tree with an epoch leaf if one is wanted. Returns false when there was nothing to do.</summary>
    /// <remarks>After an exception this writer's tree may be ahead of what is durable: load a new one.</remarks>
    public async Task<bool> SequenceAsync(CancellationToken cancel)
    {
        var next = await (_ahead ?? _pending.NextAsync(null, cancel));
        // With a backlog the next leaves are built while these are written.
        _aheadInARow = next is { More: true, Done.Count: > 0 } && _aheadInARow < MostAhead ? _aheadInARow + 1 : 0;
        _ahead = _aheadInARow > 0 ? _pending.NextAsync(next, cancel) : null;
        Misfits = next.Misfits;
        Lag = next.Oldest is { } oldest ? DateTime.UtcNow - oldest : TimeSpan.Zero;
        await using (var transaction = await _connection.BeginTransactionAsync(cancel))
        {
            var epoch = await _epochs.StepAsync(_tree.Size, next.Leaves, cancel);
            if (next.Leaves.Count == 0 && !epoch.Changed) return false;
            await AppendAsync(epoch.Leaf is null ? next.Leaves : [.. next.Leaves, epoch.Leaf], next.Done, epoch, cancel);
            await transaction.CommitAsync(cancel);
        }
        await _signing.SignAsync(cancel);
        return true;
    }

    private async Task AppendAsync(List<Leaf> leaves, List<long> done, EpochStep epoch, CancellationToken cancel)
    {
        var before = _tree.Size;
        foreach (var leaf in leaves) _tree.Append(leaf.Hash);
        // First: the loser of a race waits here, finds another size and gives up before it writes anything.
        await using var fence = Command("""
            update log.state set size = @after, map_size = @map, map_lots = @lots, epoch_wanted = epoch_wanted and not @ended
            where size = @before and refused is null
            """, ("after", _tree.Size), ("before", before), ("map", epoch.MapSize), ("lots", epoch.Lots), ("ended", epoch.Ended));
        if (await fence.ExecuteNonQueryAsync(cancel) != 1)
            throw new InvalidOperationException($"Another process has sequenced, or found a reason not to, since the tree had {before} leaves.");

        await SaveLeavesAsync(before, leaves, cancel);
        var tiles = _tree.TakeChanged();
        await using var saveTiles = Command("""
            insert into log.tile (level, index, hashes) select * from unnest(@level, @index, @hashes)
            on conflict (level, index) do update set hashes = excluded.hashes
            """,
            ("level", tiles.Select(t => (short)t.Id.Level).ToArray()), ("index", tiles.Select(t => t.Id.Index).ToArray()), ("hashes", tiles.Select(t => t.Hashes).ToArray()));
        await saveTiles.ExecuteNonQueryAsync(cancel);
        await using var settle = Command("delete from log.pending p using unnest(@done) done(seq_id) where p.seq_id = done.seq_id", ("done", done.ToArray()));
        await settle.ExecuteNonQueryAsync(cancel);
    }

    private async Task SaveLeavesAsync(long index, List<Leaf> leaves, CancellationToken cancel)
    {
        await using var copy = await _connection.BeginBinaryImportAsync("copy log.leaf (index, event_id, lot, version, hash, bytes) from stdin (format binary)", cancel);
        foreach (var leaf in leaves)
        {
            await copy.StartRowAsync(cancel);
            await copy.WriteAsync(index++, cancel);
            if (leaf.Event is { } id) await copy.WriteAsync(id, cancel);
            else await copy.WriteNullAsync(cancel);
            await copy.WriteAsync(leaf.Lot, cancel);
            await copy.WriteAsync(leaf.Version, cancel);
            await copy.WriteAsync(leaf.Hash, cancel);
            await copy.WriteAsync(leaf.Bytes, cancel);
        }
        await copy.CompleteAsync(cancel);
    }

    private NpgsqlCommand Command(string sql, params (string Name, object Value)[] parameters)
    {
        var command = new NpgsqlCommand(sql, _connection);
        foreach (var (name, value) in parameters) command.Parameters.AddWithValue(name, value);
        return command;
    }
}
