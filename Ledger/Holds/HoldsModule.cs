using System.Text.Json;
using FluentValidation;
using Lotmark.Ledger.Access;
using Lotmark.Ledger.Identifiers;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Requests;

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

    /// <summary>Serves an order about one lot at <c>/{gtin}/{number}/{verb}</c>.</summary>
    internal static void MapOrder<TOrder>(
        this IEndpointRouteBuilder lots, string verb, Operation operation, string summary, Func<Lot, TOrder, Actor, Decision> decide) where TOrder : Order => lots
        .MapPost($"/{{gtin}}/{{number}}/{verb}", async (
            LotKey lot, Valid<TOrder> request, Actor actor, LotStreams streams, LotAnswers answers, HttpContext context, CancellationToken cancel) =>
            await answers.OfAsync(
                await streams.ChangeAsync(
                    lot, actor.To(operation), current => decide(current, request.Value, actor), RequestIdentity.From(context, actor, request.BodyHash), cancel),
                context, cancel))
        .WithName(JsonNamingPolicy.CamelCase.ConvertName(typeof(TOrder).Name))
        .Opens(operation)
        .WithSummary(summary)
        .AnswersAboutLot();
}
