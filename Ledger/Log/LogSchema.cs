using Npgsql;

namespace Lotmark.Ledger.Log;

/// <summary>The tables of the log.</summary>
public sealed class LogSchema(NpgsqlDataSource database)
{
    /// <summary>Makes the tables that are missing. The event tables must be there.</summary>
    public async Task ApplyAsync(CancellationToken cancel)
    {
        await using var command = database.CreateCommand(EmbeddedSql.Read("Log.schema.sql"));
        await command.ExecuteNonQueryAsync(cancel);
    }
}
