using System.Text.Json;
using Lotmark.Ledger.Interchange.Webhooks.Sources;
using Lotmark.Ledger.Lots;
using Npgsql;
using NpgsqlTypes;

namespace Lotmark.Ledger.Interchange.Webhooks;

/// <summary>Writes down who is told what: reads each source on, and in the same transaction notes a delivery for every endpoint that asked. A crash anywhere loses nothing and tells nothing twice.</summary>
public sealed class FanOut(NpgsqlDataSource database, IEnumerable<IMessageSource> sources, ILogger<FanOut> logger) : SteadyWork(logger, "Messages to endpoints are not written down")
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    // An endpoint is told what happened since it was registered. An event carries the time at which its transaction began.
    private static readonly TimeSpan SlackOfTimes = TimeSpan.FromMinutes(1);

    private readonly IReadOnlyList<IMessageSource> _sources = [.. sources];
    private bool _begun;

    /// <inheritdoc />
    protected override async Task<TimeSpan> StepAsync(CancellationToken cancel)
    {
        if (!_begun) await BeginAsync(cancel);
        _begun = true;
        var noted = await NotedAsync(cancel);
        var (more, failed) = (false, (Exception?)null);
        foreach (var source in _sources.Where(s => s is not NotedSource || noted.Contains(s.Name)))
        {
            try
            {
                more |= await ReadAsync(source, cancel);
            }
            catch (Exception e) when (!cancel.IsCancellationRequested)
            {
                failed = new InvalidOperationException($"{source.Name}: {e.Message}", e); // the others go on
            }
        }
        return failed is not null ? throw failed : more ? TimeSpan.Zero : Pause;
    }

    private async Task BeginAsync(CancellationToken cancel)
    {
        await using var command = database.CreateCommand("insert into interchange.webhook_progress (source) select unnest($1) on conflict do nothing");
        command.Parameters.AddWithValue(_sources.Select(s => s.Name).ToArray());
        await command.ExecuteNonQueryAsync(cancel);
    }

    private async Task<HashSet<string>> NotedAsync(CancellationToken cancel)
    {
        await using var command = database.CreateCommand("select distinct source from interchange.webhook_noted");
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var noted = new HashSet<string>();
        while (await reader.ReadAsync(cancel)) noted.Add(reader.GetString(0));
        return noted;
    }

    private async Task<bool> ReadAsync(IMessageSource source, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await using var progress = new NpgsqlCommand("select position from interchange.webhook_progress where source = $1 for update skip locked", connection) { Parameters = { new() { Value = source.Name } } };
        if (await progress.ExecuteScalarAsync(cancel) is not long position) return false; // another process reads it

        var found = await source.ReadAsync(connection, position, () => WantedAsync(connection, cancel), cancel);
        if (found.Position == position) return false;
        await WriteAsync(connection, found.Messages, cancel);
        await using var done = new NpgsqlCommand("update interchange.webhook_progress set position = $2 where source = $1", connection)
        { Parameters = { new() { Value = source.Name }, new() { Value = found.Position } } };
        await done.ExecuteNonQueryAsync(cancel);
        await transaction.CommitAsync(cancel);
        return found.More;
    }

    private static async Task<IReadOnlySet<string>> WantedAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("select distinct type from interchange.webhook, unnest(types) as type", connection);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var wanted = new HashSet<string>();
        while (await reader.ReadAsync(cancel)) wanted.Add(reader.GetString(0));
        return wanted;
    }

    // For who is switched off they are dead from the beginning: what was missed can be replayed.
    private static async Task WriteAsync(NpgsqlConnection connection, IReadOnlyList<Message> messages, CancellationToken cancel)
    {
        if (messages.Count == 0) return;
        await using var command = new NpgsqlCommand("""
            with told as (
                select id, key, type, at, string_to_array(parties, chr(10)) as parties, body from unnest(@id, @key, @type, @at, @parties, @body) as m(id, key, type, at, parties, body)),
            heard as (
                select told.id as message, told.type, told.at, w.id as endpoint, w.types, w.created_at, w.off_at
                from told cross join lateral unnest(told.parties) as party(organisation) join interchange.webhook w on w.organisation = party.organisation and not w.authority
                union all
                select told.id, told.type, told.at, w.id, w.types, w.created_at, w.off_at from told join interchange.webhook w on w.authority),
            meant as (select message, endpoint, off_at from heard where type = any(types) and created_at <= at + @slack),
            kept as (
                insert into interchange.webhook_message (id, key, type, at, body) select id, key, type, at, body from told where exists (select from meant where message = told.id)
                on conflict (key) do nothing returning id)
            insert into interchange.webhook_delivery (id, message, endpoint, state, created_at, due_at, ended_at, fault)
            select gen_random_uuid(), message, endpoint, case when off_at is null then 'pending' else 'dead' end, now(), now(), case when off_at is not null then now() end,
                case when off_at is not null then 'off' end
            from meant join kept on kept.id = meant.message
            """, connection);
        Add("id", NpgsqlDbType.Uuid, _ => Guid.CreateVersion7());
        Add("key", NpgsqlDbType.Text, m => m.Key);
        Add("type", NpgsqlDbType.Text, m => m.Type);
        Add("at", NpgsqlDbType.TimestampTz, m => m.At.UtcDateTime);
        Add("parties", NpgsqlDbType.Text, m => string.Join('\n', m.Parties));
        Add("body", NpgsqlDbType.Text, m => BodyOf(m.Type, m.At, m.Data));
        command.Parameters.AddWithValue("slack", SlackOfTimes);
        await command.ExecuteNonQueryAsync(cancel);

        void Add<T>(string name, NpgsqlDbType type, Func<Message, T> value) =>
            command.Parameters.Add(new NpgsqlParameter(name, NpgsqlDbType.Array | type) { Value = messages.Select(value).ToArray() });
    }

    /// <summary>The words that are signed and sent.</summary>
    internal static string BodyOf(string type, DateTimeOffset at, object data) => JsonSerializer.Serialize(new { Type = type, Timestamp = at.UtcDateTime, Data = data }, LotJson.Answers);
}
