using System.Diagnostics.Metrics;
using Lotmark.Ledger.Alarms;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Lotmark.Ledger.Telemetry;

/// <summary>Liveness, readiness and metrics for who runs this.</summary>
public static class TelemetryModule
{
    private const string Ready = "ready";
    private const string MeterName = "Lotmark";

    /// <summary>Adds health checks and OpenTelemetry metrics. Every capability measures with the one <see cref="Meter" />.</summary>
    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(services => services.GetRequiredService<IMeterFactory>().Create(MeterName));
        builder.Services.AddHealthChecks()
            .AddCheck<DatabaseAnswers>("database", tags: [Ready])
            .AddCheck<NoAlarmStands>("alarms", tags: [Ready]);
        builder.Services.AddOpenTelemetry().ConfigureResource(resource => resource.AddService("lotmark")).WithMetrics(metrics => metrics
            .AddMeter(MeterName, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.RateLimiting", "Microsoft.AspNetCore.Diagnostics", "Npgsql", "System.Runtime")
            // Two updates a request for what durations and connections tell.
            .AddView("http.server.active_requests", MetricStreamConfiguration.Drop)
            .AddPrometheusExporter());
    }

    /// <summary>Serves /health/live, /health/ready and /metrics.</summary>
    public static void MapTelemetry(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains(Ready), ResponseWriter = HealthAnswer.WriteAsync });
        app.MapPrometheusScrapingEndpoint();
    }

    private sealed class DatabaseAnswers(NpgsqlDataSource database) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                await using var command = database.CreateCommand("select 1");
                await command.ExecuteScalarAsync(cancellationToken);
                return HealthCheckResult.Healthy();
            }
            catch (NpgsqlException e)
            {
                return HealthCheckResult.Unhealthy("The database does not answer.", e);
            }
        }
    }

    // Degraded and not unhealthy: reads are served whatever stands, and a balancer must not take them away.
    private sealed class NoAlarmStands(AlarmBoard alarms) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            var standing = alarms.Standing;
            return Task.FromResult(standing.Count == 0
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Degraded("Somebody must look at this.", data: standing.ToDictionary(a => a.Code, a => (object)new { a.Message, a.Since })));
        }
    }
}
