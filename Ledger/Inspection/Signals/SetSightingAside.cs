using FluentValidation;
using Lotmark.Ledger.Access;
using Lotmark.Ledger.Inspection.Recalls;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Requests;

namespace Lotmark.Ledger.Inspection.Signals;

/// <summary>An inspector sets something aside: there is nothing more to do about it. It still counts, in warnings too: they are about what came in.</summary>
public sealed record SetSightingAside
{
    /// <summary>Why.</summary>
    public string? Reason { get; init; }

    /// <summary>When it is well formed.</summary>
    public sealed class Validator : AbstractValidator<SetSightingAside>
    {
        /// <summary>Rules.</summary>
        public Validator() => RuleFor(x => x.Reason).Required().AtMost(500);
    }

    /// <summary>Serves it.</summary>
    public static void Map(IEndpointRouteBuilder sightings) => sightings.MapPost("/{id}/set-aside", HandleAsync).WithName("setSightingAside")
        .Opens(Operation.SetSightingAside)
        .WithSummary("Set aside what needs no inspection")
        .WithDescription("It leaves the open ones and stays in the list, with who set it aside and why. In counts and warnings it stays as well.")
        .Produces<KeptSighting>()
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status409Conflict);

    /// <summary>Sets it aside. Returns why that could not be; null when it was.</summary>
    internal static async Task<Decision.Refused?> RunAsync(Guid id, string person, string reason, SightingStore store, CancellationToken cancel)
    {
        if (await store.SetAsideAsync(id, person, reason, cancel)) return null;
        return await store.FindAsync(id, cancel) is { SetAside: { } before }
            ? Decision.Conflict("set-aside-before", $"{before.By} set it aside before: {before.Reason}", $"{before.By} 已将其归档：{before.Reason}")
            : Unknown;
    }

    private static Decision.Refused Unknown => Decision.Unknown("sighting-unknown", "There is nothing of this id in the inbox, or a correction took it back.", "收件箱中没有此编号的记录，或已因更正而撤销。");

    private static async Task<IResult> HandleAsync(string id, Valid<SetSightingAside> request, Actor actor, SightingStore store, HttpContext context, CancellationToken cancel)
    {
        if (!Guid.TryParse(id, out var named)) return Unknown.AsProblem(context);
        return await RunAsync(named, Recall.PersonOf(context, actor), request.Value.Reason!, store, cancel) is { } refusal
            ? refusal.AsProblem(context)
            : TypedResults.Json(await store.FindAsync(named, cancel), LotJson.Answers);
    }
}
