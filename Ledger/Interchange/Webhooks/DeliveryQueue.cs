using Lotmark.Ledger.Requests;
using Npgsql;

namespace Lotmark.Ledger.Interchange.Webhooks;

/// <summary>A message that is to be tried now, by whoever holds it.</summary>
/// <param name="Id">The delivery.</param>
/// <param name="Lease">Names who holds it: what became of the try is noted only while it is still held.</param>
/// <param name="Attempts">Tries, this one included.</param>
/// <param name="Endpoint">Where it goes.</param>
/// <param name="Organisation">Whose endpoint that is.</param>
/// <param name="Url">Its address.</param>
/// <param name="Secrets">Its secrets, protected.</param>
/// <param name="Message">The message.</param>
/// <param name="Body">Its words.</param>
internal sealed record HeldDelivery(Guid Id, Guid Lease, int Attempts, Guid Endpoint, string Organisation, string Url, IReadOnlyList<byte[]> Secrets, Guid Message, string Body);

/// <summary>Hands out what is due, to any number of processes.</summary>
internal sealed class DeliveryQueue(NpgsqlDataSource database, TimeProvider clock)
{
    /// <summary>Who holds one and is not heard of for so long is gone: it is handed out again.</summary>
    public static readonly TimeSpan Lease = WebhookSender.Patience * 3;

    /// <summary>Messages that may be on their way to one endpoint at once, for each process: a slow one holds nobody else up.</summary>
    public const int MostAtOneEndpoint = 4;

    /// <summary>Takes what is due.</summary>
    /// <param name="most">At most so many.</param>
    /// <param name="busy">How many are on their way from here to each endpoint already.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<IReadOnlyList<HeldDelivery>> TakeAsync(int most, IReadOnlyDictionary<Guid, int> busy, CancellationToken cancel)
    {
        // Each endpoint in turn, whichever has waited longest first, and of each some.
        await using var command = database.CreateCommand("""
            with waiting as materialized (
                select w.id, first.due_at, @room - coalesce(b.count, 0) as room from interchange.webhook w
                cross join lateral (select due_at from interchange.webhook_delivery where endpoint = w.id and state = 'pending' and due_at <= @now order by due_at limit 1) first
                left join unnest(@busy, @counts) as b(endpoint, count) on b.endpoint = w.id
                where w.off_at is null and exists (select from interchange.webhook_delivery where state = 'pending' and due_at <= @now)),
            due as (
                select d.id from (select * from waiting where room > 0 order by due_at) w
                cross join lateral (
                    select id from interchange.webhook_delivery where endpoint = w.id and state = 'pending' and due_at <= @now order by due_at limit w.room for update skip locked) d
                limit @most)
            update interchange.webhook_delivery d set due_at = @now + @lease, lease = gen_random_uuid(), attempts = d.attempts + 1
            from due, interchange.webhook w, interchange.webhook_message m where d.id = due.id and w.id = d.endpoint and m.id = d.message
            returning d.id, d.lease, d.attempts, w.id, w.organisation, w.url, w.secret, case when w.former_until > @now then w.former_secret end, m.id, m.body
            """);
        command.Parameters.AddWithValue("now", clock.GetUtcNow());
        command.Parameters.AddWithValue("lease", Lease);
        command.Parameters.AddWithValue("most", most);
        command.Parameters.AddWithValue("room", MostAtOneEndpoint);
        command.Parameters.AddWithValue("busy", busy.Keys.ToArray());
        command.Parameters.AddWithValue("counts", busy.Values.ToArray());
        await using var row = await command.ExecuteReaderAsync(cancel);
        var held = new List<HeldDelivery>();
        while (await row.ReadAsync(cancel))
            held.Add(new(row.GetGuid(0), row.GetGuid(1), row.GetInt32(2), row.GetGuid(3), row.GetString(4), row.GetString(5),
                [row.GetFieldValue<byte[]>(6), .. await row.IsDBNullAsync(7, cancel) ? Array.Empty<byte[]>() : [row.GetFieldValue<byte[]>(7)]], row.GetGuid(8), row.GetString(9)));
        return held;
    }

    /// <summary>Notes what became of a try. Returns false when it is no longer held.</summary>
    public async Task<bool> NoteAsync(HeldDelivery held, TryResult result, DeliveryFate fate, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("""
            update interchange.webhook_delivery set state = @state, due_at = @now + @wait, lease = null, tried_at = @now, ended_at = case when @state <> 'pending' then @now end,
                status = nullif(@status, 0), fault = nullif(@fault, ''), answer = nullif(@answer, '')
            where id = @id and lease = @lease
            """);
        command.Parameters.AddWithValue("id", held.Id);
        command.Parameters.AddWithValue("lease", held.Lease);
        command.Parameters.AddWithValue("now", clock.GetUtcNow());
        command.Parameters.AddWithValue("state", LedgerJson.Code(fate switch { DeliveryFate.Delivered => DeliveryState.Delivered, DeliveryFate.Dead => DeliveryState.Dead, _ => DeliveryState.Pending }));
        command.Parameters.AddWithValue("wait", fate is DeliveryFate.Again { In: var wait } ? wait : TimeSpan.Zero);
        command.Parameters.AddWithValue("status", result.Status ?? 0);
        command.Parameters.AddWithValue("fault", result.Fault is { } fault ? LedgerJson.Code(fault) : "");
        command.Parameters.AddWithValue("answer", result.Answer ?? "");
        return await command.ExecuteNonQueryAsync(cancel) == 1;
    }

    /// <summary>Gives one back untried, to be handed out again after a time.</summary>
    public async Task GiveBackAsync(HeldDelivery held, TimeSpan after, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("update interchange.webhook_delivery set due_at = $3, lease = null, attempts = attempts - 1 where id = $1 and lease = $2");
        foreach (var value in (object[])[held.Id, held.Lease, clock.GetUtcNow() + after]) command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(cancel);
    }
}
