using Npgsql;

namespace Lotmark.Ledger.Inspection.Audit;

/// <summary>What the audit beside the service has done so far.</summary>
/// <param name="StartedAt">When the walk began.</param>
/// <param name="NotedAt">When it came this far; for a whole walk that ended, when.</param>
/// <param name="NextLeaf">Index of the next leaf.</param>
/// <param name="LastEvent">Sequence number of the last event.</param>
/// <param name="Mismatches">How many it found.</param>
/// <param name="First">The first of them, in words.</param>
public sealed record AuditNote(DateTime StartedAt, DateTime NotedAt, long NextLeaf, long LastEvent, long Mismatches, string First);

/// <summary>Which walk.</summary>
public enum AuditPart
{
    /// <summary>The whole walk that ended last.</summary>
    Last,

    /// <summary>The whole walk under way.</summary>
    Walk,

    /// <summary>The one that follows the newest leaves.</summary>
    Newest,
}

/// <summary>Keeps how far the audit is, for the next start and for whoever asks.</summary>
public sealed class AuditJournal(NpgsqlDataSource database)
{
    /// <summary>What is known.</summary>
    public async Task<IReadOnlyDictionary<AuditPart, AuditNote>> ReadAsync(CancellationToken cancel)
    {
        await using var command = database.CreateCommand("select part, started_at, noted_at, next_leaf, last_event, mismatches, first from lotmark.audit");
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var notes = new Dictionary<AuditPart, AuditNote>();
        while (await reader.ReadAsync(cancel))
            notes.Add(Enum.Parse<AuditPart>(reader.GetString(0), ignoreCase: true),
                new(reader.GetDateTime(1), reader.GetDateTime(2), reader.GetInt64(3), reader.GetInt64(4), reader.GetInt64(5), reader.GetString(6)));
        return notes;
    }

    /// <summary>Asks for a whole walk at once: whoever audits begins it within seconds, if none is under way.</summary>
    public async Task AskAsync(DateTimeOffset now, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("insert into lotmark.audit_asked (at) values ($1) on conflict (only_row) do update set at = excluded.at");
        command.Parameters.Add(new() { Value = now.UtcDateTime });
        await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Writes down how far a walk is; null for one that is over.</summary>
    public async Task WriteAsync(AuditPart part, AuditNote? note, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(note is null ? "delete from lotmark.audit where part = @part" : """
            insert into lotmark.audit (part, started_at, noted_at, next_leaf, last_event, mismatches, first)
            values (@part, @started, @noted, @leaf, @event, @mismatches, @first)
            on conflict (part) do update set started_at = excluded.started_at, noted_at = excluded.noted_at, next_leaf = excluded.next_leaf,
                last_event = excluded.last_event, mismatches = excluded.mismatches, first = excluded.first
            """);
        command.Parameters.AddWithValue("part", part.ToString().ToLowerInvariant());
        if (note is not null)
        {
            command.Parameters.AddWithValue("started", note.StartedAt);
            command.Parameters.AddWithValue("noted", note.NotedAt);
            command.Parameters.AddWithValue("leaf", note.NextLeaf);
            command.Parameters.AddWithValue("event", note.LastEvent);
            command.Parameters.AddWithValue("mismatches", note.Mismatches);
            command.Parameters.AddWithValue("first", note.First);
        }
        await command.ExecuteNonQueryAsync(cancel);
    }
}
