using Lotmark.Contracts.Chain;

namespace Lotmark.Ledger.Anchoring;

/// <summary>What came of sending.</summary>
public enum SendOutcome
{
    /// <summary>A node has it.</summary>
    Taken,

    /// <summary>The nodes want more for it.</summary>
    TooCheap,

    /// <summary>No node took it. It stays as it is; the next look tells.</summary>
    NotTaken,
}

/// <summary>Makes the transactions that carry a checkpoint to the contract: proved, signed, stored, and only then sent.</summary>
public sealed partial class AnchorMaker(IAnchorChain chain, AnchorStore store, AnchorProof proofs, Func<CancellationToken, Task> ensureLeading, ILogger logger)
{
    /// <summary>Has the tree end with an epoch and anchors it, if the contract does not hold it yet.</summary>
    /// <param name="look">What the chain said, and where alarms go.</param>
    /// <param name="nonce">The sender's number of it.</param>
    /// <param name="bumpFrom">Fees of the dearest transaction that waits under this nonce; null if none does.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task MakeAsync(AnchorLook look, long nonce, Fees? bumpFrom, CancellationToken cancel)
    {
        try
        {
            await proofs.MakeEpochAsync(cancel);
            // What the contract holds is where the proof starts. Our own records may be behind it.
            if (await proofs.ToNewestEpochAsync(look.Anchored, cancel) is not { } extension) return;
            var prepared = await chain.PrepareAsync(extension.Size, extension.Root, extension.Hashes, nonce, bumpFrom, cancel);
            await ensureLeading(cancel);
            var row = await store.AddAsync(chain.Sender!, extension, look.Anchored.Size, prepared, look.Heads.Latest.Number, cancel);
            // A crash here costs nothing: the row is open, and its bytes are sent at the next look.
            await SendAsync(look, row, cancel);
        }
        catch (ForkedException e)
        {
            look.Halt(AnchorAlarms.Forked, e.Message);
        }
        catch (ChainFaultException e) when (e.Kind is not (ChainFaultKind.Unreachable or ChainFaultKind.WrongChain or ChainFaultKind.NoContract))
        {
            NotPrepared(look, e);
        }
    }

    /// <summary>Sends stored bytes.</summary>
    public async Task<SendOutcome> SendAsync(AnchorLook look, AnchorTransaction row, CancellationToken cancel)
    {
        try
        {
            await chain.SubmitAsync(row.Raw, cancel);
            await store.MarkSentAsync(row.Id, cancel);
            return SendOutcome.Taken;
        }
        catch (ChainFaultException e) when (e.Kind is not (ChainFaultKind.Unreachable or ChainFaultKind.WrongChain))
        {
            if (e.Kind is ChainFaultKind.Underpriced or ChainFaultKind.FeeTooHigh) return SendOutcome.TooCheap;
            if (e.Kind == ChainFaultKind.InsufficientFunds) look.Warn(AnchorAlarms.NoFunds, e.Message);
            else if (e.Kind == ChainFaultKind.GasTooHigh) look.Warn(AnchorAlarms.Refused, $"{e.Message} This should not happen: it needs a look at the settings of gas, or at the code.");
            else if (e.Kind != ChainFaultKind.NonceTooLow) NotTaken(row.Size, e.Message); // a nonce that is used up has a receipt, or the next look says whose it was
            return SendOutcome.NotTaken;
        }
    }

    private static void NotPrepared(AnchorLook look, ChainFaultException fault)
    {
        switch (fault)
        {
            case { Kind: ChainFaultKind.FeeTooHigh }:
                look.Warn(AnchorAlarms.FeeOverCap, $"{fault.Message} Anchoring waits until gas is cheaper, or Anchoring:MaxFeeGwei and Anchoring:MaxTipGwei allow more.");
                break;
            case { Kind: ChainFaultKind.InsufficientFunds }:
                look.Warn(AnchorAlarms.NoFunds, fault.Message);
                break;
            // Somebody was faster, or the chain was reorganised between two questions: the next look starts from what it holds then.
            case { ContractError: "SizeNotIncreasing" or "BadConsistencyProof" or "UnexpectedProof" or "NotOperator" or "AlreadyClosed" }:
                break;
            default:
                look.Warn(AnchorAlarms.Refused, $"The next anchor could not be prepared. {fault.Message}");
                break;
        }
    }

    [LoggerMessage(LogLevel.Warning, "No node took the anchor of size {Size}; it is kept and sent again: {Reason}")]
    private partial void NotTaken(long size, string reason);
}
