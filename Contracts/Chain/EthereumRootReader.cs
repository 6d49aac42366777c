using Lotmark.Contracts.Evidence;

namespace Lotmark.Contracts.Chain;

/// <summary>One Ethereum node, asked for what evidence claims. It may be any node, so every answer of it is just its own word.</summary>
/// <param name="http">Carries the questions.</param>
/// <param name="url">JSON-RPC endpoint. A malformed one faults when it is asked: it may come from a bundle.</param>
public sealed class EthereumRootReader(HttpClient http, string url) : IRootReader
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly Lazy<EthereumNode> _node = new(() =>
    {
        try
        {
            return new(new(http, [url], chainId: null, Timeout));
        }
        catch (ArgumentException e)
        {
            throw new ChainFaultException(ChainFaultKind.Unreachable, e.Message, e);
        }
    });

    /// <inheritdoc />
    public string Name => url;

    /// <inheritdoc />
    public Task<long> ChainIdAsync(CancellationToken cancel) => _node.Value.ChainIdAsync(cancel);

    /// <inheritdoc />
    public async Task<long> HeightAsync(CancellationToken cancel) =>
        (await _node.Value.BlockAsync(BlockTag.Latest, cancel) ?? throw RpcAnswers.Unreadable(null)).Number;

    /// <inheritdoc />
    public async Task<bool> HasContractAsync(string contract, CancellationToken cancel) => (await _node.Value.CodeAsync(Address(contract), cancel)).Length > 0;

    /// <inheritdoc />
    public Task<byte[]?> RootAtAsync(string contract, long size, bool finalized, CancellationToken cancel) =>
        Views(contract).RootAtAsync(size, finalized ? BlockTag.Finalized : BlockTag.Latest, cancel);

    /// <inheritdoc />
    public async Task<AnchoredTree?> LatestAsync(string contract, CancellationToken cancel) =>
        await Views(contract).LatestAsync(BlockTag.Latest, cancel) is { Count: > 0 } newest ? Tree(newest) : null;

    /// <inheritdoc />
    public async Task<AnchoredTree?> AnchorOfAsync(string contract, long size, CancellationToken cancel) =>
        await Views(contract).AnchorOfAsync(size, BlockTag.Latest, cancel) is { } anchor ? Tree(anchor) : null;

    private AnchorViews Views(string contract) => new(_node.Value, Address(contract));

    private static AnchoredTree Tree(AnchorHead anchor) => new(anchor.Size, anchor.Time, anchor.Block);

    // The check sum guards what people type; a bundle's address is compared, not typed.
    private static EthereumAddress Address(string contract) => EthereumAddress.Parse(contract.ToLowerInvariant());
}
