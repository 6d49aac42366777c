using System.Numerics;

namespace Lotmark.Contracts.Chain;

/// <summary>The anchor contract on an Ethereum chain, reached by JSON-RPC.</summary>
public sealed class EthereumAnchorChain : IAnchorChain
{
    private readonly ChainOptions _options;
    private readonly EthereumNode _node;
    private readonly EthereumAddress _contract;
    private readonly AnchorViews _views;
    private readonly SigningKey? _key;

    /// <summary>A client; nothing is asked yet.</summary>
    /// <param name="http">Carries the questions. Its own timeout should not be below that of the options.</param>
    /// <param name="options">Which contract, and what an anchor may cost.</param>
    /// <param name="key">Key of an operator of the contract; null to read only.</param>
    /// <exception cref="ArgumentException">An address or URL is malformed, or the key is one that every dev chain is published with and this is not a dev chain.</exception>
    public EthereumAnchorChain(HttpClient http, ChainOptions options, SigningKey? key = null)
    {
        key?.EnsureSecretOn(options.ChainId);
        (_options, _key) = (options, key);
        _contract = EthereumAddress.Parse(options.Contract);
        _node = new(new(http, options.RpcUrls, options.ChainId, options.Timeout));
        _views = new(_node, _contract);
    }

    /// <inheritdoc />
    public long ChainId => _options.ChainId;

    /// <inheritdoc />
    public string Contract => _contract.ToString();

    /// <inheritdoc />
    public string? Sender => _key?.Address;

    /// <inheritdoc />
    public async Task EnsureContractAsync(CancellationToken cancel)
    {
        if ((await _node.CodeAsync(_contract, cancel)).Length == 0) throw _views.NoContract();
    }

    /// <inheritdoc />
    public Task<AnchorContract> ContractAsync(CancellationToken cancel) => _views.ContractAsync(_key?.Account, cancel);

    /// <inheritdoc />
    public Task<AnchorHead> LatestAsync(BlockTag tag, CancellationToken cancel) => _views.LatestAsync(tag, cancel);

    /// <inheritdoc />
    public Task<byte[]?> RootAtAsync(long size, BlockTag tag, CancellationToken cancel) => _views.RootAtAsync(size, tag, cancel);

    /// <inheritdoc />
    public Task<long> MinedNonceAsync(CancellationToken cancel) => _node.MinedCountAsync(Key().Account, cancel);

    /// <inheritdoc />
    public Task<long> PendingNonceAsync(CancellationToken cancel) => _node.PendingCountAsync(Key().Account, cancel);

    /// <inheritdoc />
    public Task<BigInteger> BalanceAsync(CancellationToken cancel) => _node.BalanceAsync(Key().Account, cancel);

    /// <inheritdoc />
    public async Task AnchorDryRunAsync(long size, byte[] root, IReadOnlyList<byte[]> proof, CancellationToken cancel)
    {
        // Where no code stands any call succeeds, and so would the transaction.
        await EnsureContractAsync(cancel);
        await _node.CallAsync(_contract, AnchorCalls.Anchor(size, root, proof), Key().Account, BlockTag.Latest, cancel);
    }

    /// <inheritdoc />
    public async Task<string?> RefusalAsync(long size, byte[] root, IReadOnlyList<byte[]> proof, long block, CancellationToken cancel)
    {
        try
        {
            await _node.CallAsync(_contract, AnchorCalls.Anchor(size, root, proof), Key().Account, block, cancel);
            return null;
        }
        catch (ChainFaultException e) when (e.Kind is ChainFaultKind.Reverted or ChainFaultKind.Other)
        {
            return e.ContractError; // not every node keeps the state of older blocks
        }
    }

    /// <inheritdoc />
    public async Task<PreparedAnchor> PrepareAsync(long size, byte[] root, IReadOnlyList<byte[]> proof, long nonce, Fees? bumpFrom, CancellationToken cancel)
    {
        var key = Key();
        var call = AnchorCalls.Anchor(size, root, proof);
        // An estimate would fail too, but not every node says why.
        await AnchorDryRunAsync(size, root, proof, cancel);
        var gas = FeePolicy.GasLimit(await _node.EstimateGasAsync(_contract, call, key.Account, cancel), _options.GasCeiling);
        var (baseFee, tip) = await _node.FeesAsync(cancel);
        var fees = FeePolicy.Offer(baseFee, tip, bumpFrom, _options);
        var (raw, hash) = new DynamicFeeTransaction(ChainId, nonce, fees, gas, _contract, BigInteger.Zero, call).Sign(key);
        return new(nonce, raw, hash, fees, gas);
    }

    /// <inheritdoc />
    public Task SubmitAsync(ReadOnlyMemory<byte> rawTransaction, CancellationToken cancel) => _node.SendAsync(rawTransaction, cancel);

    /// <inheritdoc />
    public Task<AnchorReceipt?> ReceiptAsync(byte[] hash, CancellationToken cancel) => _node.ReceiptAsync(hash, cancel);

    /// <inheritdoc />
    public async Task<byte[]?> BlockHashAsync(long number, CancellationToken cancel) => (await _node.BlockAsync(number, cancel))?.Hash;

    /// <inheritdoc />
    public async Task<ChainHeads> HeadsAsync(CancellationToken cancel)
    {
        var latest = await _node.HeadAsync(_options.OldestHead, cancel);
        return new(latest, await _node.BlockAsync(BlockTag.Safe, cancel), await _node.BlockAsync(BlockTag.Finalized, cancel));
    }

    private SigningKey Key() => _key ?? throw new InvalidOperationException("This client has no key: it only reads.");
}
