using System.Runtime.CompilerServices;

namespace Lotmark.Contracts.Chain;

/// <summary>Every anchor that a contract holds, as one node tells it.</summary>
public sealed class EthereumAnchorHistory
{
    private const int AtOnce = 8;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly AnchorViews _views;

    /// <summary>A reader; nothing is asked yet.</summary>
    /// <param name="http">Carries the questions.</param>
    /// <param name="url">JSON-RPC endpoint of the node.</param>
    /// <param name="chainId">The chain it must be of (EIP-155).</param>
    /// <param name="contract">Address of the contract.</param>
    /// <exception cref="ArgumentException">An address or URL is malformed.</exception>
    public EthereumAnchorHistory(HttpClient http, string url, long chainId, string contract)
    {
        _views = new(new(new(http, [url], chainId, Timeout)), EthereumAddress.Parse(contract));
        Name = new Uri(url).Authority;
    }

    /// <summary>What people know the node by: host and port. The whole URL may carry an access key.</summary>
    public string Name { get; }

    /// <summary>The anchors from one on, oldest first; final ones as of the finalized block, the rest as of the newest.</summary>
    /// <param name="from">Number of the first to read, from 0.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="ChainFaultException">The chain gives no answer, or has no such contract.</exception>
    public async IAsyncEnumerable<(AnchorHead Anchor, bool Final)> ReadAsync(long from, [EnumeratorCancellation] CancellationToken cancel)
    {
        var count = await _views.CountAsync(BlockTag.Latest, cancel);
        var final = await FinalCountAsync(cancel);
        for (; from < count; from += AtOnce)
        {
            var indexes = Enumerable.Range(0, (int)Math.Min(AtOnce, count - from)).Select(i => from + i).ToList();
            var anchors = await Task.WhenAll(indexes.Select(i => _views.AtAsync(i, i < final ? BlockTag.Finalized : BlockTag.Latest, cancel)));
            foreach (var anchor in anchors) yield return (anchor, anchor.Count <= final);
        }
    }

    // A node that does not keep the state of that block, or a young dev chain, refuses: then none is known to be final.
    private async Task<long> FinalCountAsync(CancellationToken cancel)
    {
        try
        {
            return await _views.CountAsync(BlockTag.Finalized, cancel);
        }
        catch (ChainFaultException e) when (e.Kind == ChainFaultKind.Other)
        {
            return 0;
        }
    }
}
