using System.Text.Json;
using Lotmark.Ledger.Access;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Requests;
using Npgsql;
using NpgsqlTypes;

namespace Lotmark.Ledger.Inspection.Recalls;

/// <summary>A lot of an order.</summary>
/// <param name="Lot">Its name.</param>
/// <param name="StoppedAt">When it was stopped; null while it waits.</param>
/// <param name="Refused">Why it needed no stop of its own, e.g. since it was recalled before.</param>
public sealed record RecalledLot(string Lot, DateTimeOffset? StoppedAt, string? Refused);

/// <summary>Who must know of an order.</summary>
/// <param name="Organisation">Holder of one of its lots.</param>
/// <param name="NotifiedAt">Since when it stands in its list.</param>
/// <param name="AcknowledgedAt">When it confirmed that it knows.</param>
/// <param name="AcknowledgedBy">With which key.</param>
/// <param name="Note">What it said.</param>
public sealed record RecallNotice(string Organisation, DateTimeOffset NotifiedAt, DateTimeOffset? AcknowledgedAt, string? AcknowledgedBy, string? Note);

/// <summary>Keeps orders about many lots.</summary>
public sealed class RecallStore(NpgsqlDataSource database, TimeProvider clock)
{
    private const string Columns =
        "id, kind, state, reason, legal_basis, scope::text, organisation, proposed_by, proposed_at, confirmed_by, confirmed_at, ended_by, ended_at, outcome";

    /// <summary>Notes a proposal.</summary>
    public async Task<Recall> ProposeAsync(RecallKind kind, string reason, string? legalBasis, RecallScope scope, string organisation, string person, CancellationToken cancel)
    {
        await using var command = database.CreateCommand($"""
            insert into inspection.recall (id, kind, state, reason, legal_basis, scope, organisation, proposed_by, proposed_at)
            values (@id, @kind, 'proposed', @reason, nullif(@basis, ''), @scope, @organisation, @person, @now) returning {Columns}
            """);
        command.Parameters.AddWithValue("id", Guid.CreateVersion7());
        command.Parameters.AddWithValue("kind", LedgerJson.Code(kind));
        command.Parameters.AddWithValue("reason", reason);
        command.Parameters.AddWithValue("basis", legalBasis ?? "");
        command.Parameters.Add(new("scope", NpgsqlDbType.Jsonb) { Value = JsonSerializer.Serialize(scope, LotJson.Answers) });
        command.Parameters.AddWithValue("organisation", organisation);
        command.Parameters.AddWithValue("person", person);
        command.Parameters.AddWithValue("now", clock.GetUtcNow());
        return (await ListAsync(command, cancel))[0];
    }

    /// <summary>One order; null when there is none.</summary>
    public async Task<Recall?> FindAsync(Guid id, CancellationToken cancel)
    {
        await using var command = database.CreateCommand($"select {Columns} from inspection.recall where id = @id");
        command.Parameters.AddWithValue("id", id);
        return (await ListAsync(command, cancel)).FirstOrDefault();
    }

    /// <summary>Orders before one, newest first; those that an organisation must know of, or all.</summary>
    public async Task<IReadOnlyList<Recall>> ListAsync(string? organisation, Guid? before, int limit, CancellationToken cancel)
    {
        await using var command = database.CreateCommand($"""
            select {Columns} from inspection.recall r
            where (@organisation = '' or exists (select from inspection.recall_notice n where n.recall = r.id and n.organisation = @organisation))
            and (@before = '{Guid.Empty}' or id < @before) order by id desc limit @limit
            """);
        command.Parameters.AddWithValue("organisation", organisation ?? "");
        command.Parameters.AddWithValue("before", before ?? Guid.Empty);
        command.Parameters.AddWithValue("limit", limit);
        return await ListAsync(command, cancel);
    }

    /// <summary>Confirms a proposal: from now on its lots are to be stopped. Returns false when somebody else was quicker.</summary>
    public async Task<bool> ConfirmAsync(Guid id, string person, Actor actor, IReadOnlyCollection<string> lots, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("""
            with confirmed as (
                update inspection.recall set state = 'underWay', confirmed_by = @person, confirmed_key = @key, confirmed_at = @now where id = @id and state = 'proposed' returning id),
            lots as (insert into inspection.recall_lot (recall, lot) select id, unnest(@lots) from confirmed)
            select count(*)::int from confirmed
            """);
        command.Parameters.AddWithValue("id", id);
        command.Parameters.AddWithValue("person", person);
        command.Parameters.AddWithValue("key", actor.Key);
        command.Parameters.AddWithValue("now", clock.GetUtcNow());
        command.Parameters.AddWithValue("lots", lots.ToArray());
        return (int)(await command.ExecuteScalarAsync(cancel))! == 1;
    }

    /// <summary>Closes an order, or withdraws a proposal.</summary>
    public async Task<bool> EndAsync(Recall recall, string person, string? outcome, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            "update inspection.recall set state = @state, ended_by = @person, ended_at = @now, outcome = nullif(@outcome, '') where id = @id and state = @before");
        command.Parameters.AddWithValue("id", recall.Id);
        command.Parameters.AddWithValue("before", LedgerJson.Code(recall.State));
        command.Parameters.AddWithValue("state", LedgerJson.Code(recall.State == RecallState.Proposed ? RecallState.Withdrawn : RecallState.Closed));
        command.Parameters.AddWithValue("person", person);
        command.Parameters.AddWithValue("outcome", outcome ?? "");
        command.Parameters.AddWithValue("now", clock.GetUtcNow());
        return await command.ExecuteNonQueryAsync(cancel) == 1;
    }

    /// <summary>An organisation confirms that it knows of an order. Returns false when it needs not to.</summary>
    public async Task<bool> AcknowledgeAsync(Guid id, Actor actor, string? note, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("""
            update inspection.recall_notice set acknowledged_at = coalesce(acknowledged_at, @now), acknowledged_by = coalesce(acknowledged_by, @key), note = coalesce(nullif(@note, ''), note)
            where recall = @id and organisation = @organisation
            """);
        command.Parameters.AddWithValue("id", id);
        command.Parameters.AddWithValue("organisation", actor.Organisation);
        command.Parameters.AddWithValue("key", actor.Key);
        command.Parameters.AddWithValue("note", note ?? "");
        command.Parameters.AddWithValue("now", clock.GetUtcNow());
        return await command.ExecuteNonQueryAsync(cancel) == 1;
    }

    /// <summary>The lots of an order.</summary>
    public async Task<IReadOnlyList<RecalledLot>> LotsAsync(Guid id, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("select lot, stopped_at, refused from inspection.recall_lot where recall = $1 order by lot");
        command.Parameters.Add(new() { Value = id });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var lots = new List<RecalledLot>();
        while (await reader.ReadAsync(cancel)) lots.Add(new(reader.GetString(0), Instant(reader, 1), Text(reader, 2)));
        return lots;
    }

    /// <summary>Who must know of an order.</summary>
    public async Task<IReadOnlyList<RecallNotice>> NoticesAsync(Guid id, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            "select organisation, notified_at, acknowledged_at, acknowledged_by, note from inspection.recall_notice where recall = $1 order by organisation");
        command.Parameters.Add(new() { Value = id });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var notices = new List<RecallNotice>();
        while (await reader.ReadAsync(cancel)) notices.Add(new(reader.GetString(0), reader.GetFieldValue<DateTimeOffset>(1), Instant(reader, 2), Text(reader, 3), Text(reader, 4)));
        return notices;
    }

    private static async Task<List<Recall>> ListAsync(NpgsqlCommand command, CancellationToken cancel)
    {
        var all = new List<Recall>();
        await using var row = await command.ExecuteReaderAsync(cancel);
        while (await row.ReadAsync(cancel))
            all.Add(new(row.GetGuid(0), Enum.Parse<RecallKind>(row.GetString(1), true), Enum.Parse<RecallState>(row.GetString(2), true), row.GetString(3), Text(row, 4),
                JsonSerializer.Deserialize<RecallScope>(row.GetString(5), LotJson.Answers)!, row.GetString(6), row.GetString(7), row.GetFieldValue<DateTimeOffset>(8),
                Text(row, 9), Instant(row, 10), Text(row, 11), Instant(row, 12), Text(row, 13)));
        return all;
    }

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static DateTimeOffset? Instant(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetFieldValue<DateTimeOffset>(column);
}
