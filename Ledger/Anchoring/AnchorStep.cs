using System.Security.Cryptography;
using System.Text;
using Lotmark.Contracts.Chain;
using Lotmark.Ledger.Log;

namespace Lotmark.Ledger.Anchoring;

/// <summary>
/// One look at the chain and what follows from it: transactions on their way are followed, and a new checkpoint is anchored when it is
/// time. All that must outlive a crash is in the database, so a step may end anywhere and the next one goes on.
/// </summary>
public sealed class AnchorStep(
    IAnchorChain chain, AnchorStore store, AnchorProof proofs, LogReader log, AnchorFollower follower, AnchorMaker maker, FinalAnchors finals, ChainSettings settings)
{
    private const int ComfortableAnchors = 10;
    private (long Size, byte[] Root) _known = (0, []);

    /// <summary>Looks and acts.</summary>
    /// <exception cref="ChainFaultException">The chain could not be looked at. Nothing is lost: look again later.</exception>
    public async Task<AnchorLook> RunAsync(CancellationToken cancel)
    {
        var heads = await chain.HeadsAsync(cancel);
        var contract = await chain.ContractAsync(cancel);
        await store.SawAsync(contract.Predecessor, heads.Latest.Number, cancel);
        // The nonce before the receipts: every transaction of ours that it counts has its receipt by then.
        var look = new AnchorLook(heads, await chain.MinedNonceAsync(cancel), await chain.LatestAsync(BlockTag.Latest, cancel));

        await CheckContractAsync(look, contract, cancel);
        await CheckHistoryAsync(look, cancel);
        await finals.CheckAsync(look, cancel);
        if (await log.RefusalAsync(cancel) is not null) look.Halt();

        var watched = await follower.FollowAsync(look, cancel);
        if (!look.Halted && !watched.InFlight && await IsTimeAsync(cancel))
            await maker.MakeAsync(look, watched.NextNonce(look.MinedNonce), bumpFrom: null, cancel);
        await CheckBalanceAsync(look, cancel);
        if (await store.NonceWasTakenAsync(chain.Sender!, cancel))
            look.Warn(AnchorAlarms.KeyUsedElsewhere, $"Transactions that this service did not make were sent from {chain.Sender} in the last day. Make sure that nobody else has the key, or give this service a key of its own.");
        return look;
    }

    private async Task CheckContractAsync(AnchorLook look, AnchorContract contract, CancellationToken cancel)
    {
        if (await log.IdentityAsync(cancel) is var (origin, _) && !SHA256.HashData(Encoding.UTF8.GetBytes(origin)).AsSpan().SequenceEqual(contract.Origin))
            look.Halt(AnchorAlarms.AnotherLog, $"The contract {chain.Contract} on chain {chain.ChainId} was made for another log than {origin}. Set Chain:Contract to the contract of this log.");
        else if (contract.Closed)
            look.Halt(AnchorAlarms.Closed, $"The contract {chain.Contract} on chain {chain.ChainId} is closed for good. Deploy one that continues it (deploy --predecessor {chain.Contract}) and set Chain:Contract.");
        else if (!contract.SenderMayAnchor)
            look.Halt(AnchorAlarms.OperatorRemoved, $"{chain.Sender} is no operator of the contract {chain.Contract} on chain {chain.ChainId}. The contract's owner has to allow it, or Chain:KeyFile has to name another key.");
    }

    private async Task CheckHistoryAsync(AnchorLook look, CancellationToken cancel)
    {
        if (look.Alarms.ContainsKey(AnchorAlarms.AnotherLog)) return;
        try
        {
            // What was compared once need not be again: neither side can change it unseen.
            if (_known.Size == look.Anchored.Size && _known.Root.AsSpan().SequenceEqual(look.Anchored.Root)) return;
            await proofs.EnsureOursAsync(look.Anchored, cancel);
            _known = (look.Anchored.Size, look.Anchored.Root);
        }
        catch (ForkedException e)
        {
            look.Halt(AnchorAlarms.Forked, e.Message);
        }
    }

    private async Task<bool> IsTimeAsync(CancellationToken cancel) =>
        await store.NewestAttemptAsync(cancel) is not { } newest || DateTime.UtcNow - newest.PreparedAt >= settings.Interval;

    private async Task CheckBalanceAsync(AnchorLook look, CancellationToken cancel)
    {
        look.Balance = await chain.BalanceAsync(cancel);
        var cost = await store.NewestAttemptAsync(cancel) is { } newest ? newest.GasLimit * newest.Fees.MaxFee : 0;
        var account = $"{chain.Sender} on chain {chain.ChainId} holds {Ether.Of(look.Balance):0.######} ETH";
        if (look.Balance.IsZero || look.Balance < cost || look.Alarms.ContainsKey(AnchorAlarms.NoFunds))
            look.Warn(AnchorAlarms.NoFunds, $"{account}, which does not pay for an anchor. Send it some; anchoring goes on by itself.");
        else if (look.Balance < ComfortableAnchors * cost)
            look.Warn(AnchorAlarms.BalanceLow, $"{account}, which pays for less than {ComfortableAnchors} more anchors. Send it some.");
    }
}
