using Npgsql;

namespace Lotmark.Ledger.Inspection.Audit;

/// <summary>Every event has its leaf, or waits for it. What has neither was not recorded by this service.</summary>
/// <param name="database">The ledger.</param>
/// <param name="position">Sequence number of the last event that was looked at.</param>
internal sealed class EventsAgainstLeaves(NpgsqlDataSource database, long position)
{
    /// <summary>Sequence number of the last event that was looked at.</summary>
    public long Position { get; private set; } = position;

    /// <summary>Sequence number of the newest event there is; 0 for none.</summary>
    public async Task<long> NewestAsync(CancellationToken cancel)
    {
        await using var command = database.CreateCommand("select coalesce(max(seq_id), 0) from lotmark.mt_events");
        return (long)(await command.ExecuteScalarAsync(cancel))!;
    }

    /// <summary>Sequence number before that of a leaf's event: where to begin when the walk begins at that leaf.</summary>
    public static async Task<long> BeforeLeafAsync(NpgsqlDataSource database, long index, CancellationToken cancel)
    {
        if (index == 0) return 0;
        await using var command = database.CreateCommand("""
            select e.seq_id - 1 from log.leaf l join lotmark.mt_events e on e.stream_id = l.lot and e.version = l.version where l.index >= @index order by l.index limit 1
            """);
        command.Parameters.AddWithValue("index", index);
        return await command.ExecuteScalarAsync(cancel) as long? ?? 0;
    }

    /// <summary>Looks at the next events, at most <paramref name="count" />. Returns how many; 0 at the end.</summary>
    public async Task<int> StepAsync(int count, Findings findings, CancellationToken cancel)
    {
        var (looked, last) = await NextAsync(count, cancel);
        if (looked == 0) return 0;
        // One statement is one snapshot: in each an event has its leaf or its row in pending, however the sequencer goes on.
        // A copy under the same id counts as an event without a leaf. One that was moved is told where its leaf is looked at.
        await using var command = database.CreateCommand("""
            select e.seq_id, e.id, e.stream_id, e.version, e.type, l.index, p.seq_id is not null
            from lotmark.mt_events e
            left join log.leaf l on l.event_id = e.id
            left join log.pending p on p.seq_id = e.seq_id
            where e.seq_id > @after and e.seq_id <= @last and e.stream_id <> 'mt_tombstone'
              and case
                when l.index is null then p.seq_id is null
                when l.lot = e.stream_id and l.version = e.version then p.seq_id is not null
                else exists (select from lotmark.mt_events o where o.stream_id = l.lot and o.version = l.version and o.id = e.id)
              end
            order by e.seq_id
            """);
        command.Parameters.AddWithValue("after", Position);
        command.Parameters.AddWithValue("last", last);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            var found = $"event {reader.GetGuid(1)} ({reader.GetString(4)}, sequence number {reader.GetInt64(0)})";
            findings.Add(reader.GetBoolean(6) && !reader.IsDBNull(5)
                ? new(Where.EventPendingTwice, reader.GetString(2), reader.GetInt64(3), reader.GetInt64(5), "an event with its leaf", $"{found} that waits for another")
                : new(Where.EventInserted, reader.GetString(2), reader.GetInt64(3), null, "no event that has no leaf of its own and waits for none", found));
        }
        Position = last;
        return looked;
    }

    private async Task<(int Count, long Last)> NextAsync(int count, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("""
            select count(*)::int, coalesce(max(seq_id), 0) from (select seq_id from lotmark.mt_events where seq_id > @after order by seq_id limit @count) next
            """);
        command.Parameters.AddWithValue("after", Position);
        command.Parameters.AddWithValue("count", count);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        await reader.ReadAsync(cancel);
        return (reader.GetInt32(0), reader.GetInt64(1));
    }
}
