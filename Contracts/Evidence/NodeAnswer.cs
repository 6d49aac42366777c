namespace Lotmark.Contracts.Evidence;

// What one node says of an anchor.
internal sealed record NodeAnswer(
    string Name, long ChainId, bool HasContract, byte[]? Root, byte[]? FinalRoot, AnchoredTree? Anchored, AnchoredTree? Latest, long Height)
{
    public static async Task<NodeAnswer> AskAsync(IRootReader node, AnchorReceipt anchor, CancellationToken cancel)
    {
        var chain = await node.ChainIdAsync(cancel);
        var hasContract = chain == anchor.ChainId && await node.HasContractAsync(anchor.Contract, cancel);
        if (!hasContract) return new(node.Name, chain, hasContract, null, null, null, null, 0);

        var root = await node.RootAtAsync(anchor.Contract, anchor.Size, finalized: false, cancel);
        var final = await node.RootAtAsync(anchor.Contract, anchor.Size, finalized: true, cancel);
        var latest = await node.LatestAsync(anchor.Contract, cancel);
        var anchored = latest?.Size == anchor.Size ? latest : await node.AnchorOfAsync(anchor.Contract, anchor.Size, cancel);
        return new(node.Name, chain, hasContract, root, final, anchored, latest, await node.HeightAsync(cancel));
    }
}
