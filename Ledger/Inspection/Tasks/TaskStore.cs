using System.Text.Json;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Requests;
using Marten;
using Npgsql;
using NpgsqlTypes;

namespace Lotmark.Ledger.Inspection.Tasks;

/// <summary>The tables of tasks.</summary>
public sealed class TaskStore(NpgsqlDataSource database)
{
    /// <summary>Tasks of which something is left to do.</summary>
    internal const string Live = "state in ('open', 'taken', 'onSite')";

    /// <summary>Tasks that fulfil conditions, newest first.</summary>
    public async Task<IReadOnlyList<InspectionTask>> ListAsync(ListFilters filters, int limit, CancellationToken cancel)
    {
        await using var command = database.CreateCommand($"select body::text from inspection.task t where {filters.Condition} order by published_at desc, id desc limit @limit");
        filters.Fill(command.Parameters);
        command.Parameters.AddWithValue("limit", limit);
        return await ReadAsync(command, cancel);
    }

    /// <summary>How many tasks fulfil conditions.</summary>
    public async Task<long> CountAsync(ListFilters filters, CancellationToken cancel)
    {
        await using var command = database.CreateCommand($"select count(*) from inspection.task t where {filters.Condition}");
        filters.Fill(command.Parameters);
        return (long)(await command.ExecuteScalarAsync(cancel))!;
    }

    /// <summary>One task with all that was done about it; null when there is none of this id.</summary>
    public async Task<TaskFile?> FindAsync(Guid id, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("select t.body::text, e.body::text from inspection.task t join inspection.task_entry e on e.task = t.id where t.id = $1 order by e.number");
        command.Parameters.Add(new() { Value = id });
        var (task, entries) = (default(InspectionTask), new List<TaskEntry>());
        await using var row = await command.ExecuteReaderAsync(cancel);
        while (await row.ReadAsync(cancel))
        {
            task ??= Of<InspectionTask>(row.GetString(0));
            entries.Add(Of<TaskEntry>(row.GetString(1)));
        }
        return task is null ? null : new(task, entries);
    }

    /// <summary>The task and the hash of an earlier request; null when there was none such.</summary>
    public async Task<(Guid Task, string Hash)?> EarlierAsync(RequestIdentity request, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("select task, request_hash from inspection.task_entry where request = $1");
        command.Parameters.Add(new() { Value = request.Id });
        await using var row = await command.ExecuteReaderAsync(cancel);
        return await row.ReadAsync(cancel) ? (row.GetGuid(0), row.GetString(1)) : null;
    }

    /// <summary>Keeps a new task.</summary>
    public async Task InsertAsync(InspectionTask task, TaskEntry entry, RequestIdentity? request, CancellationToken cancel)
    {
        await using var batch = database.CreateBatch();
        var row = new NpgsqlBatchCommand("""
            insert into inspection.task (id, version, state, kind, lot, gtin, places, skills, due, signal, sightings, published_at, body)
            values (@id, @version, @state, @kind, @lot, @gtin, @places, @skills, @due, @signal, @sightings, @at, @body)
            """);
        row.Parameters.AddWithValue("id", task.Id);
        row.Parameters.AddWithValue("version", task.Version);
        row.Parameters.AddWithValue("state", LedgerJson.Code(task.State));
        row.Parameters.AddWithValue("kind", LedgerJson.Code(task.Kind));
        row.Parameters.Add(Text("lot", task.Lot));
        row.Parameters.Add(Text("gtin", task.Gtin?.Value));
        row.Parameters.AddWithValue("places", task.Places);
        row.Parameters.AddWithValue("skills", task.Skills.Select(LedgerJson.Code).ToArray());
        row.Parameters.AddWithValue("due", task.Due);
        row.Parameters.Add(Text("signal", task.From.Signal));
        row.Parameters.AddWithValue("sightings", task.From.Sightings.ToArray());
        row.Parameters.AddWithValue("at", task.PublishedAt);
        row.Parameters.Add(new("body", NpgsqlDbType.Jsonb) { Value = Json(task) });
        batch.BatchCommands.Add(row);
        var first = new NpgsqlBatchCommand("insert into inspection.task_entry (task, number, request, request_hash, body) values (@id, @number, @request, @hash, @body)");
        first.Parameters.AddWithValue("id", task.Id);
        first.Parameters.AddWithValue("number", entry.Number);
        first.Parameters.Add(Text("request", request?.Id));
        first.Parameters.Add(Text("hash", request?.Hash));
        first.Parameters.Add(new("body", NpgsqlDbType.Jsonb) { Value = Json(entry) });
        batch.BatchCommands.Add(first);
        await batch.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Puts what was done into a transaction. The number of the entry is taken only once.</summary>
    internal static void Queue(IDocumentSession session, InspectionTask after, TaskEntry entry, RequestIdentity? request)
    {
        session.QueueSqlCommand(
            "insert into inspection.task_entry (task, number, request, request_hash, body) values (?, ?, nullif(?, ''), nullif(?, ''), ?::jsonb)",
            after.Id, entry.Number, request?.Id ?? "", request?.Hash ?? "", Json(entry));
        session.QueueSqlCommand(
            "update inspection.task set version = ?, state = ?, taken_by = nullif(?, ''), body = ?::jsonb where id = ?",
            after.Version, LedgerJson.Code(after.State), after.TakenBy ?? "", Json(after), after.Id);
    }

    /// <summary>Of sightings, the task that looks into each: one that is under way, else the newest that was not called off.</summary>
    public async Task<IReadOnlyDictionary<Guid, InspectionTask>> OfSightingsAsync(IReadOnlyCollection<Guid> sightings, CancellationToken cancel)
    {
        if (sightings.Count == 0) return new Dictionary<Guid, InspectionTask>();
        await using var command = database.CreateCommand($"select body::text from inspection.task where sightings && $1 and state <> 'cancelled' order by {Live}, published_at, id");
        command.Parameters.Add(new() { Value = sightings.ToArray() });
        var found = new Dictionary<Guid, InspectionTask>();
        foreach (var task in await ReadAsync(command, cancel))
            foreach (var sighting in task.From.Sightings) found[sighting] = task;
        return found;
    }

    /// <summary>Of warnings, the task under way that was made of each.</summary>
    public async Task<IReadOnlyDictionary<string, InspectionTask>> OfSignalsAsync(IEnumerable<string> keys, CancellationToken cancel)
    {
        await using var command = database.CreateCommand($"select body::text from inspection.task where signal = any($1) and {Live} order by published_at, id");
        command.Parameters.Add(new() { Value = keys.ToArray() });
        var found = new Dictionary<string, InspectionTask>();
        foreach (var task in await ReadAsync(command, cancel)) found[task.From.Signal!] = task;
        return found;
    }

    private static async Task<IReadOnlyList<InspectionTask>> ReadAsync(NpgsqlCommand command, CancellationToken cancel)
    {
        var found = new List<InspectionTask>();
        await using var row = await command.ExecuteReaderAsync(cancel);
        while (await row.ReadAsync(cancel)) found.Add(Of<InspectionTask>(row.GetString(0)));
        return found;
    }

    private static NpgsqlParameter Text(string name, string? text) => new(name, NpgsqlDbType.Text) { Value = (object?)text ?? DBNull.Value };

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, LotJson.Answers);

    private static T Of<T>(string json) => JsonSerializer.Deserialize<T>(json, LotJson.Answers)!;
}
