using Lotmark.Ledger.Log;

namespace Lotmark.Ledger.Anchoring;

/// <summary>What a verifier pins: keep a copy, and <c>verify --trust</c> takes nothing else on this server's word.</summary>
/// <param name="Origin">Name of the log.</param>
/// <param name="Key">Its verifier key.</param>
/// <param name="ChainId">The chain its checkpoints are anchored on (EIP-155).</param>
/// <param name="Contract">Address of the anchor contract.</param>
/// <param name="RpcUrls">Nodes of that chain to ask.</param>
/// <param name="PreviousKeys">Keys it signed with before, newest first; left out when there are none.</param>
public sealed record Trust(string Origin, string Key, long ChainId, string Contract, IReadOnlyList<string> RpcUrls, IReadOnlyList<string>? PreviousKeys)
{
    /// <summary>Serves it at a fixed address.</summary>
    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/.well-known/lotmark-trust.json", HandleAsync)
        .WithTags("Log")
        .WithSummary("Origin, key, chain and contract of this log, to be pinned")
        .Produces<Trust>();

    private static async Task<IResult> HandleAsync(LogReader log, LogKeys keys, ChainSettings chain, HttpResponse response, CancellationToken cancel)
    {
        if (await MakeAsync(log, keys, chain, cancel) is not { } trust) return TypedResults.NotFound();
        response.Headers.AccessControlAllowOrigin = "*";
        return TypedResults.Ok(trust);
    }

    /// <summary>Makes it; null before the log has a name.</summary>
    public static async Task<Trust?> MakeAsync(LogReader log, LogKeys keys, ChainSettings chain, CancellationToken cancel)
    {
        if (await log.IdentityAsync(cancel) is not var (origin, key)) return null;
        string[] previous = [.. (await keys.HistoryAsync(cancel)).Select(k => k.Key).Where(k => k != key).Reverse()];
        return new(origin, key, chain.ChainId, chain.Contract, chain.PublicRpcUrls, previous.Length > 0 ? previous : null);
    }
}
