using Lotmark.Ledger.Log;

namespace Lotmark.Ledger.Anchoring;

/// <summary>What is anchored and how deep, for anybody.</summary>
public static class ListAnchors
{
    private const int Newest = 100;

    /// <summary>Serves /api/anchors and /api/anchors/latest.</summary>
    public static void Map(IEndpointRouteBuilder app)
    {
        var anchors = app.MapGroup("/api/anchors").WithTags("Anchors");
        anchors.MapGet("/", ListAsync).WithSummary("The newest 100 anchors, newest first").Produces<AnchorList>();
        anchors.MapGet("/latest", LatestAsync).WithSummary("The newest anchor").Produces<Item>().ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> ListAsync(AnchorReader anchors, HttpResponse response, CancellationToken cancel)
    {
        response.Headers.AccessControlAllowOrigin = "*";
        return TypedResults.Ok(new AnchorList([.. (await anchors.NewestAsync(Newest, cancel)).Select(a => Item.Of(a, anchors.Reference(a)))]));
    }

    private static async Task<IResult> LatestAsync(AnchorReader anchors, HttpResponse response, CancellationToken cancel)
    {
        response.Headers.AccessControlAllowOrigin = "*";
        return (await anchors.NewestAsync(1, cancel)) is [var newest]
            ? TypedResults.Ok(Item.Of(newest, anchors.Reference(newest)))
            : TypedResults.Problem(title: "Nothing is anchored yet. Ask again in a moment.", statusCode: StatusCodes.Status404NotFound);
    }

    /// <summary>What is anchored.</summary>
    /// <param name="Anchors">Newest first.</param>
    public sealed record AnchorList(IReadOnlyList<Item> Anchors);

    /// <summary>One anchor.</summary>
    /// <param name="Size">Size of the anchored tree.</param>
    /// <param name="Root">Its root, hex.</param>
    /// <param name="ChainId">EIP-155 chain id.</param>
    /// <param name="Contract">Address of the anchor contract.</param>
    /// <param name="Transaction">Hash of the transaction.</param>
    /// <param name="Block">Number of its block.</param>
    /// <param name="State"><c>mined</c>, <c>confirmed</c> or <c>final</c>; only final can't be undone.</param>
    /// <param name="Depth">Blocks from its own to the newest when last looked, both counted.</param>
    /// <param name="AnchoredAt">When it was first seen in a block.</param>
    /// <param name="RpcUrls">Public endpoints that a reader may ask.</param>
    /// <param name="Predecessor">The contract that this one continues: older anchors stand there. Null if none.</param>
    public sealed record Item(
        long Size, string Root, long ChainId, string Contract, string Transaction, long Block, string State, long Depth, DateTime? AnchoredAt, IReadOnlyList<string> RpcUrls, string? Predecessor)
    {
        internal static Item Of(Anchor anchor, AnchorReference reference) => new(
            reference.Size, reference.Root, reference.ChainId, reference.Contract, reference.Transaction, reference.Block, reference.State, anchor.Depth, anchor.MinedAt, reference.RpcUrls, anchor.Predecessor);
    }
}
