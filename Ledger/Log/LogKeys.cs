using Npgsql;

namespace Lotmark.Ledger.Log;

/// <summary>A key that signs or signed the log's checkpoints.</summary>
/// <param name="Key">The verifier key (C2SP signed-note).</param>
/// <param name="FirstSize">Checkpoints from this size on are signed with it.</param>
/// <param name="LastSize">Checkpoints beyond this size are not; null while it signs.</param>
/// <param name="Introduction">A note in which the key before it names it; null for the first.</param>
public sealed record LogKey(string Key, long FirstSize, long? LastSize, string? Introduction);

/// <summary>The name of the log and its keys, past and present.</summary>
public sealed class LogKeys(NpgsqlDataSource database)
{
    internal const string IntroductionHeader = "lotmark-key/1";

    /// <summary>
    /// Names the log at its first start, and tells the signer. Ever after the origin is the same, and a new key is taken up only if the
    /// key file holds the one before it too, which introduces it.
    /// </summary>
    /// <exception cref="StartupException">The key file is not that of this log.</exception>
    public async Task NameAsync(string origin, LogSigner signer, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await ExecuteAsync(connection, "insert into log.state (origin, verifier_key) values (@origin, @key) on conflict do nothing", cancel,
            ("origin", origin), ("key", signer.VerifierKeys(origin)[0]));
        var (named, current, size) = await StateAsync(connection, cancel);
        signer.Origin = named;
        var keys = signer.VerifierKeys(named);
        if (!keys.Contains(current))
            throw new StartupException($"The log in this database is signed with {current}, and the key file holds {keys[0]}: bring the key file that belongs to this database.");

        await AddAsync(connection, new(current, 0, null, null), cancel);
        if (keys[0] != current)
        {
            await AddAsync(connection, new(keys[0], size, null, signer.Sign($"{IntroductionHeader}\n{named}\n{size}\n{keys[0]}\n", [current])), cancel);
            await ExecuteAsync(connection, "update log.state set verifier_key = @key", cancel, ("key", keys[0]));
        }
        await ExecuteAsync(connection, "update log.key set last_size = @size where last_size is null and vkey <> all(@keys)", cancel,
            ("size", size), ("keys", keys.ToArray()));
        await transaction.CommitAsync(cancel);
    }

    /// <summary>All keys, oldest first.</summary>
    public async Task<IReadOnlyList<LogKey>> HistoryAsync(CancellationToken cancel)
    {
        await using var command = database.CreateCommand("select vkey, first_size, last_size, introduction from log.key order by since, first_size");
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var keys = new List<LogKey>();
        while (await reader.ReadAsync(cancel))
            keys.Add(new(reader.GetString(0), reader.GetInt64(1), reader.IsDBNull(2) ? null : reader.GetInt64(2), reader.IsDBNull(3) ? null : reader.GetString(3)));
        return keys;
    }

    private static async Task<(string Origin, string VerifierKey, long Size)> StateAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("select origin, verifier_key, size from log.state for update", connection);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        await reader.ReadAsync(cancel);
        return (reader.GetString(0), reader.GetString(1), reader.GetInt64(2));
    }

    private static Task AddAsync(NpgsqlConnection connection, LogKey key, CancellationToken cancel) => ExecuteAsync(connection,
        "insert into log.key (vkey, first_size, introduction, since) values (@key, @size, @introduction, clock_timestamp()) on conflict do nothing", cancel,
        ("key", key.Key), ("size", key.FirstSize), ("introduction", (object?)key.Introduction ?? DBNull.Value));

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancel, params (string Name, object Value)[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var (name, value) in parameters) command.Parameters.AddWithValue(name, value);
        await command.ExecuteNonQueryAsync(cancel);
    }
}
