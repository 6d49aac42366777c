using Lotmark.Contracts.Chain;

namespace Lotmark.Ledger.Anchoring;

/// <summary>What to do about one transaction.</summary>
public abstract record Move(AnchorTransaction Transaction)
{
    /// <summary>A block has it: note how deep that is.</summary>
    public sealed record InBlock(AnchorTransaction Transaction, AnchorState State, AnchorReceipt Receipt) : Move(Transaction);

    /// <summary>The contract refused it: note why.</summary>
    public sealed record Refused(AnchorTransaction Transaction, AnchorReceipt Receipt) : Move(Transaction);

    /// <summary>Another one with its nonce is in a block.</summary>
    public sealed record Superseded(AnchorTransaction Transaction) : Move(Transaction);

    /// <summary>The block that held it is gone from the chain: it waits again.</summary>
    public sealed record BlockGone(AnchorTransaction Transaction) : Move(Transaction);

    /// <summary>Send the same bytes (again): the same bytes are the same transaction, harmless.</summary>
    public sealed record Send(AnchorTransaction Transaction) : Move(Transaction);

    /// <summary>It waits too long: sign another one under its nonce that offers more.</summary>
    public sealed record OfferMore(AnchorTransaction Transaction) : Move(Transaction);

    /// <summary>Its nonce is used up and none of ours used it.</summary>
    public sealed record NonceTaken(AnchorTransaction Transaction) : Move(Transaction);
}

/// <summary>What the chain says of a transaction.</summary>
/// <param name="Receipt">Where it is; null while it is in no block of the chain as it is now.</param>
/// <param name="Disputed">The nodes contradict each other.</param>
public sealed record Sighting(AnchorReceipt? Receipt, bool Disputed);

/// <summary>Where the chain stands, as far as the fate of a transaction depends on it.</summary>
/// <param name="Heads">Its newest and its final block.</param>
/// <param name="MinedNonce">The sender's first nonce that is not used up. Asked before the receipts: what it counts has one.</param>
/// <param name="NonceTakenForLong">The nonce was used up and none of ours had a receipt, several looks in a row.</param>
public sealed record ChainNow(ChainHeads Heads, long MinedNonce, bool NonceTakenForLong);

/// <summary>
/// The fate of the transactions that share a nonce: of them at most one comes into a block, and it may be any. A rule without
/// clock, database or chain.
/// </summary>
/// <param name="confirmations">Blocks, its own included, after which an anchor counts as confirmed.</param>
/// <param name="stuckBlocks">Blocks without a receipt after which more is offered.</param>
public sealed class NonceFate(long confirmations, long stuckBlocks)
{
    /// <summary>What to do about them, in this order.</summary>
    /// <param name="rows">All transactions of one nonce, those that were given up included.</param>
    /// <param name="sightings">What the chain says of each, by row.</param>
    /// <param name="now">Where the chain stands.</param>
    public IReadOnlyList<Move> Decide(IReadOnlyList<AnchorTransaction> rows, IReadOnlyDictionary<long, Sighting> sightings, ChainNow now)
    {
        if (rows.FirstOrDefault(r => sightings[r.Id].Receipt is not null) is { } winner)
            return [.. Won(winner, sightings[winner.Id].Receipt!, now.Heads), .. rows.Where(r => r.IsOpen && r.Id != winner.Id).Select(r => new Move.Superseded(r))];
        if (rows.Any(r => sightings[r.Id].Disputed)) return [];

        var waiting = rows.Where(r => r.IsOpen).OrderBy(r => r.Id).ToList();
        if (now.MinedNonce > rows[0].Nonce) return now.NonceTakenForLong ? [.. waiting.Select(r => new Move.NonceTaken(r))] : [];

        var gone = waiting.Where(r => r.IsInBlock).ToList();
        var newest = waiting[^1];
        Move next = gone.Count == 0 && now.Heads.Latest.Number - newest.WaitingFrom >= stuckBlocks ? new Move.OfferMore(newest) : new Move.Send(newest);
        return [.. gone.Select(r => new Move.BlockGone(r)), .. gone.Where(r => r.Id != newest.Id).Select(r => new Move.Send(r)), next];
    }

    private IEnumerable<Move> Won(AnchorTransaction winner, AnchorReceipt receipt, ChainHeads heads)
    {
        if (!receipt.Succeeded)
        {
            if (winner.State != AnchorState.Reverted) yield return new Move.Refused(winner, receipt);
            yield break;
        }
        var state = receipt.BlockNumber <= heads.Finalized?.Number ? AnchorState.Final
            : heads.Latest.Number - receipt.BlockNumber + 1 >= confirmations ? AnchorState.Confirmed
            : AnchorState.Mined;
        if (state != winner.State || receipt.BlockNumber != winner.BlockNumber || !receipt.BlockHash.AsSpan().SequenceEqual(winner.BlockHash))
            yield return new Move.InBlock(winner, state, receipt);
    }
}
