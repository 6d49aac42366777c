using Lotmark.Contracts.Tiles;
using Npgsql;

namespace Lotmark.Ledger.Inspection.Audit;

/// <summary>Nothing stands behind the end of the log, every tile is as wide as its size says, and what waits for a leaf is there.</summary>
internal static class EndOfLog
{
    // Each statement is a snapshot, and compares with the size in it: the log may grow meanwhile.
    private const string Sql = """
        select l.index, l.lot, l.version from log.leaf l, log.state s where l.index >= s.size order by l.index limit 1000;

        select c.size, s.size from log.checkpoint c, log.state s where c.size > s.size order by c.size limit 1000;

        select t.level, t.index, octet_length(t.hashes), greatest(w.hashes, 0) * 32
        from log.tile t, log.state s, lateral (select case when t.level > 7 then 0 else least(256, (s.size >> (8 * t.level)) - 256 * t.index) end as hashes) w
        where octet_length(t.hashes) <> greatest(w.hashes, 0) * 32 order by t.level, t.index limit 1000;

        select p.seq_id from log.pending p where not exists (select from lotmark.mt_events e where e.seq_id = p.seq_id) order by p.seq_id limit 1000
        """;

    public static async Task CheckAsync(NpgsqlDataSource database, Findings findings, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(Sql);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
            findings.Add(new(Where.LeafBeyondEnd, reader.GetString(1), reader.GetInt32(2), reader.GetInt64(0), "no leaf behind the end of the log", "one"));

        await reader.NextResultAsync(cancel);
        while (await reader.ReadAsync(cancel))
            findings.Add(new(Where.CheckpointBeyondEnd, null, null, reader.GetInt64(0), $"{reader.GetInt64(0)} leaves, as signed", $"{reader.GetInt64(1)} leaves: the end of the log was cut off"));

        await reader.NextResultAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            var id = new TileId(reader.GetInt16(0), reader.GetInt64(1));
            var firstLeaf = id.Level < 7 ? id.Index << (8 * (id.Level + 1)) : 0;
            findings.Add(new(Where.TileWidth, null, null, firstLeaf, $"{LeavesAgainstTiles.Name(id)} with {reader.GetInt64(3)} bytes", $"{reader.GetInt32(2)} bytes"));
        }

        await reader.NextResultAsync(cancel);
        while (await reader.ReadAsync(cancel))
            findings.Add(new(Where.PendingMissing, null, null, null, $"the event of sequence number {reader.GetInt64(0)}, which waits for its leaf", "it is gone"));
    }
}
