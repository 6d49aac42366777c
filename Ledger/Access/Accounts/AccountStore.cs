using System.Security.Cryptography;
using Lotmark.Ledger.Access.Provider;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Npgsql;

namespace Lotmark.Ledger.Access.Accounts;

/// <summary>Keeps accounts, and tries passwords and codes on them: each try counts, however many come at once.</summary>
public sealed class AccountStore(NpgsqlDataSource database, IDataProtectionProvider protection, TimeProvider clock)
{
    /// <summary>Shortest password that people may choose (NIST SP 800-63B, section 3.1.1.2).</summary>
    public const int ShortestPassword = 12;

    /// <summary>Longest one: hashing costs.</summary>
    public const int LongestPassword = 128;

    private const string Columns =
        "id, name, organisation, role, password_hash, password_given, secret, secret_proven, last_step, failures, locked_until, created_at, disabled_at, issuer";

    private static readonly PasswordHasher<Account> Hasher = new();

    // A name that there is none of takes as long as one that there is.
    private static readonly string NobodysHash = Hasher.HashPassword(null!, Convert.ToHexString(RandomNumberGenerator.GetBytes(16)));

    private readonly IDataProtector _secrets = protection.CreateProtector("second factor");

    /// <summary>A password that nobody has to remember: 20 letters and digits that are not taken for each other.</summary>
    public static string NewPassword() => RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyz23456789", 20);

    /// <summary>Whether somebody may choose this password.</summary>
    public static bool IsPassword(string text) => text.Length is >= ShortestPassword and <= LongestPassword;

    /// <summary>Makes an account. Returns null when the name is taken.</summary>
    public async Task<Account?> CreateAsync(string name, string organisation, Role role, string password, CancellationToken cancel)
    {
        await using var command = database.CreateCommand($"""
            insert into access.account (name, organisation, role, password_hash, password_given) values (@name, @organisation, @role, @hash, true)
            on conflict (lower(name)) do nothing returning {Columns}
            """);
        command.Parameters.AddWithValue("name", name);
        command.Parameters.AddWithValue("organisation", organisation);
        command.Parameters.AddWithValue("role", role.ToString());
        command.Parameters.AddWithValue("hash", Hasher.HashPassword(null!, password));
        return await OneAsync(command, cancel);
    }

    /// <summary>All accounts by name.</summary>
    public async Task<IReadOnlyList<Account>> ListAsync(CancellationToken cancel)
    {
        await using var command = database.CreateCommand($"select {Columns} from access.account order by lower(name)");
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var all = new List<Account>();
        while (await reader.ReadAsync(cancel)) all.Add(Read(reader));
        return all;
    }

    /// <summary>One account; null when there is none.</summary>
    public async Task<Account?> FindAsync(Guid id, CancellationToken cancel)
    {
        await using var command = database.CreateCommand($"select {Columns} from access.account where id = $1");
        command.Parameters.Add(new() { Value = id });
        return await OneAsync(command, cancel);
    }

    /// <summary>One account by its name; null when there is none.</summary>
    public async Task<Account?> FindAsync(string name, CancellationToken cancel)
    {
        await using var command = database.CreateCommand($"select {Columns} from access.account where lower(name) = lower($1)");
        command.Parameters.Add(new() { Value = name });
        return await OneAsync(command, cancel);
    }

    /// <summary>Tries a password. Of an account that a provider vouches for none is right.</summary>
    public async Task<(Account? Account, Account.Outcome Outcome)> TryPasswordAsync(string name, string password, CancellationToken cancel)
    {
        if (password.Length > LongestPassword) return (null, Account.Outcome.Wrong);
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var account = await LockAsync(connection, "lower(name) = lower($1) and issuer is null", name, cancel);
        var right = Hasher.VerifyHashedPassword(null!, account?.PasswordHash ?? NobodysHash, password) != PasswordVerificationResult.Failed;
        return account is null ? (null, Account.Outcome.Wrong) : await CountAsync(account, right, null, connection, transaction, cancel);
    }

    /// <summary>Tries a code of the second factor. The first right one proves that its secret arrived.</summary>
    public async Task<(Account? Account, Account.Outcome Outcome)> TryCodeAsync(Guid id, string code, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        if (await LockAsync(connection, "id = $1", id, cancel) is not { Secret: { } secret } account) return (null, Account.Outcome.Wrong);
        var step = Totp.Match(secret, code, clock.GetUtcNow(), account.LastStep);
        return await CountAsync(account, step is not null, step ?? account.LastStep, connection, transaction, cancel);
    }

    /// <summary>Gives an account without a proven second factor its secret; the one that it has, if it has one.</summary>
    public async Task<byte[]> SecretForAsync(Account account, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("update access.account set secret = coalesce(secret, $2) where id = $1 returning secret");
        command.Parameters.Add(new() { Value = account.Id });
        command.Parameters.Add(new() { Value = _secrets.Protect(RandomNumberGenerator.GetBytes(Totp.SecretLength)) });
        return _secrets.Unprotect((byte[])(await command.ExecuteScalarAsync(cancel))!);
    }

    /// <summary>Sets the password that somebody chose.</summary>
    public Task ChangePasswordAsync(Guid id, string password, CancellationToken cancel) =>
        ChangeAsync("update access.account set password_hash = @hash, password_given = false where id = @id", id, cancel, ("hash", Hasher.HashPassword(null!, password)));

    /// <summary>Gives a new password and takes the second factor away, for who lost one of them; all sessions end. Where a provider vouches, the password opens nothing.</summary>
    public Task ResetAsync(Guid id, string password, CancellationToken cancel) => ChangeAsync("""
        update access.account set password_hash = @hash, password_given = issuer is null, secret = null, secret_proven = false, failures = 0, locked_until = null where id = @id;
        update access.session set ended_at = now() where account = @id and ended_at is null
        """, id, cancel, ("hash", Hasher.HashPassword(null!, password)));

    /// <summary>Ends an account, or opens it again; all its sessions end.</summary>
    public Task DisableAsync(Guid id, bool disabled, CancellationToken cancel) => ChangeAsync("""
        update access.account set disabled_at = case when @disabled then coalesce(disabled_at, now()) end where id = @id;
        update access.session set ended_at = now() where account = @id and ended_at is null
        """, id, cancel, ("disabled", disabled));

    /// <summary>
    /// Lets in whom a provider vouches for. The first time an account is made; each time it gets the role and the authority that the provider
    /// says, and its sessions end when they are others than before. Ended and resting accounts stay out.
    /// </summary>
    public async Task<(Account Account, Account.Outcome Outcome)> EnterAsync(ProvenPerson person, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var account = await BoundAsync(connection, person.Issuer, person.Subject, cancel) ?? await ProvisionAsync(connection, person, cancel);
        // Its wrong codes are not forgiven: who they came from had come as far as this, too.
        var outcome = account.Barred(clock.GetUtcNow()) ?? Account.Outcome.Right;
        if (outcome == Account.Outcome.Right && (account.Role != person.Role || account.Organisation != person.Organisation))
        {
            await using var change = new NpgsqlCommand($"""
                update access.session set ended_at = now() where account = @id and ended_at is null;
                update access.account set role = @role, organisation = @organisation where id = @id returning {Columns}
                """, connection);
            change.Parameters.AddWithValue("id", account.Id);
            change.Parameters.AddWithValue("role", person.Role.ToString());
            change.Parameters.AddWithValue("organisation", person.Organisation);
            account = (await OneAsync(change, cancel))!;
        }
        await transaction.CommitAsync(cancel);
        return (account, outcome);
    }

    /// <summary>Ends the sessions of whom a provider no longer vouches for. Returns its account; null when there is none.</summary>
    public async Task<Account?> ShutOutAsync(string issuer, string subject, CancellationToken cancel)
    {
        await using var command = database.CreateCommand($"""
            update access.session set ended_at = now() where ended_at is null and account = (select id from access.account where issuer = @issuer and subject = @subject);
            select {Columns} from access.account where issuer = @issuer and subject = @subject
            """);
        command.Parameters.AddWithValue("issuer", issuer);
        command.Parameters.AddWithValue("subject", subject);
        return await OneAsync(command, cancel);
    }

    private async Task<Account?> BoundAsync(NpgsqlConnection connection, string issuer, string subject, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand($"select {Columns} from access.account where issuer = $1 and subject = $2 for update", connection) { Parameters = { new() { Value = issuer }, new() { Value = subject } } };
        return await OneAsync(command, cancel);
    }

    // A name that somebody else has is never shared: it is told apart by what the provider calls the person.
    private async Task<Account> ProvisionAsync(NpgsqlConnection connection, ProvenPerson person, CancellationToken cancel)
    {
        var apart = Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{person.Issuer}\n{person.Subject}")).AsSpan(0, 4));
        foreach (var name in new[] { person.WantedName, $"{person.WantedName ?? "account"}-{apart}" }.OfType<string>())
        {
            await using var command = new NpgsqlCommand($"""
                insert into access.account (name, organisation, role, password_hash, password_given, issuer, subject) values (@name, @organisation, @role, '', false, @issuer, @subject)
                on conflict do nothing returning {Columns}
                """, connection);
            command.Parameters.AddWithValue("name", name);
            command.Parameters.AddWithValue("organisation", person.Organisation);
            command.Parameters.AddWithValue("role", person.Role.ToString());
            command.Parameters.AddWithValue("issuer", person.Issuer);
            command.Parameters.AddWithValue("subject", person.Subject);
            // None when the name is taken, or when the same person comes in twice at once.
            if (await OneAsync(command, cancel) is { } made) return made;
            if (await BoundAsync(connection, person.Issuer, person.Subject, cancel) is { } meanwhile) return meanwhile;
        }
        throw new InvalidOperationException($"No name is left for {person.Subject} of {person.Issuer}.");
    }

    private async Task ChangeAsync(string sql, Guid id, CancellationToken cancel, params (string Name, object Value)[] values)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.AddWithValue("id", id);
        foreach (var (name, value) in values) command.Parameters.AddWithValue(name, value);
        await command.ExecuteNonQueryAsync(cancel);
    }

    private async Task<Account?> LockAsync(NpgsqlConnection connection, string which, object value, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand($"select {Columns} from access.account where {which} for update", connection) { Parameters = { new() { Value = value } } };
        return await OneAsync(command, cancel);
    }

    // The step is that of a code. It counts as used, and its secret as proven, only where it opened something.
    private async Task<(Account?, Account.Outcome)> CountAsync(Account account, bool right, long? step, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancel)
    {
        var (after, outcome) = account.Tried(right, isCode: step is not null, clock.GetUtcNow());
        if (outcome == Account.Outcome.Right && step is { } used) after = after with { LastStep = used, SecretProven = true };
        await using var command = new NpgsqlCommand(
            "update access.account set failures = @failures, locked_until = @locked, last_step = @step, secret_proven = @proven where id = @id", connection);
        command.Parameters.AddWithValue("id", account.Id);
        command.Parameters.AddWithValue("failures", after.Failures);
        command.Parameters.Add(new("locked", NpgsqlTypes.NpgsqlDbType.TimestampTz) { Value = (object?)after.LockedUntil?.ToUniversalTime() ?? DBNull.Value });
        command.Parameters.AddWithValue("step", after.LastStep);
        command.Parameters.AddWithValue("proven", after.SecretProven);
        await command.ExecuteNonQueryAsync(cancel);
        await transaction.CommitAsync(cancel);
        return (outcome == Account.Outcome.Right ? after : null, outcome);
    }

    private async Task<Account?> OneAsync(NpgsqlCommand command, CancellationToken cancel)
    {
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel) ? Read(reader) : null;
    }

    private Account Read(NpgsqlDataReader row)
    {
        return new(
            row.GetGuid(0), row.GetString(1), row.GetString(2), Enum.Parse<Role>(row.GetString(3)), row.GetString(4), row.GetBoolean(5),
            row.IsDBNull(6) ? null : _secrets.Unprotect(row.GetFieldValue<byte[]>(6)), row.GetBoolean(7), row.GetInt64(8), row.GetInt32(9), Instant(10), row.GetFieldValue<DateTimeOffset>(11), Instant(12), row.IsDBNull(13) ? null : row.GetString(13));

        DateTimeOffset? Instant(int column) => row.IsDBNull(column) ? null : row.GetFieldValue<DateTimeOffset>(column);
    }
}
