namespace Lotmark.Ledger;

/// <summary>Work beside the requests, step by step for as long as the service runs. A step that fails is logged and tried again: it takes nothing else down.</summary>
/// <param name="logger">Where faults are told.</param>
/// <param name="left">What is left undone meanwhile, as a sentence that "just now" ends.</param>
public abstract partial class SteadyWork(ILogger logger, string left) : BackgroundService
{
    private static readonly TimeSpan AfterTrouble = TimeSpan.FromSeconds(2);

    /// <summary>Does what there is to do. Returns how long to rest.</summary>
    protected abstract Task<TimeSpan> StepAsync(CancellationToken cancel);

    /// <inheritdoc />
    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = AfterTrouble;
            try
            {
                pause = await StepAsync(stoppingToken);
            }
            catch (Exception e)
            {
                // Whatever it was: an exception that leaves here would end the process.
                if (stoppingToken.IsCancellationRequested) return;
                Behind(left, e.Message);
            }
            if (pause > TimeSpan.Zero) await Task.Delay(pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Left} just now: {Reason}")]
    private partial void Behind(string left, string reason);
}
