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
        var answer = JsonSerializer.SerializeToNode(Standing.Of(found!, links, actor), LotJson.Answers)!.AsObject();
        foreach (var (name, value) in JsonSerializer.SerializeToNode(found!.Description, LotJson.Answers)!.AsObject().ToList())
            answer[name] = value?.DeepClone();
        if (!found.MayBeReadInFullBy(actor)) KeepBack(answer, found.Description);
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
    /// <param name="ReleasedAt">When it was released to the market.</param>
    /// <param name="FirstStation">Location that took it in first.</param>
    /// <param name="Hold">The hold that stands.</param>
    /// <param name="Recall">The recall that stands.</param>
    /// <param name="Custody">How much of it is where.</param>
    /// <param name="Discrepancies">Where what was found at a handover differs from what was said or asked for.</param>
    /// <param name="Temperatures">What was measured, once something was.</param>
    /// <param name="Sources">Lots that it was made of.</param>
    /// <param name="Products">Lots that were made of it.</param>
    public sealed record Standing(
        LotStatus Status, int Version, LotAddresses Links, DateTimeOffset RegisteredAt, DateTimeOffset? ReleasedAt, string? FirstStation, Standstill? Hold, Standstill? Recall,
        CustodyView Custody, IReadOnlyList<Discrepancy> Discrepancies, Measured? Temperatures, IReadOnlyList<string> Sources, IReadOnlyList<string> Products)
    {
        internal static Standing Of(Lot lot, LotLinks links, Actor actor) => new(
            lot.Status, lot.Version, links.Of(LotKey.FromPath(lot.Id)), lot.RegisteredAt, lot.ReleasedAt, lot.FirstStation, lot.Hold, lot.Recall,
            CustodyView.For(lot, actor), [.. lot.Discrepancies.Where(d => lot.MayBeReadInFullBy(actor) || d.Organisation == actor.Organisation)],
            lot.Temperatures is { Readings: > 0 } measured ? new(measured.Readings, measured.From, measured.To, measured.MinC, measured.MaxC, measured.Excursions) : null,
            lot.Sources, lot.Products);
    }

    /// <summary>What was measured of the lot.</summary>
    /// <param name="Readings">Number of readings.</param>
    /// <param name="From">When the first was taken.</param>
    /// <param name="To">When the last was taken.</param>
    /// <param name="MinC">The lowest, °C.</param>
    /// <param name="MaxC">The highest, °C.</param>
    /// <param name="Excursions">When it was too warm or too cold for too long.</param>
    public sealed record Measured(long Readings, DateTimeOffset? From, DateTimeOffset? To, decimal? MinC, decimal? MaxC, IReadOnlyList<Excursion> Excursions);
}
