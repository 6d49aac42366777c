using Lotmark.Contracts.Chain;

namespace Lotmark.Ledger.Inspection.Audit;

/// <summary>What the anchor contract holds, from every node that can be asked.</summary>
/// <param name="http">Carries the questions.</param>
/// <param name="chainId">The chain.</param>
/// <param name="contract">Address of the contract.</param>
/// <param name="rpcUrls">The nodes.</param>
internal sealed class AnchoredHeads(HttpClient http, long chainId, string contract, IReadOnlyList<string> rpcUrls)
{
    private readonly Dictionary<string, long> _known = [];

    /// <summary>How many anchors were read, of all nodes together.</summary>
    public long Count { get; private set; }

    /// <summary>Adds the anchors since the last time. Returns how many nodes could be asked; the others are told as not checked.</summary>
    public async Task<int> AddToAsync(OutsideHeads heads, Findings findings, CancellationToken cancel)
    {
        var asked = 0;
        foreach (var url in rpcUrls)
        {
            try
            {
                var node = new EthereumAnchorHistory(http, url, chainId, contract);
                await foreach (var (anchor, final) in node.ReadAsync(_known.GetValueOrDefault(url), cancel))
                {
                    heads.Add(new(anchor.Size, anchor.Root, $"anchored in block {anchor.Block} by {node.Name}{(final ? "" : ", not final yet")}", Where.AnchorRoot, Where.AnchorBeyondEnd));
                    Count++;
                    if (final) _known[url] = anchor.Count; // the others may come again, and be others
                }
                asked++;
            }
            catch (Exception e) when (e is ChainFaultException or ArgumentException)
            {
                findings.NotChecked($"The anchors of {contract} on chain {chainId} were not compared with one node: {e.Message}");
            }
        }
        return asked;
    }
}
