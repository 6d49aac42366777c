using Lotmark.Contracts.Notes;
using Npgsql;

namespace Lotmark.Ledger.Log;

/// <summary>
/// Signs the tree that is durable, and never one that does not extend what was signed before: by the database's word, and by that of the
/// <see cref="SignedHead" />, which a restored database can't take back.
/// </summary>
/// <remarks>Leaves and tiles are committed before, the checkpoint after: so the head in the file is never ahead of an honest database.</remarks>
internal sealed class CheckpointSigning(NpgsqlConnection connection, LogSigner signer, SignedHead guard)
{
    private readonly LogReader _reader = new(connection);
    private readonly StoredTree _stored = new(connection);

    /// <summary>Sees to it that what stands in the database extends everything that was signed, and moves the guard up to it.</summary>
    /// <exception cref="LogRefusedException">It does not, or another process found that it does not.</exception>
    public async Task EnsureSameHistoryAsync(CancellationToken cancel)
    {
        var head = guard.Read();
        var newest = await _reader.LatestCheckpointAsync(cancel);
        if (head is not null && newest?.Size == head.Size && newest.Root.AsSpan().SequenceEqual(head.Root) && await _reader.RefusalAsync(cancel) is null) return;
        if (head is not null) await _stored.EnsureExtendsAsync(head, cancel);
        var (size, refused) = await _stored.StateAsync(cancel);
        if (refused is not null) throw new LogRefusedException(LogRefusedException.RolledBack, refused);
        if (newest is null && size > 0)
            throw new LogRefusedException(LogRefusedException.Forked, $"The log has {size} leaves and none of its checkpoints: somebody deleted them. Nothing is signed. Bring the database back from a backup that is whole.");
        if (newest is null) return;
        await _stored.EnsureExtendsAsync(new(signer.Origin, newest.Size, newest.Root), cancel);
        if (newest.Size > (head?.Size ?? -1)) guard.Swap(head, newest.Note);
    }

    /// <summary>Signs the tree as it stands, unless it is signed. Whatever a crash left unsigned is signed here.</summary>
    public async Task SignAsync(CancellationToken cancel)
    {
        var (size, refused) = await _stored.StateAsync(cancel);
        if (refused is not null) throw new LogRefusedException(LogRefusedException.RolledBack, refused);
        var newest = await _reader.LatestCheckpointAsync(cancel);
        if (newest?.Size == size) return;

        var head = guard.Read();
        if (head?.Size > size) throw StoredTree.RolledBack(head.Size, size);
        await _stored.EnsureEntriesAsync(newest?.Size ?? 0, size, cancel);
        var roots = await _stored.RootsAsync([head?.Size ?? 0, newest?.Size ?? 0, size], cancel);
        if (head is not null) StoredTree.EnsureSame(head, roots[0]);
        if (newest is not null) StoredTree.EnsureSame(new(signer.Origin, newest.Size, newest.Root), roots[1]);

        var checkpoint = new Checkpoint(signer.Origin, size, roots[2]);
        var note = signer.Sign(checkpoint);
        // A crash right here: the head names a tree that is durable and not published. The next start signs the same again.
        if (head is null || head.Size < size) guard.Swap(head, note);
        await using var insert = new NpgsqlCommand("insert into log.checkpoint (size, root, note) values (@size, @root, @note)", connection);
        insert.Parameters.AddWithValue("size", checkpoint.Size);
        insert.Parameters.AddWithValue("root", checkpoint.Root);
        insert.Parameters.AddWithValue("note", note);
        await insert.ExecuteNonQueryAsync(cancel);
    }
}
