using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Lotmark.Ledger.Anchoring;

/// <summary>
/// The right to send for one account on one chain: without it two processes would steal each other's nonces. It is an advisory lock
/// on a connection that is touched all the time. A holder that dies, hangs or is cut off loses it within ten seconds, whichever
/// side notices first.
/// </summary>
public sealed class OperatorLease : IAsyncDisposable
{
    private static readonly TimeSpan Touch = TimeSpan.FromSeconds(2);
    private const int TouchTimeout = 4; // seconds

    // The server's side: a stopped process does not touch, and a dead network does not answer probes.
    private const string Limits = """
        set idle_session_timeout = '8s'; set idle_in_transaction_session_timeout = '8s';
        set tcp_keepalives_idle = 2; set tcp_keepalives_interval = 2; set tcp_keepalives_count = 3
        """;

    private readonly NpgsqlConnection _connection;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly CancellationTokenSource _lost = new();
    private readonly CancellationTokenSource _released = new();
    private readonly Task _touching;

    private OperatorLease(NpgsqlConnection connection)
    {
        _connection = connection;
        _touching = KeepTouchingAsync();
    }

    /// <summary>Cancelled when the lease is lost.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>Takes the lease, unless another process has it: then null.</summary>
    public static async Task<OperatorLease?> TryTakeAsync(NpgsqlDataSource database, long chainId, string account, CancellationToken cancel)
    {
        var connection = await database.OpenConnectionAsync(cancel);
        try
        {
            await using var command = new NpgsqlCommand("select pg_try_advisory_lock(@key)", connection) { Parameters = { new("key", KeyOf(chainId, account)) } };
            if (await command.ExecuteScalarAsync(cancel) is true)
            {
                await using var limits = new NpgsqlCommand(Limits, connection);
                await limits.ExecuteNonQueryAsync(cancel);
                return new(connection);
            }
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
        await connection.DisposeAsync();
        return null;
    }

    /// <summary>Throws unless the lease is held at this moment.</summary>
    /// <exception cref="OperationCanceledException">It is lost.</exception>
    public async Task EnsureHeldAsync(CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            await using var command = new NpgsqlCommand("select 1", _connection) { CommandTimeout = TouchTimeout };
            await command.ExecuteScalarAsync(cancel);
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException)
        {
            await _lost.CancelAsync();
            throw new OperationCanceledException("The right to anchor is lost: the connection that held it is gone.", e, _lost.Token);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Gives it back.</summary>
    public async ValueTask DisposeAsync()
    {
        await _released.CancelAsync();
        await _touching;
        await LetGoAsync();
        await _connection.DisposeAsync();
        _turn.Dispose();
        _lost.Dispose();
        _released.Dispose();
    }

    // The pool keeps the connection, and would keep the lock with it.
    private async Task LetGoAsync()
    {
        try
        {
            await using var command = new NpgsqlCommand("select pg_advisory_unlock_all(); reset all", _connection) { CommandTimeout = TouchTimeout };
            await command.ExecuteNonQueryAsync();
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException)
        {
            // The connection is gone, and the lock with it.
        }
    }

    private async Task KeepTouchingAsync()
    {
        try
        {
            while (true)
            {
                await Task.Delay(Touch, _released.Token);
                await EnsureHeldAsync(_released.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // Given back, or lost.
        }
    }

    private static long KeyOf(long chainId, string account) => BinaryPrimitives.ReadInt64BigEndian(
        SHA256.HashData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"lotmark anchor {chainId} {account.ToLowerInvariant()}"))));
}
