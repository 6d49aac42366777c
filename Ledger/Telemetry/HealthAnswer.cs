using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Lotmark.Ledger.Telemetry;

/// <summary>Health as JSON: the status as a whole, and what each check says.</summary>
/// <param name="Status"><c>Healthy</c>, <c>Degraded</c> (served, but somebody must look) or <c>Unhealthy</c>.</param>
/// <param name="Checks">By name.</param>
public sealed record HealthAnswer(string Status, IReadOnlyDictionary<string, HealthAnswer.Check> Checks)
{
    /// <summary>One check.</summary>
    /// <param name="Status">As above.</param>
    /// <param name="Description">What is wrong; null when nothing is.</param>
    /// <param name="Data">Details by name, for example the alarms that stand by their code.</param>
    public sealed record Check(string Status, string? Description, IReadOnlyDictionary<string, object> Data);

    internal static Task WriteAsync(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(
        new HealthAnswer(report.Status.ToString(), report.Entries.ToDictionary(
            e => e.Key, e => new Check(e.Value.Status.ToString(), e.Value.Description, e.Value.Data))),
        context.RequestAborted);
}
