using System.Text.Json;
using System.Text.Json.Nodes;
using Lotmark.Ledger.Access;
using Lotmark.Ledger.Identifiers;
using Lotmark.Ledger.Requests;

namespace Lotmark.Ledger.Lots;

/// <summary>The lot as it is now, for its holder and for inspectors.</summary>
public static class ReadLot
{
    /// <summary>Serves it.</summary>
    public static void Map(IEndpointRouteBuilder lots) => lots.MapGet("/{gtin}/{number}", HandleAsync)
        .Opens(Operation.ReadLot)
        .WithSummary("Read a lot as it is now")
        .ProducesTogether<Standing, LotDescription>()
        .ProducesProblem(StatusCodes.Status404NotFound);

    /// <summary>The answer to somebody who may not read a lot, or asks for one that does not exist; null when all is well.</summary>
    public static Decision.Refused? Refusal(Lot? lot, Permit permit) => lot switch
    {
        null or { IsVoid: true } => Decision.Unknown("lot-unknown", "No lot is registered under this code.", "此编码下没有登记的批次。"),
        _ when !lot.IsOpenTo(permit) => Decision.Forbid("foreign-lot", "Only its importer, its holders and inspectors may read a lot in full.", "只有进口商、持有单位和检查人员可以查看批次的完整信息。"),
        _ => null,
    };

    private static async Task<IResult> HandleAsync(LotKey lot, Actor actor, LotReader lots, LotLinks links, HttpContext context, CancellationToken cancel)
    {
        var found = await lots.FindAsync(lot, cancel);
        if (Refusal(found, actor.To(Operation.ReadLot)) is { } refusal) return refusal.AsProblem(context);
        var answer = JsonSerializer.SerializeToNode(links.Answer(found!), LotJson.Answers)!.AsObject();
        answer.Remove("receipt"); // belongs to a command
        foreach (var (name, value) in JsonSerializer.SerializeToNode(found!.Description, LotJson.Answers)!.AsObject().ToList())
            answer[name] = value?.DeepClone();
        if (!found.MayBeReadInFullBy(actor)) KeepBack(answer, found.Description);
        answer["registeredAt"] = JsonValue.Create(found.RegisteredAt);
        answer["releasedAt"] = JsonValue.Create(found.ReleasedAt);
        answer["firstStation"] = JsonValue.Create(found.FirstStation);
        answer["hold"] = JsonSerializer.SerializeToNode(found.Hold, LotJson.Answers);
        answer["recall"] = JsonSerializer.SerializeToNode(found.Recall, LotJson.Answers);
        answer["custody"] = JsonSerializer.SerializeToNode(CustodyView.For(found, actor), LotJson.Answers);
        answer["discrepancies"] = JsonSerializer.SerializeToNode(found.Discrepancies.Where(d => found.MayBeReadInFullBy(actor) || d.Organisation == actor.Organisation), LotJson.Answers);
        answer["sources"] = JsonSerializer.SerializeToNode(found.Sources, LotJson.Answers);
        answer["products"] = JsonSerializer.SerializeToNode(found.Products, LotJson.Answers);
        if (found.Temperatures is { Readings: > 0 } measured)
            answer["temperatures"] = JsonSerializer.SerializeToNode(new { measured.Readings, measured.From, measured.To, measured.MinC, measured.MaxC, measured.Excursions }, LotJson.Answers);
        return TypedResults.Json(answer);
    }

    // What later holders see of the importer's own business is what everybody does.
    private static void KeepBack(JsonObject answer, LotDescription about)
    {
        answer["customsDeclarationNo"] = $"…{about.CustomsDeclarationNo.LastFour}";
        foreach (var name in (string[])["billOfLadingNo", "contractNo", "buyers"]) answer.Remove(name);
    }

    /// <summary>Where the lot stands. Beside it in the answer stands what is declared about it.</summary>
    /// <param name="Status">Where it stands in its life.</param>
    /// <param name="Version">Number of its events.</param>
    /// <param name="Links">Where to go from here.</param>
    /// <param name="RegisteredAt">When its first event was recorded.</param>
    public sealed record Standing(LotStatus Status, int Version, LotAddresses Links, DateTimeOffset RegisteredAt);
}
