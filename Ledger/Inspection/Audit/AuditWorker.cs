using System.Diagnostics.Metrics;
using Lotmark.Ledger.Alarms;
using Lotmark.Ledger.Anchoring;
using Npgsql;

namespace Lotmark.Ledger.Inspection.Audit;

/// <summary>
/// Audits in small bites beside the service: every day the whole ledger, and what is new at once. Of all processes on one database one
/// does it, and goes on where the last one stopped.
/// </summary>
public sealed partial class AuditWorker : BackgroundService
{
    /// <summary>Code of the alarm.</summary>
    public const string AlarmCode = "audit-mismatch";

    private const long LockKey = 0x4175646974; // "Audit"
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(5);

    private readonly AuditMeans _means;
    private readonly AuditJournal _journal;
    private readonly AlarmBoard _alarms;
    private readonly Counter<long> _looked;
    private readonly ILogger<AuditWorker> _logger;
    private Dictionary<AuditPart, AuditNote> _notes = [];

    /// <summary>Nothing is read yet.</summary>
    public AuditWorker(
        NpgsqlDataSource database, ChainSettings chain, IHttpClientFactory http, Settings settings, AuditSettings audit, TimeProvider clock,
        AuditJournal journal, AlarmBoard alarms, Meter meter, ILogger<AuditWorker> logger)
    {
        (_means, _journal, _alarms, _logger) = (new(database, chain, http, settings, audit, clock), journal, alarms, logger);
        _looked = meter.CreateCounter<long>("lotmark.audit.read", description: "Leaves and events that the audit has read.");
        meter.CreateObservableGauge("lotmark.audit.mismatches", () => _notes.Values.Sum(n => n.Mismatches), description: "Mismatches that stand.");
        meter.CreateObservableGauge("lotmark.audit.position", () => _notes.GetValueOrDefault(AuditPart.Newest)?.NextLeaf ?? 0, description: "Leaves that were audited.");
        meter.CreateObservableGauge("lotmark.audit.finished", () => _notes.TryGetValue(AuditPart.Last, out var last) ? new DateTimeOffset(last.NotedAt).ToUnixTimeSeconds() : 0,
            unit: "s", description: "When the whole ledger was last audited, in seconds since 1970; 0 for never.");
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await LeadAsync(stoppingToken);
            }
            catch (Exception e)
            {
                // Every bite that was noted is done; the rest is read again.
                if (stoppingToken.IsCancellationRequested) return;
                Interrupted(e.Message);
            }
            await Task.Delay(Retry, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task LeadAsync(CancellationToken cancel)
    {
        await using var connection = await _means.Database.OpenConnectionAsync(cancel);
        await using var command = new NpgsqlCommand("select pg_try_advisory_lock(@key)", connection) { Parameters = { new("key", LockKey) } };
        if (await command.ExecuteScalarAsync(cancel) is not true) return;

        _notes = new(await _journal.ReadAsync(cancel));
        AuditRun? walk = null, newest = null;
        DateTime? asked = null;
        try
        {
            newest = await ResumeAsync(AuditPart.Newest, cancel);
            walk = await ResumeAsync(AuditPart.Walk, cancel);
            while (true)
            {
                if (walk is null && IsDue(asked)) walk = await AuditRun.BeginAsync(_means, null, Found, cancel);
                if (walk is not null && await StepAsync(AuditPart.Walk, walk, cancel))
                {
                    await EndAsync(walk, cancel);
                    if (newest is not null) await newest.DisposeAsync();
                    (newest, walk) = (walk, null);
                }
                if (newest is not null) await StepAsync(AuditPart.Newest, newest, cancel);
                await StateAsync(cancel);
                // Somebody waits for a walk that was asked for.
                if (walk is null || !IsAskedFor(asked)) await Task.Delay(_means.Audit.Pause, cancel);
                await using var leading = new NpgsqlCommand("select max(at) from lotmark.audit_asked", connection); // throws when the connection, and the lock with it, is gone
                asked = await leading.ExecuteScalarAsync(cancel) as DateTime?;
            }
        }
        catch (LogShrankException e)
        {
            // What was audited is gone. A walk from the start tells what is left.
            Found(e.Mismatch);
            foreach (var part in (AuditPart[])[AuditPart.Walk, AuditPart.Newest]) await NoteAsync(part, null, cancel);
            var now = _means.Clock.GetUtcNow().UtcDateTime;
            await NoteAsync(AuditPart.Last, new(DateTime.UnixEpoch, now, 0, 0, 1, AuditReport.Line(e.Mismatch)), cancel);
            await StateAsync(cancel);
        }
        finally
        {
            if (walk is not null) await walk.DisposeAsync();
            if (newest is not null) await newest.DisposeAsync();
        }
    }

    private bool IsDue(DateTime? asked) =>
        !_notes.TryGetValue(AuditPart.Last, out var last) || IsAskedFor(asked) || _means.Clock.GetUtcNow().UtcDateTime - last.StartedAt >= _means.Audit.Interval;

    private bool IsAskedFor(DateTime? asked) => asked is not null && (!_notes.TryGetValue(AuditPart.Last, out var last) || asked > last.StartedAt);

    // Null when there is nothing to go on with, or no way to: then a whole walk begins.
    private async Task<AuditRun?> ResumeAsync(AuditPart part, CancellationToken cancel)
    {
        if (!_notes.TryGetValue(part, out var note)) return null;
        try
        {
            return await AuditRun.BeginAsync(_means, note, Found, cancel);
        }
        catch (StartupException)
        {
            await NoteAsync(part, null, cancel);
            if (part == AuditPart.Newest) _notes.Remove(AuditPart.Last);
            return null;
        }
    }

    private async Task<bool> StepAsync(AuditPart part, AuditRun run, CancellationToken cancel)
    {
        var before = _notes.GetValueOrDefault(part);
        var (looked, atEnd) = await run.StepAsync(cancel);
        _looked.Add(looked);
        if (looked > 0 || before is null || before.Mismatches != run.Note.Mismatches) await NoteAsync(part, run.Note, cancel);
        return atEnd;
    }

    private async Task EndAsync(AuditRun walk, CancellationToken cancel)
    {
        var last = await walk.FinishAsync(cancel);
        await NoteAsync(AuditPart.Last, last, cancel);
        await NoteAsync(AuditPart.Newest, walk.Note, cancel);
        await NoteAsync(AuditPart.Walk, null, cancel);
        Finished(last.NextLeaf, last.Mismatches);
        if (last.Mismatches == 0) await _alarms.ClearAsync(AlarmCode, cancel);
    }

    private async Task StateAsync(CancellationToken cancel)
    {
        var found = _notes.Values.Sum(n => n.Mismatches);
        if (found == 0) return;
        var first = string.Join("; ", _notes.Values.Select(n => n.First).Where(f => f.Length > 0));
        await _alarms.RaiseAsync(AlarmCode, $"The audit found {found} mismatches, first: {first}. Run the command audit to see them all; nothing was changed.", cancel);
    }

    private async Task NoteAsync(AuditPart part, AuditNote? note, CancellationToken cancel)
    {
        await _journal.WriteAsync(part, note, cancel);
        var notes = new Dictionary<AuditPart, AuditNote>(_notes); // metrics read it meanwhile
        if (note is null) notes.Remove(part);
        else notes[part] = note;
        _notes = notes;
    }

    private void Found(Mismatch mismatch) => Found(AuditReport.Line(mismatch), mismatch.Expected, mismatch.Found);

    [LoggerMessage(LogLevel.Error, "The audit found {Mismatch}: expected {Expected}, found {Found}")]
    private partial void Found(string mismatch, string expected, string found);

    [LoggerMessage(LogLevel.Information, "The whole ledger was audited: {Leaves} leaves, {Mismatches} mismatches")]
    private partial void Finished(long leaves, long mismatches);

    [LoggerMessage(LogLevel.Warning, "The audit was interrupted and goes on from its last note: {Reason}")]
    private partial void Interrupted(string reason);
}
