using Npgsql;

namespace Lotmark.Ledger.Log;

/// <summary>
/// Gives every committed event its leaf. Of all processes on one database one leads: it holds an advisory lock on the very
/// connection it writes with, so that a lost connection is a lost lead. Should two ever meet, <see cref="LogWriter" /> fences them.
/// </summary>
public sealed partial class Sequencer(NpgsqlDataSource database, LogSigner signer, ILogger<Sequencer> logger) : BackgroundService
{
    private const long LockKey = 0x4c6f746d61726b; // "Lotmark"
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await LeadAsync(stoppingToken);
                await Task.Delay(Retry, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // Whatever it was, nothing is lost: what was not committed is still pending. Begin again from what is durable.
                if (stoppingToken.IsCancellationRequested) return;
                Interrupted(e.Message);
                await Task.Delay(Retry, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task LeadAsync(CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        if (!await TakeLeadAsync(connection, cancel)) return;
        var writer = await LogWriter.LoadAsync(connection, signer, cancel);
        Leading(writer.Size);
        while (true)
        {
            // Listening before looking: an event that commits in between wakes us at once.
            if (await writer.SequenceAsync(cancel) == 0) await connection.WaitAsync(LongestWait, cancel);
        }
    }

    private static async Task<bool> TakeLeadAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("select pg_try_advisory_lock(@key)", connection) { Parameters = { new("key", LockKey) } };
        if (await command.ExecuteScalarAsync(cancel) is not true) return false;
        await using var listen = new NpgsqlCommand("listen log_pending", connection);
        await listen.ExecuteNonQueryAsync(cancel);
        return true;
    }

    [LoggerMessage(LogLevel.Information, "This process sequences the log, which has {Size} leaves")]
    private partial void Leading(long size);

    [LoggerMessage(LogLevel.Warning, "Sequencing was interrupted and begins again from what is durable: {Reason}")]
    private partial void Interrupted(string reason);
}
