using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;
using Npgsql;

namespace Lotmark.Ledger.Access.Accounts;

/// <summary>A session as its account sees it.</summary>
/// <param name="Id">First bytes of its hash, hex: enough to name it.</param>
/// <param name="Browser">What the browser says it is.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="SeenAt">When it was last used, to the minute.</param>
public sealed record OpenSession(string Id, string Browser, DateTimeOffset StartedAt, DateTimeOffset SeenAt);

/// <summary>Keeps who is signed in on the server, so that a session can be ended from anywhere and ends with its account. The browser holds a random name of it.</summary>
public sealed class SessionStore(NpgsqlDataSource database, IDataProtectionProvider protection, IHttpContextAccessor context, TimeProvider clock) : ITicketStore
{
    /// <summary>A session ends when nobody used it for so long.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromMinutes(60);

    /// <summary>And after a shift in any case.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    private const int KeyLength = 32, LongestBrowser = 200, ShownBytes = 8;

    private const string SessionProperty = "session";

    private static readonly object BeginsAnew = new();

    private readonly IDataProtector _tickets = protection.CreateProtector("sessions");

    /// <inheritdoc />
    public async Task<string> StoreAsync(AuthenticationTicket ticket)
    {
        var key = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(KeyLength));
        ticket.Properties.SetString(SessionProperty, IdOf(HashOf(key)));
        var browser = context.HttpContext?.Request.Headers.UserAgent.ToString() ?? "";
        await using var command = database.CreateCommand("""
            insert into access.session (hash, account, ticket, browser, started_at, seen_at, expires_at) values (@hash, @account, @ticket, @browser, @now, @now, @expires)
            """);
        command.Parameters.AddWithValue("hash", HashOf(key));
        command.Parameters.AddWithValue("account", SignedInAccount.Of(ticket.Principal)!.Id);
        command.Parameters.AddWithValue("ticket", _tickets.Protect(TicketSerializer.Default.Serialize(ticket)));
        command.Parameters.AddWithValue("browser", browser[..Math.Min(browser.Length, LongestBrowser)]);
        command.Parameters.AddWithValue("now", clock.GetUtcNow());
        command.Parameters.AddWithValue("expires", clock.GetUtcNow() + Longest);
        await command.ExecuteNonQueryAsync();
        return key;
    }

    /// <inheritdoc />
    public async Task RenewAsync(string key, AuthenticationTicket ticket)
    {
        await using var command = database.CreateCommand("update access.session set ticket = @ticket, seen_at = @now where hash = @hash");
        command.Parameters.AddWithValue("hash", HashOf(key));
        command.Parameters.AddWithValue("ticket", _tickets.Protect(TicketSerializer.Default.Serialize(ticket)));
        command.Parameters.AddWithValue("now", clock.GetUtcNow());
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>
    /// Says that this request signs somebody in: a session that its browser had before ends. Without it the new one would be kept under the
    /// name of the old, which others may know, and belong to the account of the old.
    /// </summary>
    public static void BeginAnew(HttpContext request) => request.Items[BeginsAnew] = BeginsAnew;

    /// <inheritdoc />
    public async Task<AuthenticationTicket?> RetrieveAsync(string key)
    {
        if (context.HttpContext?.Items.ContainsKey(BeginsAnew) == true)
        {
            await RemoveAsync(key);
            return null;
        }
        // Noted to the minute: not every look is a write.
        await using var command = database.CreateCommand("""
            with found as (
                select s.hash, s.ticket, s.seen_at from access.session s join access.account a on a.id = s.account
                where s.hash = @hash and s.ended_at is null and a.disabled_at is null and s.expires_at > @now and s.seen_at > @idle),
            seen as (update access.session s set seen_at = @now from found f where s.hash = f.hash and f.seen_at < @minute)
            select ticket from found
            """);
        var now = clock.GetUtcNow();
        command.Parameters.AddWithValue("hash", HashOf(key));
        command.Parameters.AddWithValue("now", now);
        command.Parameters.AddWithValue("idle", now - Idle);
        command.Parameters.AddWithValue("minute", now.AddMinutes(-1));
        return await command.ExecuteScalarAsync() is byte[] ticket ? TicketSerializer.Default.Deserialize(_tickets.Unprotect(ticket)) : null;
    }

    /// <inheritdoc />
    public async Task RemoveAsync(string key)
    {
        await using var command = database.CreateCommand("update access.session set ended_at = @now where hash = @hash and ended_at is null");
        command.Parameters.AddWithValue("hash", HashOf(key));
        command.Parameters.AddWithValue("now", clock.GetUtcNow());
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The open sessions of an account, newest first.</summary>
    public async Task<IReadOnlyList<OpenSession>> ListAsync(Guid account, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("""
            select hash, browser, started_at, seen_at from access.session where account = @account and ended_at is null and expires_at > @now and seen_at > @idle order by started_at desc
            """);
        command.Parameters.AddWithValue("account", account);
        command.Parameters.AddWithValue("now", clock.GetUtcNow());
        command.Parameters.AddWithValue("idle", clock.GetUtcNow() - Idle);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var open = new List<OpenSession>();
        while (await reader.ReadAsync(cancel))
            open.Add(new(IdOf(reader.GetFieldValue<byte[]>(0)), reader.GetString(1), reader.GetFieldValue<DateTimeOffset>(2), reader.GetFieldValue<DateTimeOffset>(3)));
        return open;
    }

    /// <summary>The id of the session of a request; null when there is none.</summary>
    public static string? OwnId(AuthenticationProperties? session) => session?.GetString(SessionProperty);

    /// <summary>Ends a session of an account.</summary>
    public Task EndAsync(Guid account, string id, CancellationToken cancel) => EndAsync(account, id, "=", cancel);

    /// <summary>Ends all sessions of an account but one.</summary>
    public Task EndOthersAsync(Guid account, string but, CancellationToken cancel) => EndAsync(account, but, "<>", cancel);

    private async Task EndAsync(Guid account, string id, string comparison, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            $"update access.session set ended_at = @now where account = @account and ended_at is null and encode(substr(hash, 1, {ShownBytes}), 'hex') {comparison} @id");
        command.Parameters.AddWithValue("account", account);
        command.Parameters.AddWithValue("id", id);
        command.Parameters.AddWithValue("now", clock.GetUtcNow());
        await command.ExecuteNonQueryAsync(cancel);
    }

    private static string IdOf(byte[] hash) => Convert.ToHexStringLower(hash.AsSpan(0, ShownBytes));

    private static byte[] HashOf(string key) => SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(key));
}
