using Npgsql;

namespace Lotmark.Ledger.Log;

/// <summary>Where an event stands in the log.</summary>
/// <param name="Index">Index of the leaf, from 0.</param>
/// <param name="Hash">Leaf hash (RFC 6962), hex.</param>
public sealed record LeafPlace(long Index, string Hash);

/// <summary>The newest leaf of a lot.</summary>
/// <param name="Version">Number of its event within the lot.</param>
/// <param name="Index">Index of the leaf, from 0.</param>
/// <param name="LoggedAt">When the first checkpoint over it was signed.</param>
/// <param name="LogSize">Size of that checkpoint.</param>
public sealed record NewestLeaf(int Version, long Index, DateTime LoggedAt, long LogSize);

/// <summary>An event as stored, with its leaf if it has one yet.</summary>
public sealed record StoredEvent(int Version, string Type, DateTime RecordedAt, string Data, LeafPlace? Leaf);

/// <summary>The events of a lot and their leaves.</summary>
public sealed class LotLeaves(NpgsqlDataSource database)
{
    /// <summary>All events, oldest first. Their JSON is passed on as it is.</summary>
    public async Task<IReadOnlyList<StoredEvent>> EventsOfAsync(string lot, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("""
            select e.version, e.type, e.timestamp, e.data::text, l.index, l.hash
            from lotmark.mt_events e left join log.leaf l on l.lot = e.stream_id and l.version = e.version
            where e.stream_id = @lot order by e.version
            """);
        command.Parameters.AddWithValue("lot", lot);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var events = new List<StoredEvent>();
        while (await reader.ReadAsync(cancel))
        {
            var leaf = reader.IsDBNull(4) ? null : new LeafPlace(reader.GetInt64(4), Convert.ToHexStringLower(reader.GetFieldValue<byte[]>(5)));
            events.Add(new((int)reader.GetInt64(0), reader.GetString(1), reader.GetDateTime(2), reader.GetString(3), leaf));
        }
        return events;
    }

    /// <summary>The leaf bytes of a lot, oldest first, with the index of the newest; and how many events it has, sequenced or not.</summary>
    public async Task<(IReadOnlyList<byte[]> Entries, long NewestIndex, int Events)> EntriesOfAsync(string lot, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("""
            select s.version, l.index, l.bytes from lotmark.mt_streams s left join log.leaf l on l.lot = s.id
            where s.id = @lot order by l.version
            """);
        command.Parameters.AddWithValue("lot", lot);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var (entries, newest, events) = (new List<byte[]>(), -1L, 0);
        while (await reader.ReadAsync(cancel))
        {
            events = (int)reader.GetInt64(0);
            if (reader.IsDBNull(1)) continue;
            newest = reader.GetInt64(1);
            entries.Add(reader.GetFieldValue<byte[]>(2));
        }
        return (entries, newest, events);
    }

    /// <summary>Asks for the newest leaf of a lot, as a part of a batch.</summary>
    public static NpgsqlBatchCommand AskingNewestOf(string lot) => new("""
        select l.version, l.index, c.signed_at, c.size
        from (select version, index from log.leaf where lot = $1 order by version desc limit 1) l
        cross join lateral (select signed_at, size from log.checkpoint where size > l.index order by size limit 1) c
        """)
    {
        Parameters = { new NpgsqlParameter<string> { TypedValue = lot } },
    };

    /// <summary>Reads the answer to <see cref="AskingNewestOf"/>: the newest leaf; null if there is none.</summary>
    public static async Task<NewestLeaf?> ReadNewestAsync(NpgsqlDataReader reader, CancellationToken cancel) =>
        await reader.ReadAsync(cancel) ? new(reader.GetInt32(0), reader.GetInt64(1), reader.GetDateTime(2), reader.GetInt64(3)) : null;
}
