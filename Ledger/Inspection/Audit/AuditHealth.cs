using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Lotmark.Ledger.Inspection.Audit;

/// <summary>What the audit found last, for whoever runs this. Any process of the ledger can tell it.</summary>
internal sealed class AuditHealth(AuditJournal journal) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var notes = await journal.ReadAsync(cancellationToken);
            var mismatches = notes.Values.Sum(n => n.Mismatches);
            var data = new Dictionary<string, object> { ["mismatches"] = mismatches, ["position"] = (notes.GetValueOrDefault(AuditPart.Newest) ?? notes.GetValueOrDefault(AuditPart.Walk))?.NextLeaf ?? 0 };
            if (notes.TryGetValue(AuditPart.Last, out var last)) (data["finishedAt"], data["leaves"]) = (last.NotedAt, last.NextLeaf);
            // Degraded and not unhealthy: what is read is still served.
            return mismatches == 0
                ? HealthCheckResult.Healthy(data: data)
                : HealthCheckResult.Degraded(string.Join("; ", notes.Values.Select(n => n.First).Where(f => f.Length > 0)), data: data);
        }
        catch (NpgsqlException e)
        {
            return HealthCheckResult.Degraded("The database does not tell.", e);
        }
    }
}
