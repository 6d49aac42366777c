using System.Diagnostics.Metrics;
using Lotmark.Ledger.Alarms;
using Npgsql;

namespace Lotmark.Ledger.Log;

/// <summary>
/// Gives every committed event its leaf. Of all processes on one database one leads: it holds an advisory lock on the very
/// connection it writes with, so that a lost connection is a lost lead. Should two ever meet, <see cref="LogWriter" /> fences them.
/// </summary>
public sealed partial class Sequencer(
    NpgsqlDataSource database, LogSigner signer, SignedHead head, LogReader log, AlarmBoard alarms, Meter meter, ILogger<Sequencer> logger) : BackgroundService
{
    private const long LockKey = 0x4c6f746d61726b; // "Lotmark"
    private const string Misfits = "events-without-leaf";
    private const string Unguarded = "signed-head-unreadable";
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    // A leader that vanishes, or hangs, loses its connection and with it the lead. It speaks at least every LongestWait.
    private const string Lease = """
        set tcp_keepalives_idle = 2; set tcp_keepalives_interval = 1; set tcp_keepalives_count = 3;
        set idle_session_timeout = '5s'; set idle_in_transaction_session_timeout = '5s';
        """;

    // In the middle of a COPY the server waits for its client without end, and no timeout counts: whoever waits for the lead ends it.
    private const string EndStalledLead = """
        select pg_terminate_backend(a.pid) from pg_locks l join pg_stat_activity a on a.pid = l.pid
        where l.locktype = 'advisory' and l.granted and l.objsubid = 1 and l.classid = (@key >> 32)::oid and l.objid = (@key & 4294967295)::oid
        and a.datname = current_database() and a.state = 'active' and a.wait_event_type = 'Client' and a.query_start < clock_timestamp() - interval '5 seconds'
        """;

    private LogWriter? _writer;

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        meter.CreateObservableGauge("lotmark.log.leading", () => _writer is null ? 0 : 1, description: "1 in the process that sequences the log.");
        meter.CreateObservableGauge("lotmark.log.leaves", () => _writer?.Size ?? 0, description: "Leaves of the log, told by the process that sequences it.");
        meter.CreateObservableGauge("lotmark.log.lag", () => _writer?.Lag.TotalSeconds ?? 0, "s", "How long the oldest event of the last step had waited for its leaf.");
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await LeadOrFollowAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (LogRefusedException e)
            {
                await RefuseAsync(e, stoppingToken);
            }
            catch (StartupException e)
            {
                await alarms.RaiseAsync(Unguarded, e.Message, stoppingToken);
            }
            catch (Exception e)
            {
                // Whatever it was, nothing is lost: what was not committed is still pending. Begin again from what is durable.
                if (stoppingToken.IsCancellationRequested) return;
                Interrupted(e.Message);
            }
            _writer = null;
            await Task.Delay(Retry, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task LeadOrFollowAsync(CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        var signing = new CheckpointSigning(connection, signer, head);
        if (!await TakeLeadAsync(connection, cancel))
        {
            // Whoever does not lead guards: it has seen what was signed, and a database put back would contradict it.
            await signing.EnsureSameHistoryAsync(cancel);
            await using var end = new NpgsqlCommand(EndStalledLead, connection) { Parameters = { new("key", LockKey) } };
            await end.ExecuteNonQueryAsync(cancel);
            return;
        }
        try
        {
            await LeadAsync(connection, signing, cancel);
        }
        finally
        {
            await LetGoAsync(connection);
        }
    }

    private async Task LeadAsync(NpgsqlConnection connection, CheckpointSigning signing, CancellationToken cancel)
    {
        if (await log.IdentityAsync(cancel) is var (_, key) && !signer.VerifierKeys(signer.Origin).Contains(key))
            throw new InvalidOperationException($"The log's key was changed to {key}: start this process again with the new key file.");
        var writer = await LogWriter.LoadAsync(connection, new(database), signing, cancel);
        await alarms.ClearAsync([LogRefusedException.RolledBack, LogRefusedException.Forked, Unguarded], cancel);
        _writer = writer;
        Leading(writer.Size);
        while (true)
        {
            // Listening before looking: an event that commits in between wakes us at once.
            if (!await writer.SequenceAsync(cancel)) await connection.WaitAsync(LongestWait, cancel);
            await TellMisfitsAsync(writer.Misfits, cancel);
        }
    }

    private static async Task<bool> TakeLeadAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("select pg_try_advisory_lock(@key)", connection) { Parameters = { new("key", LockKey) } };
        if (await command.ExecuteScalarAsync(cancel) is not true) return false;
        await using var listen = new NpgsqlCommand(Lease + "listen log_pending", connection);
        await listen.ExecuteNonQueryAsync(cancel);
        return true;
    }

    // The pool keeps the connection, and would keep the lead and the lease with it until somebody uses it again.
    private static async Task LetGoAsync(NpgsqlConnection connection)
    {
        try
        {
            await using var command = new NpgsqlCommand("select pg_advisory_unlock_all(); unlisten *; reset all", connection);
            await command.ExecuteNonQueryAsync();
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException)
        {
            // The connection is gone, and the lead with it.
        }
    }

    private async Task TellMisfitsAsync(IReadOnlyList<string> misfits, CancellationToken cancel)
    {
        if (misfits.Count > 0) await alarms.RaiseAsync(Misfits, $"{misfits.Count} events can't become part of the log. The first: {misfits[0]}", cancel);
        else if (alarms.Standing.Any(a => a.Code == Misfits)) await alarms.ClearAsync(Misfits, cancel);
    }

    // Told in the database, so that no process on it records, signs or anchors.
    private async Task RefuseAsync(LogRefusedException why, CancellationToken cancel)
    {
        // A refusal that is read back from the database stands already, under the code of who found it.
        if (!alarms.Standing.Any(a => a.Message == why.Message)) await alarms.RaiseAsync(why.Code, why.Message, cancel);
        try
        {
            await using var command = database.CreateCommand("update log.state set refused = @why where refused is null");
            command.Parameters.AddWithValue("why", why.Message);
            await command.ExecuteNonQueryAsync(cancel);
        }
        catch (NpgsqlException e)
        {
            Interrupted(e.Message); // the next look refuses again
        }
    }

    [LoggerMessage(LogLevel.Information, "This process sequences the log, which has {Size} leaves")]
    private partial void Leading(long size);

    [LoggerMessage(LogLevel.Warning, "Sequencing was interrupted and begins again from what is durable: {Reason}")]
    private partial void Interrupted(string reason);
}
