using Lotmark.Contracts.Chain;
using Lotmark.Ledger.Log;

namespace Lotmark.Ledger.Anchoring;

/// <summary>The transactions that were watched.</summary>
/// <param name="Waiting">Nonces that wait for a block: while there are any, no further anchor is made.</param>
/// <param name="Open">Nonces that are ours and not final.</param>
public sealed record Watched(IReadOnlySet<long> Waiting, IReadOnlySet<long> Open)
{
    /// <summary>Whether one is on its way.</summary>
    public bool InFlight => Waiting.Count > 0;

    /// <summary>The first nonce that is neither used up nor ours already.</summary>
    public long NextNonce(long minedNonce)
    {
        while (Open.Contains(minedNonce)) minedNonce++;
        return minedNonce;
    }
}

/// <summary>Follows every transaction until its fate is sealed.</summary>
public sealed partial class AnchorFollower(IAnchorChain chain, AnchorStore store, AnchorProof proofs, LogReader log, AnchorMaker maker, ChainSettings settings, ILogger logger)
{
    // A node may have counted a transaction, or forgotten one, a moment before it tells the rest.
    private const int LooksToBelieve = 3;

    private readonly Dictionary<long, int> _taken = [];
    private int _gap;

    /// <summary>Looks for each, and does what its fate asks for.</summary>
    public async Task<Watched> FollowAsync(AnchorLook look, CancellationToken cancel)
    {
        var fate = new NonceFate(settings.Confirmations, settings.StuckBlocks);
        var (open, waiting) = (new HashSet<long>(), new HashSet<long>());
        foreach (var rows in (await store.WatchedAsync(chain.Sender!, cancel)).GroupBy(t => t.Nonce).Select(g => g.ToList()))
        {
            var nonce = rows[0].Nonce;
            var sightings = new Dictionary<long, Sighting>();
            foreach (var row in rows) sightings[row.Id] = await SightAsync(row, cancel);
            var seen = sightings.Values.Any(s => s.Receipt is not null);
            var moves = fate.Decide(rows, sightings, new(look.Heads, look.MinedNonce, TakenForLong(nonce, !seen && look.MinedNonce > nonce)));
            foreach (var move in moves) await ApplyAsync(look, rows, move, cancel);
            if (moves.Any(m => m is Move.NonceTaken)) continue;
            open.Add(nonce);
            if (!seen) waiting.Add(nonce);
        }
        await CloseGapAsync(look, open, waiting, cancel);
        return new(waiting, open);
    }

    private async Task<Sighting> SightAsync(AnchorTransaction row, CancellationToken cancel)
    {
        try
        {
            if (await chain.ReceiptAsync(row.Hash, cancel) is not { } receipt) return new(null, Disputed: false);
            // A receipt counts only while its block is part of the chain. A node that has no such block yet says nothing.
            var hash = await chain.BlockHashAsync(receipt.BlockNumber, cancel);
            return new(receipt.BlockHash.AsSpan().SequenceEqual(hash) ? receipt : null, Disputed: hash is null);
        }
        catch (ChainFaultException e) when (e.Kind == ChainFaultKind.Disputed)
        {
            return new(null, Disputed: true);
        }
    }

    private async Task ApplyAsync(AnchorLook look, List<AnchorTransaction> rows, Move move, CancellationToken cancel)
    {
        var row = move.Transaction;
        switch (move)
        {
            case Move.InBlock(_, var state, var receipt):
                await store.MarkInBlockAsync(row.Id, state, receipt, cancel);
                if (state == AnchorState.Final) await FinishAsync(row, receipt, cancel);
                break;
            case Move.Refused(_, var receipt):
                var why = await WhyAsync(row, receipt.BlockNumber, cancel);
                await store.MarkEndedAsync(row.Id, AnchorState.Reverted, $"The contract refused it: {why ?? "it is not known why"}.", cancel);
                WasRefused(row.Size, receipt.BlockNumber, why);
                break;
            case Move.Superseded:
                await store.MarkEndedAsync(row.Id, AnchorState.Replaced, AnchorErrors.Replaced, cancel);
                break;
            case Move.BlockGone:
                await store.MarkWaitingAsync(row.Id, look.Heads.Latest.Number, cancel);
                IsGone(row.Size, row.BlockNumber);
                break;
            case Move.NonceTaken:
                await store.MarkEndedAsync(row.Id, AnchorState.Lost, AnchorErrors.NonceTaken, cancel);
                break;
            case Move.Send when !look.Halted:
                if (await maker.SendAsync(look, row, cancel) == SendOutcome.TooCheap) await OfferMoreAsync(look, rows, cancel);
                break;
            case Move.OfferMore when !look.Halted:
                // Should there be nothing to replace it with, the old bytes are still the best there is.
                if (await maker.SendAsync(look, row, cancel) != SendOutcome.NotTaken) await OfferMoreAsync(look, rows, cancel);
                break;
        }
    }

    private async Task FinishAsync(AnchorTransaction row, AnchorReceipt receipt, CancellationToken cancel)
    {
        IsFinal(row.Size, receipt.BlockNumber);
        await log.KeepMapsFromAsync(row.Size, cancel);
    }

    private async Task<string?> WhyAsync(AnchorTransaction row, long block, CancellationToken cancel)
    {
        try
        {
            return await chain.RefusalAsync(row.Size, row.Root, await proofs.BetweenAsync(row.PreviousSize, row.Size, cancel), block, cancel);
        }
        catch (ForkedException)
        {
            return null; // the look at the history says so
        }
    }

    private Task OfferMoreAsync(AnchorLook look, List<AnchorTransaction> rows, CancellationToken cancel) =>
        maker.MakeAsync(look, rows[0].Nonce, new(rows.Max(r => r.Fees.Tip), rows.Max(r => r.Fees.MaxFee)), cancel);

    private bool TakenForLong(long nonce, bool taken)
    {
        if (!taken)
        {
            _taken.Remove(nonce);
            return false;
        }
        return (_taken[nonce] = _taken.GetValueOrDefault(nonce) + 1) >= LooksToBelieve;
    }

    // A nonce before ours that nobody has keeps ours from every block. Ours are given up, and the next anchor takes the missing one.
    private async Task CloseGapAsync(AnchorLook look, HashSet<long> open, HashSet<long> waiting, CancellationToken cancel)
    {
        var missing = new Watched(waiting, open).NextNonce(look.MinedNonce);
        var behind = waiting.Where(nonce => nonce > missing).ToHashSet();
        if (behind.Count == 0 || look.Halted || await chain.PendingNonceAsync(cancel) > missing)
        {
            _gap = 0;
            return;
        }
        if (++_gap < LooksToBelieve) return;
        foreach (var row in (await store.WatchedAsync(chain.Sender!, cancel)).Where(t => t.IsOpen && behind.Contains(t.Nonce)))
            await store.MarkEndedAsync(row.Id, AnchorState.Lost, AnchorErrors.BehindGap, cancel);
        IsMissing(missing);
        open.ExceptWith(behind);
        waiting.ExceptWith(behind);
        _gap = 0;
    }

    [LoggerMessage(LogLevel.Information, "The checkpoint of size {Size} is final in block {Block}")]
    private partial void IsFinal(long size, long block);

    [LoggerMessage(LogLevel.Warning, "The contract refused the anchor of size {Size} in block {Block}: {Reason}")]
    private partial void WasRefused(long size, long block, string? reason);

    [LoggerMessage(LogLevel.Warning, "The chain was reorganised: the anchor of size {Size} lost its block {Block} and is sent again")]
    private partial void IsGone(long size, long? block);

    [LoggerMessage(LogLevel.Warning, "Nonce {Nonce} is missing from the chain: what waited behind it is given up and anchored with it")]
    private partial void IsMissing(long nonce);
}
