using Lotmark.Contracts.Notes;
using Lotmark.Contracts.Tiles;
using Npgsql;

namespace Lotmark.Ledger.Log;

/// <summary>What the stored tiles and entries come to, read again before anything is signed: a flipped bit that is signed ends a log for good.</summary>
internal sealed class StoredTree(NpgsqlConnection connection)
{
    /// <summary>Number of leaves, and why nothing may be signed.</summary>
    public async Task<(long Size, string? Refused)> StateAsync(CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("select size, refused from log.state", connection);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        await reader.ReadAsync(cancel);
        return (reader.GetInt64(0), reader.IsDBNull(1) ? null : reader.GetString(1));
    }

    /// <summary>The roots that the tiles lead to at these sizes.</summary>
    /// <exception cref="LogRefusedException">Tiles are missing or too narrow.</exception>
    public async Task<IReadOnlyList<byte[]>> RootsAsync(IReadOnlyList<long> sizes, CancellationToken cancel)
    {
        var tiles = await new LogReader(connection).TilesAsync([.. sizes.SelectMany(TileProofs.TilesForRoot).Distinct()], cancel);
        try
        {
            return [.. sizes.Select(size => TileProofs.Root(size, id => tiles[id]))];
        }
        catch (Exception e) when (e is KeyNotFoundException or ArgumentException)
        {
            throw new LogRefusedException(LogRefusedException.Forked, $"Tiles of the log are missing or cut off below {sizes.Max()} leaves. Nothing is signed. Bring the database back from a backup that is whole.");
        }
    }

    /// <summary>Sees to it that the tiles lead to what was signed.</summary>
    /// <exception cref="LogRefusedException">They do not.</exception>
    public async Task EnsureExtendsAsync(Checkpoint signed, CancellationToken cancel)
    {
        var size = (await StateAsync(cancel)).Size;
        if (signed.Size > size) throw RolledBack(signed.Size, size);
        EnsureSame(signed, (await RootsAsync([signed.Size], cancel))[0]);
    }

    /// <summary>Sees to it that stored entries hash to their leaves and that these stand in the tiles.</summary>
    /// <exception cref="LogRefusedException">They do not.</exception>
    public async Task EnsureEntriesAsync(long from, long to, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("""
            select l.index, l.lot from log.leaf l left join log.tile t on t.level = 0 and t.index = l.index / 256
            where l.index >= @from and l.index < @to
              and (sha256('\x00'::bytea || l.bytes) <> l.hash or t.hashes is null or substr(t.hashes, 1 + 32 * (l.index % 256)::int, 32) <> l.hash)
            order by l.index limit 1
            """, connection);
        command.Parameters.AddWithValue("from", from);
        command.Parameters.AddWithValue("to", to);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        if (await reader.ReadAsync(cancel))
            throw new LogRefusedException(LogRefusedException.Forked, $"Entry {reader.GetInt64(0)} ({reader.GetString(1)}) does not hash to its leaf in the tiles. Nothing is signed over it.");
    }

    public static void EnsureSame(Checkpoint signed, byte[] root)
    {
        if (!root.AsSpan().SequenceEqual(signed.Root))
            throw new LogRefusedException(LogRefusedException.Forked,
                $"At {signed.Size} leaves the stored tiles lead to another root than the one that was signed. Somebody changed the database. Nothing is signed; run audit to see what differs.");
    }

    public static LogRefusedException RolledBack(long signed, long stored) => new(LogRefusedException.RolledBack,
        $"A tree of {signed} leaves was signed here, and the database holds {stored}: an older backup was put back, or its end was cut off. "
        + "Nothing is signed, anchored or recorded, since that could be a second history; reads go on. Bring back the newer database.");
}
