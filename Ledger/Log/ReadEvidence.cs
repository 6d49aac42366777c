using System.Text.Encodings.Web;
using System.Text.Json;
using Lotmark.Contracts.Notes;
using Lotmark.Contracts.Tiles;
using Lotmark.Ledger.Identifiers;

namespace Lotmark.Ledger.Log;

/// <summary>Where an anchored checkpoint can be found on a chain.</summary>
/// <param name="Size">Size of the anchored tree.</param>
/// <param name="Root">Its root, hex.</param>
/// <param name="ChainId">EIP-155 chain id.</param>
/// <param name="Contract">Address of the anchor contract.</param>
/// <param name="Transaction">Hash of the transaction.</param>
/// <param name="Block">Number of its block.</param>
/// <param name="State"><c>mined</c>, <c>confirmed</c> or <c>final</c>.</param>
/// <param name="RpcUrls">Public endpoints that a reader may ask.</param>
public sealed record AnchorReference(
    long Size, string Root, long ChainId, string Contract, string Transaction, long Block, string State, IReadOnlyList<string> RpcUrls);

/// <summary>What the log asks of anchoring, which knows the chain.</summary>
public interface IAnchors
{
    /// <summary>The best anchor of a tree that holds this leaf: final before confirmed before mined, then the newest; null if none.</summary>
    Task<AnchorReference?> CoveringAsync(long leafIndex, CancellationToken cancel);
}

/// <summary>The evidence bundle of a lot: all that a stranger needs to check its record.</summary>
/// <param name="Format"><c>lotmark-evidence/1</c>.</param>
/// <param name="Lot">Name of the lot.</param>
/// <param name="Entries">The leaves' bytes, base64, oldest first.</param>
/// <param name="Proof">Inclusion of the newest in the checkpoint (c2sp.org/tlog-proof@v1).</param>
/// <param name="Key">Verifier key of the log.</param>
/// <param name="Freshness">Proof that nothing newer exists; null before it is anchored.</param>
/// <param name="Anchor">Where the checkpoint is anchored; null before that.</param>
public sealed record Evidence(string Format, string Lot, IReadOnlyList<byte[]> Entries, string Proof, string Key, Freshness? Freshness, AnchorReference? Anchor)
{
    // The form of the bundle is fixed: what is not there yet is null, not left out.
    private static readonly JsonSerializerOptions WithNulls = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Serves it.</summary>
    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/api/lots/{gtin}/{number}/evidence", HandleAsync)
        .WithTags("Log")
        .WithSummary("The evidence bundle of a lot, for anybody")
        .Produces<Evidence>()
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<IResult> HandleAsync(
        LotKey lot, LotLeaves leaves, LogReader log, IAnchors anchors, FreshnessProofs freshness, HttpResponse response, CancellationToken cancel)
    {
        response.Headers.AccessControlAllowOrigin = "*";
        var (entries, newest, events) = await leaves.EntriesOfAsync(lot.Path, cancel);
        if (events == 0) return await AbsentAsync(lot, log, anchors, freshness, cancel);
        var newestCheckpoint = await log.LatestCheckpointAsync(cancel);
        if (entries.Count < events || newestCheckpoint?.Size <= newest)
        {
            response.Headers.RetryAfter = "1";
            return TypedResults.Problem(title: "The newest event is recorded but not in the log yet. Ask again in a second.", statusCode: StatusCodes.Status409Conflict);
        }

        var anchor = await anchors.CoveringAsync(Math.Max(newest, await freshness.OldestSizeAsync(cancel) - 1), cancel);
        var checkpoint = anchor is null ? await log.LatestCheckpointAsync(cancel) : await log.CheckpointOfAsync(anchor.Size, cancel);
        var (_, key) = (await log.IdentityAsync(cancel))!.Value;
        var tiles = await log.TilesAsync(TileProofs.TilesForInclusion(newest, checkpoint!.Size), cancel);
        var proof = new TlogProof(newest, TileProofs.Inclusion(newest, checkpoint.Size, id => tiles[id]), checkpoint.Note);
        return TypedResults.Json(
            new Evidence("lotmark-evidence/1", lot.Path, entries, proof.ToString(), key,
                anchor is null ? null : await freshness.ProveAsync(lot.Path, anchor.Size, cancel), anchor),
            WithNulls);
    }

    private static async Task<IResult> AbsentAsync(LotKey lot, LogReader log, IAnchors anchors, FreshnessProofs freshness, CancellationToken cancel)
    {
        var extensions = new Dictionary<string, object?>();
        if (await anchors.CoveringAsync(Math.Max(0, await freshness.OldestSizeAsync(cancel) - 1), cancel) is { } anchor
            && await freshness.ProveAsync(lot.Path, anchor.Size, cancel) is { } proof)
        {
            var checkpoint = await log.CheckpointOfAsync(anchor.Size, cancel);
            var (_, key) = (await log.IdentityAsync(cancel))!.Value;
            extensions["absence"] = new Absence(checkpoint!.Note, key, anchor, proof);
        }
        return TypedResults.Problem(title: "No lot is registered under this code.", statusCode: StatusCodes.Status404NotFound, extensions: extensions);
    }
}

/// <summary>Shows that no lot of this name was registered when the tree was anchored.</summary>
/// <param name="Checkpoint">The signed checkpoint.</param>
/// <param name="Key">Verifier key of the log.</param>
/// <param name="Anchor">Where it is anchored.</param>
/// <param name="Freshness">The lot's place in the map, where it is not.</param>
public sealed record Absence(string Checkpoint, string Key, AnchorReference Anchor, Freshness Freshness);
