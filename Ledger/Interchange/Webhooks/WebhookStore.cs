using System.Security.Cryptography;
using Lotmark.Ledger.Requests;
using Microsoft.AspNetCore.DataProtection;
using Npgsql;
using NpgsqlTypes;

namespace Lotmark.Ledger.Interchange.Webhooks;

/// <summary>Keeps endpoints. Each belongs to an organisation, and is not there for others.</summary>
public sealed class WebhookStore(NpgsqlDataSource database, IDataProtectionProvider protection, TimeProvider clock)
{
    /// <summary>Endpoints of one organisation.</summary>
    public const int Most = 10;

    /// <summary>The secret before the present one signs for so long.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromHours(24);

    private const string Columns = """
        w.id, w.url, w.types, w.description, w.off_why, w.off_at, w.created_at, case when w.former_until > @now then w.former_until end,
        (select count(*) from interchange.webhook_delivery d where d.endpoint = w.id and d.state = 'pending'),
        (select count(*) from interchange.webhook_delivery d where d.endpoint = w.id and d.state = 'dead')
        """;

    private readonly IDataProtector _secrets = protection.CreateProtector("webhook secrets");

    /// <summary>Keeps a new one. Returns null when its organisation has as many as it may.</summary>
    public async Task<ShownSecret?> AddAsync(string organisation, bool authority, string url, IReadOnlyCollection<string> types, string? description, CancellationToken cancel)
    {
        var (id, secret) = (Guid.CreateVersion7(), WebhookSecret.New());
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        // Counted one after the other.
        await using (var turn = new NpgsqlCommand("select pg_advisory_xact_lock(hashtextextended($1, 0))", connection) { Parameters = { new() { Value = $"webhooks {organisation}" } } })
            await turn.ExecuteNonQueryAsync(cancel);
        await using (var command = new NpgsqlCommand("""
            insert into interchange.webhook (id, organisation, authority, url, types, description, secret, created_at)
            select @id, @organisation, @authority, @url, @types, nullif(@description, ''), @secret, @now where (select count(*) from interchange.webhook where organisation = @organisation) < @most
            """, connection))
        {
            Fill(command, id, organisation, url, types, description);
            command.Parameters.AddWithValue("now", clock.GetUtcNow());
            command.Parameters.AddWithValue("authority", authority);
            command.Parameters.AddWithValue("secret", _secrets.Protect(secret));
            command.Parameters.AddWithValue("most", Most);
            if (await command.ExecuteNonQueryAsync(cancel) == 0) return null;
        }
        await transaction.CommitAsync(cancel);
        return new(WebhookSecret.Written(secret), (await FindAsync(id, organisation, cancel))!);
    }

    /// <summary>The endpoints of an organisation, oldest first.</summary>
    public async Task<IReadOnlyList<Webhook>> ListAsync(string organisation, CancellationToken cancel)
    {
        await using var command = database.CreateCommand($"select {Columns} from interchange.webhook w where w.organisation = @organisation order by w.created_at, w.id");
        command.Parameters.AddWithValue("organisation", organisation);
        return await ReadAsync(command, cancel);
    }

    /// <summary>One of them; null when the organisation has none of this id.</summary>
    public async Task<Webhook?> FindAsync(Guid id, string organisation, CancellationToken cancel)
    {
        await using var command = database.CreateCommand($"select {Columns} from interchange.webhook w where w.id = @id and w.organisation = @organisation");
        command.Parameters.AddWithValue("id", id);
        command.Parameters.AddWithValue("organisation", organisation);
        return await ReadAsync(command, cancel) is [var found] ? found : null;
    }

    /// <summary>Changes one. Returns what it is now; null when the organisation has none of this id.</summary>
    public async Task<Webhook?> ChangeAsync(Guid id, string organisation, string url, IReadOnlyCollection<string> types, string? description, bool enabled, CancellationToken cancel)
    {
        await using (var command = database.CreateCommand("update interchange.webhook set url = @url, types = @types, description = nullif(@description, '') where id = @id and organisation = @organisation"))
        {
            Fill(command, id, organisation, url, types, description);
            if (await command.ExecuteNonQueryAsync(cancel) == 0) return null;
        }
        await SwitchAsync(id, organisation, enabled, WebhookOff.Asked, cancel);
        return await FindAsync(id, organisation, cancel);
    }

    /// <summary>Switches one on or off; off, what is on its way is given up. Returns false when the organisation has none of this id.</summary>
    public async Task<bool> SwitchAsync(Guid id, string organisation, bool enabled, WebhookOff why, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("""
            with switched as (
                update interchange.webhook set off_at = case when @enabled then null else coalesce(off_at, @now) end, off_why = case when @enabled then null else coalesce(off_why, @why) end
                where id = @id and organisation = @organisation returning id),
            given_up as (
                update interchange.webhook_delivery set state = 'dead', fault = 'off', ended_at = @now, lease = null where endpoint in (select id from switched) and state = 'pending' and not @enabled)
            select count(*)::int from switched
            """);
        command.Parameters.AddWithValue("id", id);
        command.Parameters.AddWithValue("organisation", organisation);
        command.Parameters.AddWithValue("enabled", enabled);
        command.Parameters.AddWithValue("why", LedgerJson.Code(why));
        command.Parameters.AddWithValue("now", clock.GetUtcNow());
        return (int)(await command.ExecuteScalarAsync(cancel))! == 1;
    }

    /// <summary>Gives one another secret; the one that it had signs too for a day. Returns null when the organisation has none of this id.</summary>
    public async Task<ShownSecret?> RotateAsync(Guid id, string organisation, CancellationToken cancel)
    {
        var secret = WebhookSecret.New();
        await using (var command = database.CreateCommand(
            "update interchange.webhook set former_secret = secret, former_until = @until, secret = @secret where id = @id and organisation = @organisation"))
        {
            command.Parameters.AddWithValue("id", id);
            command.Parameters.AddWithValue("organisation", organisation);
            command.Parameters.AddWithValue("secret", _secrets.Protect(secret));
            command.Parameters.AddWithValue("until", clock.GetUtcNow() + Overlap);
            if (await command.ExecuteNonQueryAsync(cancel) == 0) return null;
        }
        return await FindAsync(id, organisation, cancel) is { } webhook ? new(WebhookSecret.Written(secret), webhook) : null;
    }

    /// <summary>Deletes one with all that is on its way to it. Returns false when the organisation has none of this id.</summary>
    public async Task<bool> DeleteAsync(Guid id, string organisation, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("delete from interchange.webhook where id = $1 and organisation = $2");
        foreach (var value in (object[])[id, organisation]) command.Parameters.Add(new() { Value = value });
        return await command.ExecuteNonQueryAsync(cancel) == 1;
    }

    /// <summary>A secret as it is used; null when the keys of another installation protect it.</summary>
    internal byte[]? Unprotected(byte[] kept)
    {
        try
        {
            return _secrets.Unprotect(kept);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static void Fill(NpgsqlCommand command, Guid id, string organisation, string url, IReadOnlyCollection<string> types, string? description)
    {
        command.Parameters.AddWithValue("id", id);
        command.Parameters.AddWithValue("organisation", organisation);
        command.Parameters.AddWithValue("url", url);
        command.Parameters.Add(new("types", NpgsqlDbType.Array | NpgsqlDbType.Text) { Value = types.Distinct().Order(StringComparer.Ordinal).ToArray() });
        command.Parameters.AddWithValue("description", description ?? "");
    }

    private async Task<IReadOnlyList<Webhook>> ReadAsync(NpgsqlCommand command, CancellationToken cancel)
    {
        command.Parameters.AddWithValue("now", clock.GetUtcNow());
        await using var row = await command.ExecuteReaderAsync(cancel);
        var found = new List<Webhook>();
        while (await row.ReadAsync(cancel))
        {
            WebhookOff? off = row.IsDBNull(4) ? null : Enum.Parse<WebhookOff>(row.GetString(4), ignoreCase: true);
            found.Add(new(
                row.GetGuid(0), row.GetString(1), row.GetFieldValue<string[]>(2), row.IsDBNull(3) ? null : row.GetString(3), off is null, off, Instant(5), row.GetFieldValue<DateTimeOffset>(6), Instant(7),
                row.GetInt64(8), row.GetInt64(9)));
        }
        return found;

        DateTimeOffset? Instant(int column) => row.IsDBNull(column) ? null : row.GetFieldValue<DateTimeOffset>(column);
    }
}
