using System.Text.Encodings.Web;
using System.Text.Json;
using Lotmark.Contracts.Notes;
using Lotmark.Contracts.Tiles;
using Lotmark.Ledger.Identifiers;

namespace Lotmark.Ledger.Log;

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
    // The form of what verifiers read is fixed: what is not there yet is null, not left out.
    internal static readonly JsonSerializerOptions WithNulls = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Serves it.</summary>
    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/api/lots/{gtin}/{number}/evidence", HandleAsync)
        .WithTags("Log")
        .WithSummary("The evidence bundle of a lot, for anybody; of a lot that is not registered, that it is absent")
        .Produces<Evidence>()
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<IResult> HandleAsync(LotKey lot, EvidenceMaker evidence, EvidenceGrounds grounds, HttpResponse response, CancellationToken cancel)
    {
        response.Headers.AccessControlAllowOrigin = "*";
        var (bundle, isRegistered) = await evidence.MakeAsync(lot.Path, cancel);
        if (!isRegistered) return await Absence.AnswerAsync(lot, grounds, cancel);
        if (bundle is not null) return TypedResults.Json(bundle, WithNulls);
        response.Headers.RetryAfter = "1";
        return TypedResults.Problem(title: "The newest event is recorded but not in the log yet. Ask again in a second.", statusCode: StatusCodes.Status409Conflict);
    }
}

/// <summary>Makes evidence bundles.</summary>
public sealed class EvidenceMaker(LotLeaves leaves, LogReader log, EvidenceGrounds grounds)
{
    /// <summary>The bundle of a lot; null while its newest event is not in the log. And whether anything is recorded of the lot.</summary>
    public async Task<(Evidence? Bundle, bool IsRegistered)> MakeAsync(string lot, CancellationToken cancel)
    {
        var (entries, newest, events) = await leaves.EntriesOfAsync(lot, cancel);
        if (events == 0) return (null, false);
        if (entries.Count < events || await grounds.CoveringAsync(lot, newest, cancel) is not { } ground) return (null, true);
        var size = ground.Checkpoint.Size;
        var tiles = await log.TilesAsync(TileProofs.TilesForInclusion(newest, size), cancel);
        var proof = new TlogProof(newest, TileProofs.Inclusion(newest, size, id => tiles[id]), ground.Checkpoint.Note);
        return (new("lotmark-evidence/1", lot, entries, proof.ToString(), ground.Key, ground.Freshness, ground.Anchor), true);
    }
}
