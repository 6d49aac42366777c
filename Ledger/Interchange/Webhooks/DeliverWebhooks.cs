using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Lotmark.Ledger.Requests;

namespace Lotmark.Ledger.Interchange.Webhooks;

/// <summary>
/// Delivers what is due, many at a time. Any number of processes do, side by side. No transaction is open meanwhile: whoever dies between sending and noting that leaves a
/// message that is sent once more.
/// </summary>
internal sealed partial class DeliverWebhooks : SteadyWork
{
    private const int MostAtOnce = 32;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1), ForAnother = TimeSpan.FromSeconds(30);

    private readonly DeliveryQueue _queue;
    private readonly WebhookStore _store;
    private readonly WebhookSender _sender;
    private readonly WebhookSettings _settings;
    private readonly ILogger<DeliverWebhooks> _logger;
    private readonly Counter<long> _tries;
    private readonly ConcurrentDictionary<Guid, (Guid Endpoint, Task Try)> _underWay = [];

    public DeliverWebhooks(DeliveryQueue queue, WebhookStore store, WebhookSender sender, WebhookSettings settings, Meter meter, ILogger<DeliverWebhooks> logger)
        : base(logger, "Messages are not delivered to endpoints")
    {
        (_queue, _store, _sender, _settings, _logger) = (queue, store, sender, settings, logger);
        _tries = meter.CreateCounter<long>("lotmark.webhook.tries", description: "Tries to deliver a message, by what became of it: delivered, again or dead.");
    }

    /// <inheritdoc />
    protected override async Task<TimeSpan> StepAsync(CancellationToken cancel)
    {
        if (_underWay.Count >= MostAtOnce)
        {
            await Task.WhenAny(_underWay.Values.Select(u => u.Try));
            return TimeSpan.Zero;
        }
        var busy = _underWay.Values.GroupBy(u => u.Endpoint).ToDictionary(g => g.Key, g => g.Count());
        var held = await _queue.TakeAsync(MostAtOnce - _underWay.Count, busy, cancel);
        foreach (var one in held)
        {
            // It waits until it is listed: otherwise it might be over before.
            var listed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _underWay[one.Lease] = (one.Endpoint, RunAsync(one, listed.Task, cancel));
            listed.SetResult();
        }
        return held.Count == 0 ? Pause : TimeSpan.FromMilliseconds(20);
    }

    /// <inheritdoc />
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await Task.WhenAll(_underWay.Values.Select(u => u.Try));
    }

    private async Task RunAsync(HeldDelivery held, Task listed, CancellationToken cancel)
    {
        await listed;
        try
        {
            await TryAsync(held, cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // It may have arrived: it is sent once more.
            await GiveBackAsync(held, TimeSpan.Zero);
        }
        catch (Exception e)
        {
            Lost(held.Id, e.Message); // the database was away: nothing is heard of this try, and another one follows
        }
        finally
        {
            _underWay.TryRemove(held.Lease, out _);
        }
    }

    private async Task TryAsync(HeldDelivery held, CancellationToken cancel)
    {
        var secrets = held.Secrets.Select(_store.Unprotected).OfType<byte[]>().ToList();
        if (secrets.Count == 0)
        {
            Unreadable(held.Endpoint);
            await GiveBackAsync(held, ForAnother);
            return;
        }
        var result = await _sender.SendAsync(new(held.Url), WebhookSecret.IdOf(held.Message), held.Body, secrets, cancel);
        var fate = DeliverySchedule.After(held.Attempts, result, _settings.Schedule, Random.Shared.NextDouble());
        // What became of it is known: that is noted even if the process ends now.
        if (!await _queue.NoteAsync(held, result, fate, CancellationToken.None)) return;
        if (fate is DeliveryFate.Dead { SwitchOff: true }) await _store.SwitchAsync(held.Endpoint, held.Organisation, enabled: false, WebhookOff.Gone, CancellationToken.None);
        _tries.Add(1, new KeyValuePair<string, object?>("outcome", fate switch { DeliveryFate.Delivered => "delivered", DeliveryFate.Dead => "dead", _ => "again" }),
            new KeyValuePair<string, object?>("fault", result.Fault is { } fault ? LedgerJson.Code(fault) : "none"));
    }

    private async Task GiveBackAsync(HeldDelivery held, TimeSpan after)
    {
        try
        {
            await _queue.GiveBackAsync(held, after, CancellationToken.None);
        }
        catch (Npgsql.NpgsqlException e)
        {
            Lost(held.Id, e.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "What became of the delivery {Id} is not noted: {Reason}")]
    private partial void Lost(Guid id, string reason);

    [LoggerMessage(LogLevel.Warning, "The secret of the endpoint {Id} can't be read here: every process needs the same sign-in-keys in its data directory")]
    private partial void Unreadable(Guid id);
}
