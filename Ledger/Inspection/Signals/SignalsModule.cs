using FluentValidation;

namespace Lotmark.Ledger.Inspection.Signals;

/// <summary>What shoppers, loggers, handovers and scans tell, in one list, and what rises in it.</summary>
public static class SignalsModule
{
    /// <summary>Adds what keeping and reading it needs.</summary>
    public static void AddSignals(this WebApplicationBuilder builder, Settings settings)
    {
        builder.Services.AddSingleton(new SchemaFile("Inspection.Signals.schema.sql"));
        builder.Services.AddSingleton<SightingStore>();
        builder.Services.AddSingleton<ReadSignals>();
        builder.Services.AddSingleton<IValidator<SetSightingAside>, SetSightingAside.Validator>();
        if (!settings.Worker) return;
        builder.Services.AddHostedService<SightingListing>();
        builder.Services.AddHostedService<CopyWatch>();
    }

    /// <summary>Serves it.</summary>
    public static void MapSignals(this IEndpointRouteBuilder app)
    {
        var sightings = app.MapGroup("/api/sightings").WithTags("Signals");
        ListSightings.Map(sightings);
        SetSightingAside.Map(sightings);
        ReadSignals.Map(app.MapGroup("/api/signals").WithTags("Signals"));
    }
}
