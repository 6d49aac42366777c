using System.Data;
using Lotmark.Contracts.Tiles;
using Lotmark.Contracts.Tree;
using Npgsql;

namespace Lotmark.Ledger.Log;

/// <summary>A leaf that is about to be appended.</summary>
/// <param name="Event">The event; null for an epoch leaf.</param>
/// <param name="Lot">Name of the lot.</param>
/// <param name="Version">Number of the event within the lot.</param>
/// <param name="Hash">Leaf hash.</param>
/// <param name="Bytes">The entry.</param>
internal sealed record Leaf(Guid? Event, string Lot, int Version, byte[] Hash, byte[] Bytes);

/// <summary>What became of the next pending events.</summary>
/// <param name="Leaves">Their leaves, in order.</param>
/// <param name="Done">Numbers of the pending rows that these settle.</param>
/// <param name="Misfits">Events that can't become leaves, each told in a sentence. They stay pending; other lots are not kept waiting.</param>
/// <param name="More">Whether others probably wait behind them.</param>
/// <param name="Oldest">When the first of them was recorded.</param>
internal sealed record NextLeaves(List<Leaf> Leaves, List<long> Done, List<string> Misfits, bool More, DateTime? Oldest);

/// <summary>Reads events that have no leaf yet and builds their leaves, on connections of its own: the next may be built while the last are written.</summary>
internal sealed class PendingEvents(NpgsqlDataSource database)
{
    private const int BatchSize = 4096;

    /// <summary>Builds the next leaves.</summary>
    /// <param name="inFlight">Leaves that are being written and may not be visible yet: then only what stands behind them is read, and what was
    /// committed late before them waits for the next read from the start. Null for that.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<NextLeaves> NextAsync(NextLeaves? inFlight, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        // One snapshot: should another process sequence meanwhile, events and leaves are seen as they belong together.
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel);
        var pending = await ReadAsync(connection, inFlight?.Done[^1] ?? -1, cancel);
        if (pending.Count == 0) return new([], [], [], More: false, Oldest: null);
        var last = await LastLeavesAsync(connection, [.. pending.Select(e => e.Lot).Distinct()], cancel);
        foreach (var leaf in inFlight?.Leaves ?? [])
            if (last.ContainsKey(leaf.Lot)) last[leaf.Lot] = (leaf.Version, leaf.Hash);
        var next = Build(pending, last);
        // What seems to have no predecessor may have one among the late ones.
        return inFlight is null ? next : next with { Misfits = [] };
    }

    private static async Task<List<PendingEvent>> ReadAsync(NpgsqlConnection connection, long after, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("""
            select p.seq_id, e.id, e.stream_id, e.version, e.type, e.timestamp, e.data::text
            from (select seq_id from log.pending where seq_id > @after order by seq_id limit @limit) p
            join lotmark.mt_events e on e.seq_id = p.seq_id
            order by p.seq_id
            """, connection);
        command.Parameters.AddWithValue("limit", BatchSize);
        command.Parameters.AddWithValue("after", after);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var pending = new List<PendingEvent>();
        while (await reader.ReadAsync(cancel))
            pending.Add(new(reader.GetInt64(0), reader.GetGuid(1), reader.GetString(2), (int)reader.GetInt64(3), reader.GetString(4), reader.GetDateTime(5), reader.GetFieldValue<byte[]>(6)));
        return pending;
    }

    private static async Task<Dictionary<string, (int Version, byte[]? Hash)>> LastLeavesAsync(NpgsqlConnection connection, string[] lots, CancellationToken cancel)
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

    private static NextLeaves Build(List<PendingEvent> pending, Dictionary<string, (int Version, byte[]? Hash)> last)
    {
        var next = new NextLeaves(new(pending.Count), new(pending.Count), [], More: pending.Count == BatchSize, pending[0].RecordedAt);
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
            next.Leaves.Add(new(e.Id, e.Lot, e.Version, hash, bytes));
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

    private sealed record PendingEvent(long SeqId, Guid Id, string Lot, int Version, string Type, DateTime RecordedAt, byte[] Data);
}
