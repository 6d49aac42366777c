using System.Diagnostics;
using System.Globalization;
using Lotmark.Ledger.Anchoring;
using Lotmark.Ledger.Log;
using Npgsql;

namespace Lotmark.Ledger.Inspection.Audit;

/// <summary><c>audit</c>: reads everything once and tells what does not fit. It reports and never repairs.</summary>
/// <param name="database">The ledger.</param>
/// <param name="chain">The chain to compare with.</param>
/// <param name="http">Carries the questions to it.</param>
/// <param name="settings">Where the head that was signed last is kept.</param>
public sealed class AuditCommand(NpgsqlDataSource database, ChainSettings chain, HttpClient http, Settings settings)
{
    private const int BiteSize = 2048;

    /// <summary>Runs it. Returns the exit code.</summary>
    public Task<int> RunAsync(AuditOptions options, CancellationToken cancel) =>
        AuditDisplay.RunAsync((print, begin) => RunAsync(options, print, begin, cancel));

    private async Task<int> RunAsync(AuditOptions options, Action<string> print, Func<string, Action<long, long>> begin, CancellationToken cancel)
    {
        var watch = Stopwatch.StartNew();
        var findings = new Findings(new AuditReport(print).Tell);
        var log = await LogIdentity.ReadAsync(database, findings, cancel);
        print($"Auditing {log.Origin}");
        if (options.From > 0) print($"Leaves before {options.From} and their events are not read: they are taken as their tiles and hashes have them, the lot map too.");
        await using var walk = await AuditWalk.BeginAsync(
            database, log, options.From, await EventsAgainstLeaves.BeforeLeafAsync(database, options.From, cancel), withMap: true, findings, cancel);

        // Before the first look at the log: it may grow meanwhile, and must not seem shorter than what is known of it.
        var guarded = await GuardedHead.AddToAsync(walk.Outside, settings.PathOf(SignedHead.FileName), log, findings, cancel);
        var anchors = await AskChainAsync(options, walk, findings, cancel);
        var complete = anchors is not null;
        try
        {
            await walk.CheckPassedAsync(cancel);
            await CheckLeavesAsync(walk, begin("leaves"), cancel);
            await CheckEventsAsync(walk, begin("events"), cancel);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            findings.NotChecked($"The database stopped answering ({e.Message}): leaves from {walk.NextLeaf} on and events after sequence number {walk.LastEvent} were not checked. Run the audit again.");
            complete = false;
        }
        print("");
        foreach (var what in findings.Unchecked) print($"? {what}");
        print(string.Create(CultureInfo.InvariantCulture, $"""
            {walk.NextLeaf - options.From:N0} leaves, {walk.Events:N0} events, {walk.Checkpoints:N0} checkpoints, {walk.Epochs:N0} lot maps, {anchors ?? 0:N0} anchors{(guarded ? ", the head signed last" : "")}: {watch.Elapsed:hh\:mm\:ss}, {(walk.NextLeaf - options.From) / watch.Elapsed.TotalSeconds:N0} leaves/s
            """));
        print(findings.Count > 0 ? string.Create(CultureInfo.InvariantCulture, $"Does not fit: {findings.Count:N0} mismatches. Nothing was changed.") : complete ? "Everything fits." : "What was checked fits, and not everything was checked.");
        return findings.Count > 0 ? 1 : complete ? 0 : 3;
    }

    // How many anchors were read; null when not everybody who should be asked could be.
    private async Task<long?> AskChainAsync(AuditOptions options, AuditWalk walk, Findings findings, CancellationToken cancel)
    {
        var nodes = options.RpcUrls.Count > 0 ? options.RpcUrls : [.. chain.RpcUrls.Where(url => url.Length > 0)];
        if (nodes.Count == 0 || chain.Contract.Length == 0)
        {
            findings.NotChecked("No chain was asked: set Chain:RpcUrls and Chain:Contract as for the service, or name a node with --rpc.");
            return null;
        }
        var anchored = new AnchoredHeads(http, chain.ChainId, chain.Contract, nodes);
        var asked = await anchored.AddToAsync(walk.Outside, findings, cancel);
        return asked == 0 || (options.RpcUrls.Count > 0 && asked < nodes.Count) ? null : anchored.Count;
    }

    private static async Task CheckLeavesAsync(AuditWalk walk, Action<long, long> report, CancellationToken cancel)
    {
        var from = walk.NextLeaf;
        var bite = await walk.ReadAsync(from, BiteSize, cancel);
        var end = bite.LogSize; // what comes later is for the next audit
        while (walk.NextLeaf < end)
        {
            // The next bite is read while this one is checked.
            var next = walk.ReadAsync(bite.To, (int)Math.Min(BiteSize, end - bite.To), cancel);
            try
            {
                await walk.CheckAsync(bite, Environment.ProcessorCount, cancel);
            }
            finally
            {
                bite = await next;
            }
            report(walk.NextLeaf - from, end - from);
        }
        await walk.FinishAsync(end, cancel);
    }

    private static async Task CheckEventsAsync(AuditWalk walk, Action<long, long> report, CancellationToken cancel)
    {
        var from = walk.LastEvent;
        var end = await walk.NewestEventAsync(cancel);
        while (walk.LastEvent < end && await walk.CheckEventsAsync(4 * BiteSize, cancel) > 0) report(walk.LastEvent - from, end - from);
    }
}
