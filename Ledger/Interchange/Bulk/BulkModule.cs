namespace Lotmark.Ledger.Interchange.Bulk;

/// <summary>Lots by the file.</summary>
public static class BulkModule
{
    /// <summary>Adds imports and their table.</summary>
    public static void AddBulk(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(new SchemaFile("Interchange.Bulk.schema.sql"));
        builder.Services.AddSingleton<ImportJobs>();
        builder.Services.AddSingleton<ImportLots>();
    }

    /// <summary>Serves /api/lots/batch.</summary>
    public static void MapBulk(this IEndpointRouteBuilder app)
    {
        var lots = app.MapGroup("/api/lots").WithTags("Lots");
        ImportLots.Map(lots);
        ReadImport.Map(lots);
    }
}
