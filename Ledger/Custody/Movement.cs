using System.Text.Json;
using FluentValidation;
using Lotmark.Ledger.Access;
using Lotmark.Ledger.Identifiers;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Requests;

namespace Lotmark.Ledger.Custody;

/// <summary>What every command about the custody of a lot says.</summary>
public abstract record Movement
{
    /// <summary>When (ISO 8601 with offset).</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>The places it names: field and id; null for one that it does not name, and for the port where it may be one.</summary>
    internal abstract IReadOnlyList<(string Field, string? Id)> Named { get; }
}

/// <summary>What every command says that takes some of a lot from a place.</summary>
public abstract record Taking : Movement
{
    /// <summary>How much; may be absent when units are named.</summary>
    public decimal? Quantity { get; init; }

    /// <summary>Unit of the quantity (UN/ECE Recommendation 20); the lot's own when absent.</summary>
    public string? Uom { get; init; }

    /// <summary>Units taken whole, by SSCC.</summary>
    public IReadOnlyList<string>? Units { get; init; }
}

/// <summary>When a command about the custody of a lot is well formed, as far as all say the same.</summary>
public abstract class MovementValidator<T> : AbstractValidator<T> where T : Movement
{
    /// <summary>Rules against the clock.</summary>
    protected MovementValidator(TimeProvider clock) => RuleFor(x => x.At).Happened(clock);
}

/// <summary>When a command that takes some of a lot is well formed, as far as all say the same.</summary>
public abstract class TakingValidator<T> : MovementValidator<T> where T : Taking
{
    /// <summary>Rules against the clock.</summary>
    protected TakingValidator(TimeProvider clock) : base(clock)
    {
        RuleFor(x => x.Quantity).Positive();
        RuleFor(x => x.Uom).OneOf(LotCodes.Units);
        RuleFor(x => x.Units).UnitCodes();
    }

    /// <summary>A quantity is given, or units that say it.</summary>
    protected void SaysHowMuch() => RuleFor(x => x.Quantity).Check((x, quantity) => MovementRules.QuantityOrUnits(quantity, x.Units));
}

/// <summary>How use cases of custody are served.</summary>
internal static class Movements
{
    /// <summary>Serves a command about one lot at <c>/{gtin}/{number}/{verb}</c>.</summary>
    public static RouteHandlerBuilder MapMovement<T>(
        this IEndpointRouteBuilder lots, string verb, Operation operation, string summary, Func<Lot, T, Scene, Decision> decide) where T : Movement => lots
        .MapPost($"/{{gtin}}/{{number}}/{verb}", (LotKey lot, Valid<T> request, Actor actor, CustodyDesk desk, HttpContext context, CancellationToken cancel) =>
            desk.TakeAsync(lot, actor.To(operation), request, (current, scene) => decide(current, request.Value, scene), context, cancel))
        .OfUseCase<T>(operation, summary);

    /// <summary>What is told of every use case of custody.</summary>
    public static RouteHandlerBuilder OfUseCase<T>(this RouteHandlerBuilder route, Operation operation, string summary) => route
        .WithName(JsonNamingPolicy.CamelCase.ConvertName(typeof(T).Name))
        .Opens(operation)
        .WithSummary(summary)
        .AnswersAboutLot();
}
