namespace Lotmark.Ledger.Inspection.Audit;

/// <summary>The audit beside the service.</summary>
public static class AuditModule
{
    /// <summary>Adds its state to health and, for a worker, the audit itself.</summary>
    public static void AddAudit(this WebApplicationBuilder builder, Settings settings)
    {
        builder.Services.AddSingleton(new SchemaFile("Inspection.Audit.schema.sql"));
        builder.Services.AddSingleton<AuditJournal>();
        builder.Services.AddHealthChecks().AddCheck<AuditHealth>("audit", tags: ["ready"]);
        if (!settings.Worker) return;
        builder.Services.AddSingleton(AuditSettings.From(builder.Configuration));
        builder.Services.AddHostedService<AuditWorker>();
    }
}
