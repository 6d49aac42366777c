using Lotmark.Ledger.Requests;
using Npgsql;

namespace Lotmark.Ledger.Interchange.Webhooks;

/// <summary>What was sent to endpoints: read, sent again, added for a test.</summary>
public sealed class DeliveryList(NpgsqlDataSource database, TimeProvider clock)
{
    private const string Columns = "d.id, d.message, m.type, m.at, d.state, d.created_at, d.attempts, d.tried_at, d.due_at, d.ended_at, d.status, d.fault, d.answer";

    /// <summary>Deliveries that fulfil conditions, newest first.</summary>
    public async Task<IReadOnlyList<WebhookDelivery>> ListAsync(Guid endpoint, ListFilters filters, int limit, CancellationToken cancel)
    {
        await using var command = database.CreateCommand($"""
            select {Columns} from interchange.webhook_delivery d join interchange.webhook_message m on m.id = d.message
            where d.endpoint = @endpoint and {filters.Condition} order by d.created_at desc, d.id desc limit @limit
            """);
        filters.Fill(command.Parameters);
        command.Parameters.AddWithValue("endpoint", endpoint);
        command.Parameters.AddWithValue("limit", limit);
        return [.. (await ReadAsync(command, cancel)).Select(d => d.Delivery)];
    }

    /// <summary>One delivery, with the words of the message; null when the endpoint has none of this id.</summary>
    public async Task<(WebhookDelivery Delivery, string Body)?> FindAsync(Guid endpoint, Guid id, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            $"select {Columns}, m.body from interchange.webhook_delivery d join interchange.webhook_message m on m.id = d.message where d.endpoint = @endpoint and d.id = @id");
        command.Parameters.AddWithValue("endpoint", endpoint);
        command.Parameters.AddWithValue("id", id);
        return await ReadAsync(command, cancel) is [var one] ? (one.Delivery, one.Body!) : null;
    }

    /// <summary>Sends one again, or at once what is still on its way. Returns false when the endpoint has none of this id.</summary>
    public async Task<bool> ReplayAsync(Guid endpoint, Guid id, CancellationToken cancel)
    {
        await using var command = Replaying("d.id = @id");
        command.Parameters.AddWithValue("endpoint", endpoint);
        command.Parameters.AddWithValue("id", id);
        return await command.ExecuteNonQueryAsync(cancel) == 1;
    }

    /// <summary>Sends again what ended, of all that happened since a time. Returns how many.</summary>
    public async Task<int> ReplayAsync(Guid endpoint, DateTimeOffset since, DeliveryState? state, CancellationToken cancel)
    {
        await using var command = Replaying("m.at >= @since and d.state <> 'pending' and (@state = '' or d.state = @state)");
        command.Parameters.AddWithValue("endpoint", endpoint);
        command.Parameters.AddWithValue("since", since.ToUniversalTime());
        command.Parameters.AddWithValue("state", state is { } only ? LedgerJson.Code(only) : "");
        return await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Sends a message of its own to one endpoint.</summary>
    public async Task<Guid> AddAsync(Guid endpoint, string type, object data, CancellationToken cancel)
    {
        var (message, delivery, now) = (Guid.CreateVersion7(), Guid.NewGuid(), clock.GetUtcNow());
        await using var command = database.CreateCommand("""
            with said as (insert into interchange.webhook_message (id, key, type, at, body) values (@message, @key, @type, @now, @body) returning id)
            insert into interchange.webhook_delivery (id, message, endpoint, state, created_at, due_at) select @delivery, id, @endpoint, 'pending', @now, @now from said
            """);
        command.Parameters.AddWithValue("message", message);
        command.Parameters.AddWithValue("key", $"own:{message:N}");
        command.Parameters.AddWithValue("type", type);
        command.Parameters.AddWithValue("now", now);
        command.Parameters.AddWithValue("body", FanOut.BodyOf(type, now, data));
        command.Parameters.AddWithValue("delivery", delivery);
        command.Parameters.AddWithValue("endpoint", endpoint);
        await command.ExecuteNonQueryAsync(cancel);
        return delivery;
    }

    // From the beginning of the schedule. Whoever tries it just now does not hold it any more.
    private NpgsqlCommand Replaying(string which)
    {
        var command = database.CreateCommand($"""
            update interchange.webhook_delivery d set state = 'pending', attempts = 0, due_at = @now, lease = null, ended_at = null
            from interchange.webhook_message m where m.id = d.message and d.endpoint = @endpoint and {which}
            """);
        command.Parameters.AddWithValue("now", clock.GetUtcNow());
        return command;
    }

    private static async Task<List<(WebhookDelivery Delivery, string? Body)>> ReadAsync(NpgsqlCommand command, CancellationToken cancel)
    {
        await using var row = await command.ExecuteReaderAsync(cancel);
        var found = new List<(WebhookDelivery, string?)>();
        while (await row.ReadAsync(cancel))
        {
            var state = Enum.Parse<DeliveryState>(row.GetString(4), ignoreCase: true);
            found.Add((new(
                row.GetGuid(0), WebhookSecret.IdOf(row.GetGuid(1)), row.GetString(2), row.GetFieldValue<DateTimeOffset>(3), state, row.GetFieldValue<DateTimeOffset>(5), row.GetInt32(6), Instant(7),
                state == DeliveryState.Pending ? Instant(8) : null, Instant(9), row.IsDBNull(10) ? null : row.GetInt32(10),
                row.IsDBNull(11) ? null : Enum.Parse<DeliveryFault>(row.GetString(11), ignoreCase: true), row.IsDBNull(12) ? null : row.GetString(12)), row.FieldCount > 13 ? row.GetString(13) : null));
        }
        return found;

        DateTimeOffset? Instant(int column) => row.IsDBNull(column) ? null : row.GetFieldValue<DateTimeOffset>(column);
    }
}
