using FluentValidation;
using Lotmark.Ledger.Lots;

namespace Lotmark.Ledger.Holds;

/// <summary>What stops a lot.</summary>
public static class HoldsModule
{
    /// <summary>Adds what holds and recalls need.</summary>
    public static void AddHolds(this WebApplicationBuilder builder)
    {
        builder.AddLotFact<LotHeld>("lot_held");
        builder.AddLotFact<HoldLifted>("hold_lifted");
        builder.AddLotFact<LotRecalled>("lot_recalled");
        builder.Services.AddSingleton<IValidator<HoldLot>, Order.Validator<HoldLot>>();
        builder.Services.AddSingleton<IValidator<LiftHold>, Order.Validator<LiftHold>>();
        builder.Services.AddSingleton<IValidator<RecallLot>, Order.Validator<RecallLot>>();
    }

    /// <summary>Serves holds and recalls.</summary>
    public static void MapHolds(this IEndpointRouteBuilder app)
    {
        var lots = app.MapGroup("/api/lots").WithTags("Holds");
        HoldLot.Map(lots);
        LiftHold.Map(lots);
        RecallLot.Map(lots);
    }
}
