using JasperFx;
using JasperFx.Events;
using Lotmark.Ledger.Identifiers;
using Marten;

namespace Lotmark.Ledger.Lots;

/// <summary>The only way to write to lots: loads, lets the rules decide, appends; whoever comes second decides again.</summary>
public sealed class LotStreams(IDocumentStore store)
{
    private const int Tries = 5;

    /// <summary>Decides on the lot as it is now and records what was decided, all in one transaction.</summary>
    /// <param name="lot">The lot.</param>
    /// <param name="decide">The rule: pure, may be asked more than once.</param>
    /// <param name="request">Remembered with the events, so that the same request is answered the same; null when it has no Idempotency-Key.</param>
    /// <param name="cancel">Ends the wait; what was committed stays.</param>
    public async Task<Outcome> AppendAsync(LotKey lot, Func<Lot?, Decision> decide, RequestIdentity? request, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await TryAppendAsync(lot, decide, request, cancel);
            }
            catch (Exception e) when (attempt < Tries && IsRace(e))
            {
                // Somebody else wrote to this lot, or sent this very request, since we looked.
            }
        }
    }

    private async Task<Outcome> TryAppendAsync(LotKey lot, Func<Lot?, Decision> decide, RequestIdentity? request, CancellationToken cancel)
    {
        await using var session = store.LightweightSession();
        var state = await session.Events.AggregateStreamAsync<Lot>(lot.Path, token: cancel);
        // After the state: who sees what a request did also finds that request remembered.
        if (request is not null && await session.LoadAsync<RememberedRequest>(request.Id, cancel) is { } before)
        {
            if (before.Hash != request.Hash) return new Outcome.Refused(RequestIdentity.Reused);
            var then = await session.Events.AggregateStreamAsync<Lot>(before.Lot, before.Version, token: cancel);
            return new Outcome.Recorded(then!, Fresh: true);
        }

        switch (decide(state))
        {
            case Decision.Refused refused:
                return new Outcome.Refused(refused);
            case Decision.Accepted { Events: [] }:
                return new Outcome.Recorded(state!, Fresh: false);
            case Decision.Accepted { Events: var events }:
                var version = (state?.Version ?? 0) + events.Count;
                var stream = state is null ? session.Events.StartStream<Lot>(lot.Path, events) : session.Events.Append(lot.Path, version, events);
                if (EntryLimit.Check(lot, state?.Version ?? 0, stream.Events, store.Options.Serializer()) is { } tooLong) return new Outcome.Refused(tooLong);
                if (request is not null) session.Insert(request.Remember(lot, version));
                await session.SaveChangesAsync(cancel);
                var now = await session.Events.AggregateStreamAsync<Lot>(lot.Path, version, token: cancel);
                return new Outcome.Recorded(now!, Fresh: true);
            default:
                throw new InvalidOperationException("A decision is accepted or refused.");
        }
    }

    private static bool IsRace(Exception e) =>
        e is Marten.Exceptions.ExistingStreamIdCollisionException or EventStreamUnexpectedMaxEventIdException or ConcurrencyException or DocumentAlreadyExistsException;
}

/// <summary>How an append ended.</summary>
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
