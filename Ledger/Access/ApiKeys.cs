using System.Security.Cryptography;
using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace Lotmark.Ledger.Access;

/// <summary>A key to the API as its owner may see it: everything but the key.</summary>
/// <param name="Label">What tells it apart within its organisation; it stands in the events that it recorded. Never a person's name.</param>
/// <param name="Role">What it opens.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">From when on it opens nothing; null when it does not expire.</param>
/// <param name="RevokedAt">When it was revoked; null when it was not.</param>
/// <param name="LastUsed">When it was last used, to within some seconds; null when it never was.</param>
public sealed record ApiKey(string Label, Role Role, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? RevokedAt, DateTimeOffset? LastUsed);

/// <summary>The table of keys. A key is shown once, when it is made; what is kept is its SHA-256.</summary>
public sealed class ApiKeys(NpgsqlDataSource database)
{
    private const int SecretBytes = 24;

    /// <summary>A fresh key: <c>lmk_</c> and 192 random bits in hex.</summary>
    public static string NewSecret() => $"lmk_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes))}";

    /// <summary>What is kept of a key. It has too many random bits to be guessed from this.</summary>
    public static byte[] HashOf(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    /// <summary>Makes a key. Returns null when the organisation has, or had, one of this label.</summary>
    public async Task<string?> CreateAsync(string organisation, Role role, string label, DateTimeOffset? expiresAt, CancellationToken cancel)
    {
        var secret = NewSecret();
        await using var command = database.CreateCommand("""
            insert into access.key (hash, organisation, label, role, expires_at) values (@hash, @organisation, @label, @role, @expires)
            on conflict (organisation, label) do nothing
            """);
        Name(command, HashOf(secret), organisation, label, role);
        command.Parameters.Add(new("expires", NpgsqlDbType.TimestampTz) { Value = expiresAt?.ToUniversalTime() ?? (object)DBNull.Value });
        return await command.ExecuteNonQueryAsync(cancel) == 1 ? secret : null;
    }

    /// <summary>Lets a key in that was made elsewhere. One that had this label before opens nothing any more.</summary>
    public async Task AdmitAsync(string secret, string organisation, Role role, string label, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await using var command = new NpgsqlCommand("""
            delete from access.key
            where (hash = @hash or (organisation = @organisation and label = @label))
                and not (hash = @hash and organisation = @organisation and label = @label and role = @role and expires_at is null and revoked_at is null)
            """, connection);
        Name(command, HashOf(secret), organisation, label, role);
        await command.ExecuteNonQueryAsync(cancel);
        command.CommandText = "insert into access.key (hash, organisation, label, role) values (@hash, @organisation, @label, @role) on conflict do nothing";
        await command.ExecuteNonQueryAsync(cancel);
        await transaction.CommitAsync(cancel);
    }

    /// <summary>The keys of an organisation, revoked ones included, by label.</summary>
    public async Task<IReadOnlyList<ApiKey>> ListAsync(string organisation, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("""
            select label, role, created_at, expires_at, revoked_at, last_used from access.key left join access.key_use using (hash)
            where organisation = @organisation order by label
            """);
        command.Parameters.AddWithValue("organisation", organisation);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var keys = new List<ApiKey>();
        while (await reader.ReadAsync(cancel))
            keys.Add(new(reader.GetString(0), Enum.Parse<Role>(reader.GetString(1)), reader.GetFieldValue<DateTimeOffset>(2),
                reader.GetFieldValue<DateTimeOffset?>(3), reader.GetFieldValue<DateTimeOffset?>(4), reader.GetFieldValue<DateTimeOffset?>(5)));
        return keys;
    }

    /// <summary>Revokes a key. Again: nothing changes. Returns false when there is none of this label.</summary>
    public async Task<bool> RevokeAsync(string organisation, string label, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            "update access.key set revoked_at = coalesce(revoked_at, now()) where organisation = @organisation and label = @label");
        command.Parameters.AddWithValue("organisation", organisation);
        command.Parameters.AddWithValue("label", label);
        return await command.ExecuteNonQueryAsync(cancel) == 1;
    }

    /// <summary>Writes down when keys were last used.</summary>
    public async Task NoteUsesAsync(IReadOnlyCollection<(byte[] Hash, DateTimeOffset At)> uses, CancellationToken cancel)
    {
        if (uses.Count == 0) return;
        await using var command = database.CreateCommand("""
            insert into access.key_use (hash, last_used)
            select hash, used from unnest(@hashes, @times) as u(hash, used) join access.key using (hash)
            on conflict (hash) do update set last_used = greatest(key_use.last_used, excluded.last_used)
            """);
        command.Parameters.AddWithValue("hashes", uses.Select(u => u.Hash).ToArray());
        command.Parameters.AddWithValue("times", uses.Select(u => u.At).ToArray());
        await command.ExecuteNonQueryAsync(cancel);
    }

    private static void Name(NpgsqlCommand command, byte[] hash, string organisation, string label, Role role)
    {
        command.Parameters.AddWithValue("hash", hash);
        command.Parameters.AddWithValue("organisation", organisation);
        command.Parameters.AddWithValue("label", label);
        command.Parameters.AddWithValue("role", role.ToString());
    }
}
