using System.Diagnostics;
using System.Numerics;

namespace Lotmark.Contracts.Chain;

/// <summary>A contract that stands on its chain.</summary>
/// <param name="Address">Where.</param>
/// <param name="Transaction">Hash of the transaction that put it there, hex with 0x; null when it stood there before.</param>
/// <param name="Block">The transaction's block; 0 without one.</param>
/// <param name="GasUsed">Gas that it took; 0 without one.</param>
public sealed record Deployment(string Address, string? Transaction, long Block, long GasUsed);

/// <summary>What the contract is made with.</summary>
/// <param name="Owner">Address that names operators and may close the contract.</param>
/// <param name="Operator">First address that may anchor.</param>
/// <param name="Origin">SHA-256 of the origin line of the log's checkpoints, 32 bytes.</param>
/// <param name="Predecessor">Contract that this one continues; null if none.</param>
public sealed record DeploymentOrder(string Owner, string Operator, byte[] Origin, string? Predecessor);

/// <summary>
/// Puts the anchor contract on a chain. CREATE2 through the deployer that stands at one address on every chain gives the contract
/// an address that depends on its code and constructor alone, so doing it twice is doing it once.
/// </summary>
public static class AnchorDeployment
{
    private const string Nobody = "0x0000000000000000000000000000000000000000";
    private static readonly EthereumAddress Deployer = EthereumAddress.Parse("0x4e59b44847b379578588920cA78FbF26c0B4956C");
    private static readonly byte[] Salt = new byte[32];
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Where the contract stands once it is deployed.</summary>
    /// <exception cref="ArgumentException">Something in the order is no address.</exception>
    public static string AddressOf(DeploymentOrder order) => EthereumAddress.OfCreate2(Deployer, Salt, InitCode(order)).ToString();

    /// <summary>The contract; it is deployed first if it is not there, and waited for up to three minutes.</summary>
    /// <param name="http">Carries the questions.</param>
    /// <param name="chain">Which chain and nodes, and what gas may cost. Its contract is not looked at.</param>
    /// <param name="payer">Pays for it, and has no rights by that.</param>
    /// <param name="order">What to make.</param>
    /// <param name="cancel">Gives up; a transaction that was sent may still be mined.</param>
    /// <exception cref="ArgumentException">Something in the order is no address.</exception>
    /// <exception cref="ChainFaultException">The chain has no such deployer, refuses, or can't be reached.</exception>
    public static async Task<Deployment> DeployAsync(HttpClient http, ChainOptions chain, SigningKey payer, DeploymentOrder order, CancellationToken cancel)
    {
        payer.EnsureSecretOn(chain.ChainId);
        var initCode = InitCode(order);
        var address = EthereumAddress.OfCreate2(Deployer, Salt, initCode);
        var node = new EthereumNode(new(http, chain.RpcUrls, chain.ChainId, chain.Timeout));
        if (await ExistsAsync(node, address, cancel)) return new(address.ToString(), null, 0, 0);
        if (!await ExistsAsync(node, Deployer, cancel)) throw new ChainFaultException(ChainFaultKind.NoContract, $"Chain {chain.ChainId} has no CREATE2 deployer at {Deployer}.");

        byte[] call = [.. Salt, .. initCode];
        var gas = FeePolicy.GasLimit(await node.EstimateGasAsync(Deployer, call, payer.Account, cancel), chain.GasCeiling);
        var (baseFee, tip) = await node.FeesAsync(cancel);
        var nonce = await node.MinedCountAsync(payer.Account, cancel);
        var (raw, hash) = new DynamicFeeTransaction(chain.ChainId, nonce, FeePolicy.Offer(baseFee, tip, null, chain), gas, Deployer, BigInteger.Zero, call).Sign(payer);
        await node.SendAsync(raw, cancel);

        var receipt = await WaitAsync(node, hash, cancel);
        // A failed transaction may have come second to another that deployed the same.
        return await ExistsAsync(node, address, cancel)
            ? new(address.ToString(), RpcHex.Data(hash), receipt.BlockNumber, receipt.GasUsed)
            : throw new ChainFaultException(ChainFaultKind.Reverted, $"The deployment in block {receipt.BlockNumber} left no contract at {address}.");
    }

    private static async Task<AnchorReceipt> WaitAsync(EthereumNode node, byte[] hash, CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(Poll);
        for (var started = Stopwatch.StartNew(); started.Elapsed < Patience; await timer.WaitForNextTickAsync(cancel))
        {
            try
            {
                if (await node.ReceiptAsync(hash, cancel) is { } receipt) return receipt;
            }
            catch (ChainFaultException e) when (e.Kind is ChainFaultKind.Disputed or ChainFaultKind.Unreachable)
            {
                // Sent it is, and one node may hear of it before another.
            }
        }
        throw new ChainFaultException(ChainFaultKind.Other, $"The deployment is in no block after {Patience.TotalMinutes} minutes; it may still come, and the same command finds it then.");
    }

    private static byte[] InitCode(DeploymentOrder order) =>
        AnchorCalls.Create(EthereumAddress.Parse(order.Owner), EthereumAddress.Parse(order.Operator), order.Origin, EthereumAddress.Parse(order.Predecessor ?? Nobody));

    private static async Task<bool> ExistsAsync(EthereumNode node, EthereumAddress address, CancellationToken cancel) => (await node.CodeAsync(address, cancel)).Length > 0;
}
