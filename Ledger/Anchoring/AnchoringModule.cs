using Lotmark.Ledger.Log;

namespace Lotmark.Ledger.Anchoring;

/// <summary>Putting checkpoints on a chain.</summary>
public static class AnchoringModule
{
    /// <summary>Adds reading of anchors and, for a worker, anchoring.</summary>
    public static void AddAnchoring(this WebApplicationBuilder builder, Settings settings)
    {
        builder.Services.AddSingleton(new SchemaFile("Anchoring.schema.sql"));
        builder.Services.AddSingleton<ChainSettings>();
        builder.Services.AddSingleton<AnchorStore>();
        builder.Services.AddSingleton<AnchorReader>();
        builder.Services.AddSingleton<IAnchors>(services => services.GetRequiredService<AnchorReader>());
        if (!settings.Worker) return;
        // A node's address may hold an access key: requests are not logged.
        builder.Services.AddHttpClient().ConfigureHttpClientDefaults(client => client.RemoveAllLoggers());
        builder.Services.AddSingleton<AnchorProof>();
        builder.Services.AddSingleton<ChainFactory>();
        builder.Services.AddSingleton<AnchorAlarms>();
        builder.Services.AddSingleton<AnchorMetrics>();
        builder.Services.AddSingleton<AnchorWorker>();
        builder.Services.AddHostedService(services => services.GetRequiredService<AnchorWorker>());
    }

    /// <summary>Serves /api/anchors and the trust file.</summary>
    public static void MapAnchoring(this IEndpointRouteBuilder app)
    {
        ListAnchors.Map(app);
        Trust.Map(app);
    }
}
