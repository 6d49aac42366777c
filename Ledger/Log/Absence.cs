using System.Text.Json;
using Lotmark.Ledger.Identifiers;

namespace Lotmark.Ledger.Log;

/// <summary>Shows that no lot of this name was registered when the tree was anchored.</summary>
/// <param name="Checkpoint">The signed checkpoint.</param>
/// <param name="Key">Verifier key of the log.</param>
/// <param name="Anchor">Where it is anchored.</param>
/// <param name="Freshness">The lot's place in the map, where it is not.</param>
public sealed record Absence(string Checkpoint, string Key, AnchorReference Anchor, Freshness Freshness)
{
    /// <summary>The answer to who asks for a lot that is not registered. The proof stands in it as soon as something is anchored.</summary>
    internal static async Task<IResult> AnswerAsync(LotKey lot, EvidenceGrounds grounds, CancellationToken cancel)
    {
        var extensions = new Dictionary<string, object?> { ["lot"] = lot.Path };
        if (await grounds.CoveringAsync(lot.Path, leafIndex: 0, cancel) is { Anchor: { } anchor, Freshness: { } freshness } ground)
            extensions["absence"] = JsonSerializer.SerializeToElement(new Absence(ground.Checkpoint.Note, ground.Key, anchor, freshness), Evidence.WithNulls);
        return TypedResults.Problem(title: "No lot is registered under this code.", statusCode: StatusCodes.Status404NotFound, extensions: extensions);
    }
}
