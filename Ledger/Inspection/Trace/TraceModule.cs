namespace Lotmark.Ledger.Inspection.Trace;

/// <summary>Where lots came from and where they went.</summary>
public static class TraceModule
{
    /// <summary>Adds what tracing needs.</summary>
    public static void AddTrace(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Lineage>();
        builder.Services.AddSingleton<TracedPlaces>();
    }

    /// <summary>Serves traces.</summary>
    public static void MapTrace(this IEndpointRouteBuilder app) => TraceLot.Map(app.MapGroup("/api/lots").WithTags("Trace"));
}
