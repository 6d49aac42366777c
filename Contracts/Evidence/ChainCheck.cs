using System.Runtime.CompilerServices;
using static Lotmark.Contracts.Evidence.CheckStep;

namespace Lotmark.Contracts.Evidence;

// What one node says of the anchor. The root compared is the anchor's, which the offline check has tied to the checkpoint.
internal static class ChainCheck
{
    public static async IAsyncEnumerable<CheckStep> Run(
        EvidenceBundle bundle, TrustFile? trust, IRootReader chain, [EnumeratorCancellation] CancellationToken cancel)
    {
        if (bundle.Anchor is not { } anchor)
        {
            yield return NotChecked("chain", "in the log, not yet anchored");
            yield break;
        }
        yield return Contract(anchor, trust);
        yield return await Chain(anchor, chain, cancel);
        yield return await Code(anchor, chain, cancel);
        yield return await Root(anchor, chain, cancel);
        yield return await Final(anchor, chain, cancel);
        yield return await Latest(anchor, chain, cancel);
    }

    private static CheckStep Contract(AnchorReceipt anchor, TrustFile? trust)
    {
        if (trust is null) return TakenOnTrust("contract", $"the contract is the bundle's own word: {anchor.Contract} on chain {anchor.ChainId}");
        return ContractAddress.Same(trust.Contract, anchor.Contract) && trust.ChainId == anchor.ChainId
            ? Passed("contract", $"the trust file names {anchor.Contract} on chain {anchor.ChainId}")
            : Failed("contract", "the contract or chain is not the one of the trust file");
    }

    private static async Task<CheckStep> Chain(AnchorReceipt anchor, IRootReader chain, CancellationToken cancel)
    {
        var id = await chain.ChainIdAsync(cancel);
        return id == anchor.ChainId ? Passed("chain", $"{chain.Name} follows chain {id}") : Failed("chain", $"{chain.Name} follows chain {id}, not {anchor.ChainId}");
    }

    private static async Task<CheckStep> Code(AnchorReceipt anchor, IRootReader chain, CancellationToken cancel) =>
        await chain.HasContractAsync(anchor.Contract, cancel)
            ? Passed("code", $"{chain.Name} has a contract at {anchor.Contract}")
            : Failed("code", $"{chain.Name} has no contract at {anchor.Contract}");

    private static async Task<CheckStep> Root(AnchorReceipt anchor, IRootReader chain, CancellationToken cancel) =>
        await chain.RootAtAsync(anchor.Contract, anchor.Size, finalized: false, cancel) switch
        {
            null => Failed("root", $"{chain.Name} knows no anchor of size {anchor.Size}"),
            var root when root.AsSpan().SequenceEqual(anchor.Root) => Passed("root", $"{chain.Name} has the same root at size {anchor.Size}"),
            _ => Failed("root", $"{chain.Name} has another root at size {anchor.Size}"),
        };

    private static async Task<CheckStep> Final(AnchorReceipt anchor, IRootReader chain, CancellationToken cancel) =>
        await chain.RootAtAsync(anchor.Contract, anchor.Size, finalized: true, cancel) switch
        {
            null => NotChecked("final", "not final yet"),
            var root when root.AsSpan().SequenceEqual(anchor.Root) => Passed("final", "final"),
            _ => Failed("final", $"{chain.Name} has another root at size {anchor.Size} in its finalized block"),
        };

    // An old map, true in its day, would hide what came after it.
    private static async Task<CheckStep> Latest(AnchorReceipt anchor, IRootReader chain, CancellationToken cancel) =>
        await chain.LatestSizeAsync(anchor.Contract, cancel) switch
        {
            null => NotChecked("latest", "whether a larger tree has been anchored since was not asked"),
            var size when size == anchor.Size => Passed("latest", "no larger tree has been anchored"),
            var size when size > anchor.Size => NotChecked("latest", $"a tree of {size} leaves has been anchored since: a newer entry may stand in it"),
            var size => Failed("latest", $"{chain.Name} says that the last anchor has size {size}, below {anchor.Size}"),
        };
}
