using System.Diagnostics.Metrics;

namespace Lotmark.Ledger.Alarms;

/// <summary>What a person must look at, in health, metrics and log.</summary>
public static class AlarmsModule
{
    /// <summary>Adds the board and a look at it every few seconds.</summary>
    public static void AddAlarms(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(new SchemaFile("Alarms.schema.sql"));
        builder.Services.AddSingleton<AlarmBoard>();
        builder.Services.AddHostedService<AlarmWatch>();
    }

    // Other processes state alarms too: health and metrics tell what stood a moment ago at the latest.
    private sealed class AlarmWatch(AlarmBoard board, Meter meter) : BackgroundService
    {
        private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            meter.CreateObservableGauge("lotmark.alarm", () => board.Standing.Select(a => new Measurement<int>(1, new KeyValuePair<string, object?>("code", a.Code))),
                description: "1 for every alarm that stands.");
            while (!stoppingToken.IsCancellationRequested)
            {
                try
                {
                    await board.LookAsync(stoppingToken);
                }
                catch (Npgsql.NpgsqlException)
                {
                    // Readiness says that the database is away.
                }
                await Task.Delay(Pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
