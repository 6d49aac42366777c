using Npgsql;

namespace Lotmark.Ledger.Serials;

/// <summary>Writes counted scans every few seconds, and what is left when the process ends.</summary>
public sealed partial class ScanFlush(ScanCounts counts, NpgsqlDataSource database, ILogger<ScanFlush> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <inheritdoc />
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TryAsync(counts.FlushAsync, cancellationToken);
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await TryAsync(ForgetProcessesAsync, stoppingToken);
        using var timer = new PeriodicTimer(Pause);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await TryAsync(counts.FlushAsync, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // StopAsync writes the rest.
        }
    }

    // Each start is another process; one that wrote nothing for a week has nothing half written.
    private async Task ForgetProcessesAsync(CancellationToken cancel)
    {
        await using var command = database.CreateCommand("delete from serials.flush where at < now() - interval '7 days'");
        await command.ExecuteNonQueryAsync(cancel);
    }

    private async Task TryAsync(Func<CancellationToken, Task> work, CancellationToken cancel)
    {
        try
        {
            await work(cancel);
        }
        catch (Exception e) when (e is NpgsqlException or IOException or InvalidOperationException or TimeoutException)
        {
            Delayed(e.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Scans of item codes could not be written and are kept in memory: {Reason}")]
    private partial void Delayed(string reason);
}
