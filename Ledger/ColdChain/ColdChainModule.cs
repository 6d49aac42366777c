using Lotmark.Ledger.Lots;

namespace Lotmark.Ledger.ColdChain;

/// <summary>Temperatures of lots.</summary>
public static class ColdChainModule
{
    /// <summary>Adds what recording and reading temperatures need.</summary>
    public static void AddColdChain(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(new SchemaFile("ColdChain.schema.sql"));
        builder.Services.AddSingleton(ColdChainSettings.From(builder.Configuration));
        builder.Services.AddSingleton<ReadingPartitions>();
        builder.Services.AddSingleton<ReadingStore>();
        builder.Services.AddSingleton<RecordTemperatures>();
        builder.Services.AddSingleton<ReadTemperatures>();
        builder.AddLotFact<TemperaturesRecorded>("temperatures_recorded");
    }

    /// <summary>Serves temperatures of lots.</summary>
    public static void MapColdChain(this IEndpointRouteBuilder app)
    {
        var lots = app.MapGroup("/api/lots").WithTags("Cold chain");
        RecordTemperatures.Map(lots);
        ReadTemperatures.Map(lots);
    }
}
