using FluentValidation;
using Lotmark.Ledger.Lots;

namespace Lotmark.Ledger.Custody;

/// <summary>Who has how much of a lot, and how it got there.</summary>
public static class CustodyModule
{
    /// <summary>Adds what the use cases of custody need.</summary>
    public static void AddCustody(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(new CustodySettings(builder.Configuration));
        builder.Services.AddSingleton<Places>();
        builder.Services.AddSingleton<CustodyDesk>();

        builder.AddMovement<LotReceived, ReceiveLot, ReceiveLot.Validator>("lot_received", ReceiveLot.Decide);
        builder.AddMovement<LotShipped, ShipLot, ShipLot.Validator>("lot_shipped", ShipLot.Decide);
        builder.AddMovement<LotSplit, SplitLot, SplitLot.Validator>("lot_split", SplitLot.Decide);
        builder.AddMovement<UnitsMerged, MergeUnits, MergeUnits.Validator>("units_merged", MergeUnits.Decide);
        builder.AddMovement<LotStocked, StockLot, StockLot.Validator>("lot_stocked", StockLot.Decide);
        builder.AddMovement<LotSold, SellLot, SellLot.Validator>("lot_sold", SellLot.Decide);
        builder.AddMovement<LotDestroyed, DestroyLot, DestroyLot.Validator>("lot_destroyed", DestroyLot.Decide);
        builder.AddMovement<LotReexported, ReexportLot, ReexportLot.Validator>("lot_reexported", ReexportLot.Decide);

        // What became of several lots at once is not taken back in one of them.
        builder.AddLotFact<LotUsed>("lot_used");
        builder.AddLotFact<LotRepacked>("lot_repacked");
        builder.Services.AddSingleton<IValidator<RepackLot>, RepackLotValidator>();
    }

    /// <summary>Serves the movements of lots.</summary>
    public static void MapCustody(this IEndpointRouteBuilder app)
    {
        var lots = app.MapGroup("/api/lots").WithTags("Custody");
        ReceiveLot.Map(lots);
        ShipLot.Map(lots);
        SplitLot.Map(lots);
        MergeUnits.Map(lots);
        RepackLot.Map(lots);
        StockLot.Map(lots);
        SellLot.Map(lots);
        DestroyLot.Map(lots);
        ReexportLot.Map(lots);
    }

    private static void AddMovement<TFact, TRequest, TValidator>(
        this WebApplicationBuilder builder, string name, Func<Lot, TRequest, Scene, Decision> decide)
        where TFact : class, ILotFact where TRequest : Movement where TValidator : class, IValidator<TRequest>
    {
        builder.AddLotFact<TFact>(name);
        builder.Services.AddSingleton<IValidator<TRequest>, TValidator>();
        builder.AddCorrectable<TFact, TRequest>(async (request, correction) =>
        {
            var desk = correction.Services.GetRequiredService<CustodyDesk>();
            var scene = await desk.SceneAsync(correction.Actor, [.. request.Named.Select(n => ($"values.{n.Field}", n.Id))], correction.Cancel) with { Now = correction.RecordedAt };
            return before => decide(before!, request, scene);
        });
    }
}
