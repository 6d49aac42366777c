using System.Runtime.CompilerServices;
using Lotmark.Ledger.Access;
using Npgsql;

namespace Lotmark.Ledger.Interchange.Bulk;

/// <summary>The table of imports. It outlives connections and processes; what a request notes there counts only while the import is its own.</summary>
public sealed class ImportJobs(NpgsqlDataSource database)
{
    /// <summary>Refused lines that are kept of one import.</summary>
    private const int MostRefusals = 100_000;

    /// <summary>Imports of one organisation that may run at once.</summary>
    internal const int MostAtOnce = 8;

    /// <summary>Who has not been heard of for so long is gone. Its import may be taken over.</summary>
    internal static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    private const string HasRoom = "(select count(*) from interchange.import where organisation = @organisation and state = 'running' and beat_at >= now() - @silence) < @most";

    private const string Columns = """
        id, organisation, run, case when state = 'running' and beat_at < now() - @silence then 'interrupted' else state end,
        content_type, dry_run, registered, unchanged, refused, settled_line, settled_bytes, settled_hash, started_at, finished_at
        """;

    /// <summary>Begins an import. Null when there is one of this id, or too many are running.</summary>
    internal async Task<StoredImport?> CreateAsync(Guid id, Actor actor, string contentType, bool dryRun, ImportMark start, CancellationToken cancel)
    {
        await using var command = database.CreateCommand($"""
            with old as (delete from interchange.import where started_at < now() - interval '30 days' and beat_at < now() - interval '30 days')
            insert into interchange.import (id, organisation, key, content_type, dry_run, state, run, settled_line, settled_bytes, settled_hash)
            select @id, @organisation, @key, @type, @dry, 'running', @run, @line, @bytes, @hash where {HasRoom} on conflict do nothing returning {Columns}
            """);
        command.Parameters.AddWithValue("id", id);
        command.Parameters.AddWithValue("organisation", actor.Organisation);
        command.Parameters.AddWithValue("key", actor.Key);
        command.Parameters.AddWithValue("type", contentType);
        command.Parameters.AddWithValue("dry", dryRun);
        command.Parameters.AddWithValue("run", Guid.NewGuid());
        command.Parameters.AddWithValue("most", MostAtOnce);
        Add(command, start);
        return await ReadAsync(command, cancel);
    }

    internal async Task<StoredImport?> FindAsync(Guid id, CancellationToken cancel)
    {
        await using var command = database.CreateCommand($"select {Columns} from interchange.import where id = @id");
        command.Parameters.AddWithValue("id", id);
        return await ReadAsync(command, cancel);
    }

    /// <summary>Carries an interrupted import on. Null when somebody else was quicker, or too many are running.</summary>
    internal async Task<StoredImport?> TakeOverAsync(StoredImport seen, CancellationToken cancel)
    {
        await using var command = database.CreateCommand($"""
            update interchange.import set state = 'running', run = @run, beat_at = now()
            where id = @id and run = @seen and (state = 'interrupted' or (state = 'running' and beat_at < now() - @silence)) and {HasRoom} returning {Columns}
            """);
        command.Parameters.AddWithValue("id", seen.Id);
        command.Parameters.AddWithValue("seen", seen.Run);
        command.Parameters.AddWithValue("run", Guid.NewGuid());
        command.Parameters.AddWithValue("organisation", seen.Organisation);
        command.Parameters.AddWithValue("most", MostAtOnce);
        return await ReadAsync(command, cancel);
    }

    /// <summary>Notes how far it is, together with the lines refused up to there. False when the import is another request's by now.</summary>
    internal async Task<bool> NoteAsync(
        StoredImport import, ImportState state, ImportMark mark, ImportCounts counts, IReadOnlyList<(long Line, string Result)> refusals, CancellationToken cancel)
    {
        await using var command = database.CreateCommand($"""
            with own as (
                update interchange.import set state = @state, beat_at = now(), finished_at = case when @state = 'done' then now() end,
                    registered = @registered, unchanged = @unchanged, refused = @refused, settled_line = @line, settled_bytes = @bytes, settled_hash = @hash
                where id = @id and run = @run returning id),
            kept as (
                insert into interchange.refusal (import, line, result)
                select own.id, r.line, r.result from own, unnest(@lines, @results) as r(line, result)
                on conflict do nothing),
            rehearsed as (delete from interchange.rehearsed where import in (select id from own) and @state = 'done')
            select count(*) from own
            """);
        command.Parameters.AddWithValue("id", import.Id);
        command.Parameters.AddWithValue("run", import.Run);
        command.Parameters.AddWithValue("state", Name(state));
        command.Parameters.AddWithValue("registered", counts.Registered);
        command.Parameters.AddWithValue("unchanged", counts.Unchanged);
        command.Parameters.AddWithValue("refused", counts.Refused);
        Add(command, mark);
        var kept = refusals.Take((int)Math.Clamp(MostRefusals - (counts.Refused - refusals.Count), 0, refusals.Count)).ToList();
        command.Parameters.AddWithValue("lines", kept.Select(r => r.Line).ToArray());
        command.Parameters.AddWithValue("results", kept.Select(r => r.Result).ToArray());
        return (long)(await command.ExecuteScalarAsync(cancel))! == 1;
    }

    internal async IAsyncEnumerable<string> RefusalsAsync(Guid import, [EnumeratorCancellation] CancellationToken cancel)
    {
        await using var command = database.CreateCommand("select result from interchange.refusal where import = @id order by line");
        command.Parameters.AddWithValue("id", import);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel)) yield return reader.GetString(0);
    }

    private static void Add(NpgsqlCommand command, ImportMark mark)
    {
        command.Parameters.AddWithValue("line", mark.Line);
        command.Parameters.AddWithValue("bytes", mark.Bytes);
        command.Parameters.AddWithValue("hash", mark.Hash);
    }

    private static string Name(ImportState state) => state switch
    {
        ImportState.Running => "running",
        ImportState.Done => "done",
        _ => "interrupted",
    };

    private static async Task<StoredImport?> ReadAsync(NpgsqlCommand command, CancellationToken cancel)
    {
        command.Parameters.AddWithValue("silence", Silence);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        if (!await reader.ReadAsync(cancel)) return null;
        return new(
            reader.GetGuid(0), reader.GetString(1), reader.GetGuid(2), Enum.Parse<ImportState>(reader.GetString(3), ignoreCase: true), reader.GetString(4), reader.GetBoolean(5),
            new(reader.GetInt64(6), reader.GetInt64(7), reader.GetInt64(8)), new(reader.GetInt64(9), reader.GetInt64(10), reader.GetFieldValue<byte[]>(11)),
            reader.GetFieldValue<DateTimeOffset>(12), await reader.IsDBNullAsync(13, cancel) ? null : reader.GetFieldValue<DateTimeOffset>(13));
    }
}
