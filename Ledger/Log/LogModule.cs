namespace Lotmark.Ledger.Log;

/// <summary>The transparency log over all events.</summary>
public static class LogModule
{
    /// <summary>Adds the log's readers and, for a worker, its sequencer.</summary>
    public static void AddLog(this WebApplicationBuilder builder, Settings settings)
    {
        builder.Services.AddSingleton(new SchemaFile("Log.schema.sql"));
        builder.Services.AddSingleton(services => new LogReader(services.GetRequiredService<Npgsql.NpgsqlDataSource>()));
        builder.Services.AddSingleton<LogKeys>();
        builder.Services.AddSingleton<LotLeaves>();
        builder.Services.AddSingleton<EvidenceMaker>();
        builder.Services.AddSingleton<FreshnessProofs>();
        builder.Services.AddSingleton<EvidenceGrounds>();
        builder.Services.AddSingleton<Receipts>();
        if (!settings.Worker) return;
        builder.Services.AddSingleton(_ => LogSigner.FromFile(settings.PathOf(LogSigner.FileName)));
        builder.Services.AddSingleton(_ => new SignedHead(settings.PathOf(SignedHead.FileName)));
        builder.Services.AddHostedService<Sequencer>();
    }

    /// <summary>Serves the log and the evidence.</summary>
    public static void MapLog(this IEndpointRouteBuilder app)
    {
        ServeLog.Map(app);
        Evidence.Map(app);
    }
}
