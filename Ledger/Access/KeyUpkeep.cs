using Npgsql;

namespace Lotmark.Ledger.Access;

/// <summary>Takes in what other processes changed about keys, and writes down when they were used.</summary>
public sealed class KeyUpkeep(KeyRing ring) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private const int LooksPerNote = 5;

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var look = 1; !stoppingToken.IsCancellationRequested; look++)
        {
            await UnlessAwayAsync(() => ring.LookAsync(stoppingToken));
            if (look % LooksPerNote == 0) await UnlessAwayAsync(() => ring.NoteUsesAsync(stoppingToken));
            await Task.Delay(Pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <inheritdoc />
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await UnlessAwayAsync(() => ring.NoteUsesAsync(cancellationToken));
    }

    private static async Task UnlessAwayAsync(Func<Task> step)
    {
        try
        {
            await step();
        }
        catch (Exception e) when (e is NpgsqlException or OperationCanceledException)
        {
            // Readiness says that the database is away; the next step is soon.
        }
    }
}
