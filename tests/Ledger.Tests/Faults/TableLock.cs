using Npgsql;

namespace Lotmark.Ledger.Tests.Faults;

/// <summary>
/// Keeps everybody from writing to a table, readers not: who comes to that statement stands still there, and can be killed at a
/// point of the test's choice, without a hook in the product.
/// </summary>
public sealed class TableLock : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly string _table;

    private TableLock(NpgsqlConnection connection, string table) => (_connection, _table) = (connection, table);

    public static async Task<TableLock> TakeAsync(Installation ledger, string table)
    {
        var connection = await ledger.Database.OpenConnectionAsync();
        await using var command = new NpgsqlCommand($"begin; lock table {table} in share mode", connection);
        await command.ExecuteNonQueryAsync();
        return new(connection, table);
    }

    /// <summary>Waits until the leader stands before the table; its session's server process is returned.</summary>
    public async Task<int> UntilLeaderWaitsAsync(Installation ledger)
    {
        var backend = 0;
        await Eventually.TrueAsync(async () =>
        {
            if (await ledger.LeadersSessionAsync() is not var (leader, _)) return false;
            backend = leader;
            await using var command = ledger.Database.CreateCommand(
                "select exists (select from pg_locks where pid = @pid and not granted and relation = @table::regclass)");
            command.Parameters.AddWithValue("pid", leader);
            command.Parameters.AddWithValue("table", _table);
            return await command.ExecuteScalarAsync() is true;
        }, $"the leader waits before {_table}");
        return backend;
    }

    public async ValueTask DisposeAsync()
    {
        await using (var command = new NpgsqlCommand("rollback", _connection)) await command.ExecuteNonQueryAsync();
        await _connection.DisposeAsync();
    }
}
