using Npgsql;

namespace Lotmark.Ledger.Lots;

/// <summary>Lets one at a time, of all processes, at what is kept of a lot beside its events; and in this process only a few at once.</summary>
/// <param name="database">Where it is kept.</param>
/// <param name="purpose">What is kept, such as <c>coldchain</c>: turns at other things are others.</param>
/// <param name="places">How many at once. Each holds a connection until its event is recorded, and that needs another.</param>
public sealed class LotTurns(NpgsqlDataSource database, string purpose, int places) : IDisposable
{
    private readonly SemaphoreSlim _places = new(places);

    /// <inheritdoc />
    public void Dispose() => _places.Dispose();

    /// <summary>Waits for its turn.</summary>
    public async Task<LotTurn> EnterAsync(string lot, CancellationToken cancel)
    {
        await _places.WaitAsync(cancel);
        try
        {
            var connection = await database.OpenConnectionAsync(cancel);
            try
            {
                var turn = new LotTurn(connection, _places, $"{purpose} {lot}");
                await turn.LockAsync(cancel);
                return turn;
            }
            catch
            {
                await connection.DisposeAsync();
                throw;
            }
        }
        catch
        {
            _places.Release();
            throw;
        }
    }
}

/// <summary>A turn at what is kept of one lot. It ends with this object.</summary>
public sealed class LotTurn : IAsyncDisposable
{
    private readonly SemaphoreSlim _places;
    private readonly string _name;

    internal LotTurn(NpgsqlConnection connection, SemaphoreSlim places, string name) => (Connection, _places, _name) = (connection, places, name);

    /// <summary>The connection that holds the turn.</summary>
    public NpgsqlConnection Connection { get; }

    /// <summary>A statement on it, with its parameters in order.</summary>
    public NpgsqlCommand Command(string sql, params IEnumerable<object> parameters)
    {
        var command = new NpgsqlCommand(sql, Connection);
        foreach (var value in parameters) command.Parameters.Add(new() { Value = value });
        return command;
    }

    internal async Task LockAsync(CancellationToken cancel)
    {
        await using var command = Command("select pg_advisory_lock(hashtextextended($1, 0))", _name);
        await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Lets the next one in.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            // Said at once: a pooled connection would keep the lock until it is used again.
            await using var command = Command("select pg_advisory_unlock(hashtextextended($1, 0))", _name);
            await command.ExecuteNonQueryAsync();
        }
        catch (NpgsqlException)
        {
            // The connection is gone, and the lock with it.
        }
        finally
        {
            await Connection.DisposeAsync();
            _places.Release();
        }
    }
}
