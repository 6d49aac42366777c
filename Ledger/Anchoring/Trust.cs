using Lotmark.Ledger.Log;

namespace Lotmark.Ledger.Anchoring;

/// <summary>What a verifier pins: keep a copy, and <c>verify --trust</c> takes nothing else on this server's word.</summary>
/// <param name="Origin">Name of the log.</param>
/// <param name="Key">Its verifier key.</param>
/// <param name="ChainId">The chain its checkpoints are anchored on (EIP-155).</param>
/// <param name="Contract">Address of the anchor contract.</param>
/// <param name="RpcUrls">Nodes of that chain to ask.</param>
public sealed record Trust(string Origin, string Key, long ChainId, string Contract, IReadOnlyList<string> RpcUrls)
{
    /// <summary>Serves it at a fixed address.</summary>
    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/.well-known/lotmark-trust.json", HandleAsync)
        .WithTags("Log")
        .WithSummary("Origin, key, chain and contract of this log, to be pinned")
        .Produces<Trust>();

    private static async Task<IResult> HandleAsync(LogReader log, ChainSettings chain, HttpResponse response, CancellationToken cancel)
    {
        if (await log.IdentityAsync(cancel) is not var (origin, key)) return TypedResults.NotFound();
        response.Headers.AccessControlAllowOrigin = "*";
        return TypedResults.Ok(new Trust(origin, key, chain.ChainId, chain.Contract, chain.PublicRpcUrls));
    }
}
