using System.Text.Json;
using System.Text.Json.Nodes;
using Lotmark.Ledger.Access;
using Lotmark.Ledger.Identifiers;
using Marten;

namespace Lotmark.Ledger.Lots;

/// <summary>The lot as it is now, for its holder and for inspectors.</summary>
public static class ReadLot
{
    /// <summary>Serves it.</summary>
    public static void Map(IEndpointRouteBuilder lots) => lots.MapGet("/{gtin}/{number}", HandleAsync)
        .RequireAuthorization(Policies.SignedIn)
        .WithSummary("Read a lot as it is now")
        .ProducesProblem(StatusCodes.Status404NotFound);

    /// <summary>The answer to somebody who may not read a lot, or asks for one that does not exist; null when all is well.</summary>
    public static IResult? Refusal(Lot? lot, Actor actor) => lot switch
    {
        null => TypedResults.Problem(title: "No lot is registered under this code.", statusCode: StatusCodes.Status404NotFound),
        _ when !lot.MayBeReadBy(actor) => TypedResults.Problem(
            title: "Only the holder of a lot and inspectors may read it in full.", statusCode: StatusCodes.Status403Forbidden),
        _ => null,
    };

    private static async Task<IResult> HandleAsync(LotKey lot, Actor actor, IQuerySession session, LotLinks links, CancellationToken cancel)
    {
        var found = await session.Events.AggregateStreamAsync<Lot>(lot.Path, token: cancel);
        if (Refusal(found, actor) is { } refusal) return refusal;
        var answer = JsonSerializer.SerializeToNode(links.Answer(found!), LotJson.Answers)!.AsObject();
        answer.Remove("receipt"); // belongs to a command
        foreach (var (name, value) in JsonSerializer.SerializeToNode(found!.Description, LotJson.Answers)!.AsObject().ToList())
            answer[name] = value?.DeepClone();
        answer["registeredAt"] = JsonValue.Create(found.RegisteredAt);
        return TypedResults.Json(answer);
    }
}
