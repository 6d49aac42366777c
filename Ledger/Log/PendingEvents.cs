using Lotmark.Contracts.Tiles;
using Lotmark.Contracts.Tree;
using Npgsql;

namespace Lotmark.Ledger.Log;

/// <summary>A leaf that is about to be appended.</summary>
/// <param name="Index">Its index in the log.</param>
/// <param name="Event">The event; null for an epoch leaf.</param>
/// <param name="Lot">Name of the lot.</param>
/// <param name="Version">Number of the event within the lot.</param>
/// <param name="Hash">Leaf hash.</param>
/// <param name="Bytes">The entry.</param>
internal sealed record Leaf(long Index, Guid? Event, string Lot, int Version, byte[] Hash, byte[] Bytes);

/// <summary>What became of the next pending events.</summary>
/// <param name="Leaves">Their leaves, in order.</param>
/// <param name="Done">Numbers of the pending rows that these settle.</param>
/// <param name="Misfits">Events that can't become leaves, each told in a sentence. They stay pending; other lots are not kept waiting.</param>
internal sealed record NextLeaves(List<Leaf> Leaves, List<long> Done, List<string> Misfits);

/// <summary>Reads events that have no leaf yet and builds their leaves.</summary>
internal sealed class PendingEvents(NpgsqlConnection connection)
{
    private const int BatchSize = 4096;

    /// <summary>Builds the next leaves of a log of this size. Rows of one batch are read in one snapshot.</summary>
    public async Task<NextLeaves> NextAsync(long size, CancellationToken cancel)
    {
        var pending = await ReadAsync(cancel);
        return pending.Count == 0 ? new([], [], []) : Build(pending, await LastLeavesAsync([.. pending.Select(e => e.Lot).Distinct()], cancel), size);
    }

    private async Task<List<PendingEvent>> ReadAsync(CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("""
            select p.seq_id, e.id, e.stream_id, e.version, e.type, e.timestamp, e.data::text
            from log.pending p join lotmark.mt_events e on e.seq_id = p.seq_id
            order by p.seq_id limit @limit
            """, connection);
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
            """, connection);
        command.Parameters.AddWithValue("lots", lots);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var last = lots.ToDictionary(lot => lot, _ => (0, (byte[]?)null));
        while (await reader.ReadAsync(cancel)) last[reader.GetString(0)] = (reader.GetInt32(1), reader.GetFieldValue<byte[]>(2));
        return last;
    }

    private static NextLeaves Build(List<PendingEvent> pending, Dictionary<string, (int Version, byte[]? Hash)> last, long size)
    {
        var next = new NextLeaves(new(pending.Count), new(pending.Count), []);
        foreach (var e in pending)
        {
            var (version, previous) = last[e.Lot];
            if (Entry(e, version, previous, out var problem) is not { } bytes)
            {
                next.Misfits.Add($"Event {e.Version} of {e.Lot} {problem}");
                continue;
            }
            var hash = MerkleTree.LeafHash(bytes);
            last[e.Lot] = (e.Version, hash);
            next.Leaves.Add(new(size + next.Leaves.Count, e.Id, e.Lot, e.Version, hash, bytes));
            next.Done.Add(e.SeqId);
        }
        return next;
    }

    private static byte[]? Entry(PendingEvent e, int lastVersion, byte[]? previous, out string problem)
    {
        problem = $"would follow leaf {lastVersion}: events of the lot are missing or doubled.";
        if (e.Version != lastVersion + 1) return null;
        try
        {
            var bytes = LeafEntry.Build(e.Lot, e.Version, e.Type, e.RecordedAt, e.Data, previous);
            problem = $"has an entry of {bytes.Length} bytes; {EntryBundle.MaxEntryBytes} fit.";
            return bytes.Length <= EntryBundle.MaxEntryBytes ? bytes : null;
        }
        catch (FormatException notCanonical)
        {
            problem = $"has no canonical form: {notCanonical.Message}";
            return null;
        }
    }

    private sealed record PendingEvent(long SeqId, Guid Id, string Lot, int Version, string Type, DateTime RecordedAt, string Data);
}
