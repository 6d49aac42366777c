using Npgsql;

namespace Lotmark.Ledger.Log;

/// <summary>The tables of the log, and what it knows of itself.</summary>
public sealed class LogSchema(NpgsqlDataSource database)
{
    /// <summary>Makes the tables that are missing. The event tables must be there.</summary>
    public async Task ApplyAsync(CancellationToken cancel)
    {
        await using var command = database.CreateCommand(EmbeddedSql.Read("Log.schema.sql"));
        await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Names the log at its first start; ever after the origin and the key must be the same.</summary>
    /// <returns>The origin, which never changes during the life of the log.</returns>
    public async Task<string> NameAsync(string origin, Func<string, string> verifierKey, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("""
            insert into log.state (origin, verifier_key) values (@origin, @key) on conflict do nothing;
            select origin, verifier_key from log.state
            """);
        command.Parameters.AddWithValue("origin", origin);
        command.Parameters.AddWithValue("key", verifierKey(origin));
        await using var reader = await command.ExecuteReaderAsync(cancel);
        await reader.ReadAsync(cancel);
        var (named, key) = (reader.GetString(0), reader.GetString(1));
        return key == verifierKey(named)
            ? named
            : throw new StartupException($"The log in this database is signed with {key}, and the key file holds {verifierKey(named)}: bring the key file that belongs to this database.");
    }
}
