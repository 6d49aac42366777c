using Lotmark.Ledger.Access;
using Lotmark.Ledger.Identifiers;
using Marten;

namespace Lotmark.Ledger.Lots;

/// <summary>The only way to write to lots. The rules decide on the lot as it is; whoever comes second decides again. The answer follows the commit.</summary>
public sealed class LotStreams(GroupCommit commit)
{
    /// <summary>A lot may begin.</summary>
    /// <param name="lot">The lot.</param>
    /// <param name="decide">The rule: pure, may be asked more than once. Whose lot it is, is for it to say: the lot is not there yet.</param>
    /// <param name="request">Remembered with the facts, so that the same request is answered the same; null when it has no Idempotency-Key.</param>
    /// <param name="cancel">Ends the wait; what was committed stays.</param>
    public Task<Outcome> RegisterAsync(LotKey lot, Func<Lot?, Decision> decide, RequestIdentity? request, CancellationToken cancel) =>
        commit.SubmitAsync(new([lot.Path], lots => decide(lots[0].Lot), request), cancel);

    /// <summary>Something happened to a lot. Unknown lots and those of others are refused before the rule is asked.</summary>
    /// <param name="lot">The lot.</param>
    /// <param name="permit">What the caller may do.</param>
    /// <param name="decide">The rule: pure, may be asked more than once.</param>
    /// <param name="request">Remembered with the facts, so that the same request is answered the same; null when it has no Idempotency-Key.</param>
    /// <param name="cancel">Ends the wait; what was committed stays.</param>
    public Task<Outcome> ChangeAsync(LotKey lot, Permit permit, Func<Lot, Decision> decide, RequestIdentity? request, CancellationToken cancel) =>
        ChangeAsync([lot], permit, lots => decide(lots[0].Lot!), request, cancel);

    /// <summary>Something happened to several lots at once, or to one by its whole history. The first is the one that the answer is about.</summary>
    /// <inheritdoc cref="ChangeAsync(LotKey, Permit, Func{Lot, Decision}, RequestIdentity, CancellationToken)" />
    public Task<Outcome> ChangeAsync(
        IReadOnlyList<LotKey> lots, Permit permit, Func<IReadOnlyList<LotHistory>, Decision> decide, RequestIdentity? request, CancellationToken cancel) =>
        commit.SubmitAsync(new([.. lots.Select(l => l.Path)], found => Refusal(found, permit) ?? decide(found), request), cancel);

    /// <summary>Something happened to a lot, and more is kept beside it.</summary>
    /// <param name="lot">The lot.</param>
    /// <param name="permit">What the caller may do.</param>
    /// <param name="decide">The rule: pure, may be asked more than once.</param>
    /// <param name="beside">Puts what is to be kept beside the facts into their transaction; may be asked more than once.</param>
    /// <param name="cancel">Ends the wait; what was committed stays.</param>
    public Task<Outcome> ChangeWithAsync(LotKey lot, Permit permit, Func<Lot, Decision> decide, Action<IDocumentSession> beside, CancellationToken cancel) =>
        commit.SubmitAsync(new([lot.Path], found => Refusal(found, permit) ?? decide(found[0].Lot!), null) { Beside = beside }, cancel);

    /// <summary>Somebody without a key told something about a lot, whosever it is. Unknown lots are refused before the rule is asked.</summary>
    /// <param name="lot">The lot.</param>
    /// <param name="decide">The rule: pure, may be asked more than once.</param>
    /// <param name="beside">Puts what is to be kept beside the facts into their transaction; may be asked more than once.</param>
    /// <param name="cancel">Ends the wait; what was committed stays.</param>
    public Task<Outcome> ToldAsync(LotKey lot, Func<Lot, Decision> decide, Action<IDocumentSession> beside, CancellationToken cancel) =>
        commit.SubmitAsync(new([lot.Path], found => Unknown(found[0]) ?? decide(found[0].Lot!), null) { Beside = beside }, cancel);

    /// <summary>Lots are made of others: the first ones must be there and be the caller's, the rest must not be there yet.</summary>
    /// <inheritdoc cref="ChangeAsync(LotKey, Permit, Func{Lot, Decision}, RequestIdentity, CancellationToken)" />
    public Task<Outcome> MakeAsync(
        IReadOnlyList<LotKey> of, IReadOnlyList<LotKey> made, Permit permit, Func<IReadOnlyList<LotHistory>, Decision> decide, RequestIdentity? request, CancellationToken cancel) =>
        commit.SubmitAsync(
            new([.. of.Select(l => l.Path), .. made.Select(l => l.Path)], found => Refusal(found.Take(of.Count), permit) ?? decide(found), request), cancel);

    private static Decision.Refused? Refusal(IEnumerable<LotHistory> lots, Permit permit)
    {
        foreach (var lot in lots)
        {
            if (Unknown(lot) is { } unknown) return unknown;
            if (!lot.Lot!.IsOpenTo(permit))
                return Decision.Forbid("foreign-lot", "This organisation has nothing to do with this lot.", "该批次与本单位无关。");
        }
        return null;
    }

    private static Decision.Refused? Unknown(LotHistory lot) => lot.Lot is null or { IsVoid: true }
        ? Decision.Unknown("lot-unknown", $"No lot is registered under {lot.Id}.", $"{lot.Id} 未登记。")
        : null;
}

/// <summary>How a command ended.</summary>
public abstract record Outcome
{
    private Outcome() { }

    /// <summary>It is committed.</summary>
    /// <param name="Lot">The lot as it was right after.</param>
    /// <param name="Fresh">Whether the first such request recorded something new.</param>
    public sealed record Recorded(Lot Lot, bool Fresh) : Outcome;

    /// <summary>Nothing was changed.</summary>
    public sealed record Refused(Decision.Refused Why) : Outcome;
}
