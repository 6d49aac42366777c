using FluentValidation;
using Lotmark.Ledger.Lots.Listing;
using Marten;

namespace Lotmark.Ledger.Lots;

/// <summary>Registering and reading lots.</summary>
public static class LotsModule
{
    /// <summary>Adds what the use cases of lots need.</summary>
    public static void AddLots(this WebApplicationBuilder builder, Settings settings)
    {
        builder.Services.AddSingleton(new SchemaFile("Lots.Listing.schema.sql"));
        if (settings.Worker) builder.Services.AddHostedService<LotListing>();
        builder.Services.AddSingleton<LotSearch>();
        builder.Services.AddSingleton<LotReader>();
        builder.Services.AddSingleton<StoredFacts>();
        builder.Services.AddSingleton<LotTransaction>();
        builder.Services.AddSingleton<GroupCommit>();
        builder.Services.AddSingleton<LotStreams>();
        builder.Services.AddSingleton<LotLinks>();
        builder.Services.AddSingleton<LotAnswers>();
        builder.Services.AddSingleton<IValidator<RegisterLot>, RegisterLotValidator>();
        builder.AddLotFact<LotRegistered>("lot_registered");
        builder.AddLotFact<LotCorrected>("lot_corrected");
        builder.Services.AddSingleton<CorrectableFacts>();
        builder.Services.AddSingleton<IValidator<CorrectLot>, CorrectLot.Validator>();
        builder.AddCorrectable<LotRegistered, RegisterLot>((request, scene) => Task.FromResult<Func<Lot?, Decision>>(
            _ => RegisterLot.DecideAgain(request.Describe(), ((LotRegistered)scene.Fact).Description, scene.Actor)));
        builder.Services.ConfigureMarten(options => options.Schema.For<RememberedRequest>());
    }

    /// <summary>Serves /api/lots.</summary>
    public static void MapLots(this IEndpointRouteBuilder app)
    {
        var lots = app.MapGroup("/api/lots").WithTags("Lots");
        RegisterLot.Map(lots);
        ListLots.Map(lots);
        CorrectLot.Map(lots);
        ReadLot.Map(lots);
        ReadHistory.Map(lots);
    }
}
