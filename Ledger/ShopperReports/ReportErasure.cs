using Npgsql;

namespace Lotmark.Ledger.ShopperReports;

/// <summary>How long is kept what shoppers wrote.</summary>
/// <param name="KeepFor">From the report, or what was last answered to it.</param>
public sealed record ReportRetention(TimeSpan KeepFor)
{
    /// <summary>What holds where nothing is set: a year.</summary>
    public static ReportRetention Usual { get; } = new(TimeSpan.FromDays(365));
}

/// <summary>Erases what shoppers wrote when it was kept for long enough.</summary>
public sealed partial class ReportErasure(ReportShelf shelf, ReportRetention retention, TimeProvider clock, ILogger<ReportErasure> logger) : BackgroundService
{
    private static readonly TimeSpan Soonest = TimeSpan.FromSeconds(1), Latest = TimeSpan.FromHours(1);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromTicks(Math.Clamp(retention.KeepFor.Ticks / 100, Soonest.Ticks, Latest.Ticks)), clock);
        try
        {
            do await TryAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The end of the process; the next one goes on.
        }
    }

    private async Task TryAsync(CancellationToken cancel)
    {
        try
        {
            var now = clock.GetUtcNow();
            if (await shelf.EraseOlderAsync(now - retention.KeepFor, now, cancel) is > 0 and var erased) Erased(erased, retention.KeepFor.TotalDays);
        }
        catch (NpgsqlException e)
        {
            Delayed(e.Message);
        }
    }

    [LoggerMessage(LogLevel.Information, "Erased what was written in {Reports} reports, kept for {Days} days")]
    private partial void Erased(int reports, double days);

    [LoggerMessage(LogLevel.Warning, "What was written in old reports could not be erased yet: {Reason}")]
    private partial void Delayed(string reason);
}
