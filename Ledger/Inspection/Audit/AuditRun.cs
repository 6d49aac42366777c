using System.Diagnostics;
using Lotmark.Ledger.Anchoring;
using Lotmark.Ledger.Log;
using Npgsql;

namespace Lotmark.Ledger.Inspection.Audit;

/// <summary>What every walk beside the service needs.</summary>
internal sealed record AuditMeans(NpgsqlDataSource Database, ChainSettings Chain, IHttpClientFactory Http, Settings Settings, AuditSettings Audit, TimeProvider Clock);

/// <summary>A walk in bites beside the service. It can be put down after any of them and taken up where it was.</summary>
internal sealed class AuditRun : IAsyncDisposable
{
    private static readonly TimeSpan BetweenLooksOutside = TimeSpan.FromMinutes(1);

    private readonly AuditMeans _means;
    private readonly LogIdentity _log;
    private readonly AuditWalk _walk;
    private readonly Findings _findings;
    private readonly AnchoredHeads? _anchors;
    private readonly Stopwatch _sinceLook = new();
    private string? _guarded;
    private AuditNote _before;

    private AuditRun(AuditMeans means, LogIdentity log, AuditWalk walk, Findings findings, AuditNote before)
    {
        (_means, _log, _walk, _findings, _before) = (means, log, walk, findings, before);
        var nodes = means.Chain.RpcUrls;
        if (nodes.Count > 0 && means.Chain.Contract.Length > 0) _anchors = new(means.Http.CreateClient(nameof(AuditRun)), means.Chain.ChainId, means.Chain.Contract, nodes);
    }

    /// <summary>Begins a whole walk, or goes on with one: then without the lot map, which only a whole walk can follow.</summary>
    public static async Task<AuditRun> BeginAsync(AuditMeans means, AuditNote? before, Action<Mismatch> tell, CancellationToken cancel)
    {
        var findings = new Findings(tell);
        var log = await LogIdentity.ReadAsync(means.Database, findings, cancel);
        var now = means.Clock.GetUtcNow().UtcDateTime;
        var walk = await AuditWalk.BeginAsync(means.Database, log, before?.NextLeaf ?? 0, before?.LastEvent ?? 0, withMap: before is null, findings, cancel);
        return new(means, log, walk, findings, before ?? new(now, now, 0, 0, 0, ""));
    }

    /// <summary>How far it is and what it found.</summary>
    public AuditNote Note => new(
        _before.StartedAt, _means.Clock.GetUtcNow().UtcDateTime, _walk.NextLeaf, _walk.LastEvent, _before.Mismatches + _findings.Count,
        string.Join("; ", _findings.First.Select(AuditReport.Line).Prepend(_before.First).Where(line => line.Length > 0).Take(5)));

    /// <summary>Takes the next bite. Returns how many leaves and events, and whether that was the end for now.</summary>
    public async Task<(long Looked, bool AtEnd)> StepAsync(CancellationToken cancel)
    {
        await LookOutsideAsync(cancel);
        var bite = await _walk.ReadAsync(_walk.NextLeaf, _means.Audit.BiteSize, cancel);
        if (bite.LogSize < _walk.NextLeaf)
            throw new LogShrankException(new(Where.LeafMissing, null, null, bite.LogSize, $"{_walk.NextLeaf} leaves, as the audit found before", $"{bite.LogSize}: the end of the log was cut off, or an older copy of the database was put back"));
        await _walk.CheckAsync(bite, atOnce: 1, cancel);
        var events = await _walk.CheckEventsAsync(_means.Audit.BiteSize, cancel);
        _walk.Outside.BeyondEnd(bite.LogSize, _findings);
        return (bite.To - bite.From + events, bite.To == bite.LogSize && events < _means.Audit.BiteSize);
    }

    /// <summary>Ends the whole walk: what it found is told, and it goes on with what comes.</summary>
    public async Task<AuditNote> FinishAsync(CancellationToken cancel)
    {
        await _walk.FinishAsync(_walk.NextLeaf, cancel);
        await _walk.DropMapAsync();
        var last = Note;
        _findings.Clear();
        _before = last with { Mismatches = 0, First = "" };
        return last;
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _walk.DisposeAsync();

    // Always before the log is looked at: it only grows, so what is known of it can't be ahead.
    private async Task LookOutsideAsync(CancellationToken cancel)
    {
        if (_sinceLook.IsRunning && _sinceLook.Elapsed < BetweenLooksOutside) return;
        _sinceLook.Restart();
        var path = _means.Settings.PathOf(SignedHead.FileName);
        var guarded = File.Exists(path) ? await File.ReadAllTextAsync(path, cancel) : null;
        if (guarded != _guarded) await GuardedHead.AddToAsync(_walk.Outside, path, _log, _findings, cancel);
        _guarded = guarded;
        if (_anchors is not null) await _anchors.AddToAsync(_walk.Outside, _findings, cancel);
        await _walk.CheckPassedAsync(cancel);
    }
}

/// <summary>The log has fewer leaves than were audited.</summary>
internal sealed class LogShrankException(Mismatch mismatch) : Exception(mismatch.Found)
{
    public Mismatch Mismatch => mismatch;
}
