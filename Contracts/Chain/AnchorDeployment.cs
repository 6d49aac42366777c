using System.Diagnostics;
using System.Numerics;

namespace Lotmark.Contracts.Chain;

/// <summary>
/// Puts the anchor contract on a chain. CREATE2 through the deployer that stands at one address on every chain gives the contract
/// an address that depends on its code and constructor alone, so doing it twice is doing it once.
/// </summary>
public static class AnchorDeployment
{
    private static readonly EthereumAddress Deployer = EthereumAddress.Parse("0x4e59b44847b379578588920cA78FbF26c0B4956C");
    private static readonly byte[] Salt = new byte[32];
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Where the contract stands once it is deployed.</summary>
    /// <param name="owner">Address that names operators and may close the contract.</param>
    /// <param name="operatorAddress">First address that may anchor.</param>
    /// <param name="origin">SHA-256 of the origin line of the log's checkpoints, 32 bytes.</param>
    /// <param name="predecessor">Contract that this one continues; the zero address if none.</param>
    public static string AddressOf(string owner, string operatorAddress, byte[] origin, string predecessor) =>
        EthereumAddress.OfCreate2(Deployer, Salt, InitCode(owner, operatorAddress, origin, predecessor)).ToString();

    /// <summary>The contract's address; it is deployed first if it is not there, and waited for up to three minutes.</summary>
    /// <param name="http">Carries the questions.</param>
    /// <param name="rpcUrl">A node.</param>
    /// <param name="chainId">The chain it must be of.</param>
    /// <param name="payer">Pays for it, and has no rights by that.</param>
    /// <param name="owner">Address that names operators and may close the contract.</param>
    /// <param name="operatorAddress">First address that may anchor.</param>
    /// <param name="origin">SHA-256 of the origin line of the log's checkpoints, 32 bytes.</param>
    /// <param name="predecessor">Contract that this one continues; the zero address if none.</param>
    /// <param name="cancel">Gives up; a transaction that was sent may still be mined.</param>
    /// <exception cref="ChainFaultException">The chain has no such deployer, refuses, or can't be reached.</exception>
    public static async Task<string> DeployAsync(
        HttpClient http, string rpcUrl, long chainId, SigningKey payer, string owner, string operatorAddress, byte[] origin, string predecessor, CancellationToken cancel)
    {
        payer.EnsureSecretOn(chainId);
        var initCode = InitCode(owner, operatorAddress, origin, predecessor);
        var address = EthereumAddress.OfCreate2(Deployer, Salt, initCode);
        var options = new ChainOptions { RpcUrls = [rpcUrl], ChainId = chainId, Contract = address.ToString() };
        var node = new EthereumNode(new(http, options.RpcUrls, chainId, options.Timeout));
        if (await ExistsAsync(node, address, cancel)) return address.ToString();
        if (!await ExistsAsync(node, Deployer, cancel)) throw new ChainFaultException(ChainFaultKind.NoContract, $"Chain {chainId} has no CREATE2 deployer at {Deployer}.");

        byte[] call = [.. Salt, .. initCode];
        var gas = FeePolicy.GasLimit(await node.EstimateGasAsync(Deployer, call, payer.Account, cancel), options.GasCeiling);
        var (baseFee, tip) = await node.FeesAsync(cancel);
        var nonce = await node.MinedCountAsync(payer.Account, cancel);
        var (raw, hash) = new DynamicFeeTransaction(chainId, nonce, FeePolicy.Offer(baseFee, tip, null, options), gas, Deployer, BigInteger.Zero, call).Sign(payer);
        await node.SendAsync(raw, cancel);

        var receipt = await WaitAsync(node, hash, cancel);
        // A failed transaction may have come second to another that deployed the same.
        return await ExistsAsync(node, address, cancel)
            ? address.ToString()
            : throw new ChainFaultException(ChainFaultKind.Reverted, $"The deployment in block {receipt.BlockNumber} left no contract at {address}.");
    }

    private static async Task<AnchorReceipt> WaitAsync(EthereumNode node, byte[] hash, CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(Poll);
        for (var started = Stopwatch.StartNew(); started.Elapsed < Patience; await timer.WaitForNextTickAsync(cancel))
            if (await node.ReceiptAsync(hash, cancel) is { } receipt) return receipt;
        throw new ChainFaultException(ChainFaultKind.Other, $"The deployment is in no block after {Patience.TotalMinutes} minutes; it may still come.");
    }

    private static byte[] InitCode(string owner, string operatorAddress, byte[] origin, string predecessor) =>
        AnchorCalls.Create(EthereumAddress.Parse(owner), EthereumAddress.Parse(operatorAddress), origin, EthereumAddress.Parse(predecessor));

    private static async Task<bool> ExistsAsync(EthereumNode node, EthereumAddress address, CancellationToken cancel) => (await node.CodeAsync(address, cancel)).Length > 0;
}
