using JasperFx;
using JasperFx.Events;
using Marten;
using Npgsql;

namespace Lotmark.Ledger.Lots;

/// <summary>Decides commands one after the other, each on what the ones before it left, and records what was decided in one transaction.</summary>
public sealed class LotTransaction(IDocumentStore store, NpgsqlDataSource database, LotReader reader, StoredFacts facts, TimeProvider clock)
{
    // What a deadline of the caller must not cut off: others are in the same transaction.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>Whether a failure has nothing to do with what was to be written: the database is away, or nothing may be recorded.</summary>
    internal static bool ConcernsAll(Exception e) => e switch
    {
        PostgresException { SqlState: Problems.LogRefusedAnswer.Refused } => true,
        _ when Problems.DatabaseAwayAnswer.IsEndedSession(e) => true,
        PostgresException => e.InnerException is { } inner && ConcernsAll(inner),
        NpgsqlException { IsTransient: true } => true,
        _ => e.InnerException is { } inner && ConcernsAll(inner),
    };

    /// <summary>Whether somebody else was quicker.</summary>
    internal static bool IsRace(Exception e) => e
        is Marten.Exceptions.ExistingStreamIdCollisionException or EventStreamUnexpectedMaxEventIdException or ConcurrencyException or DocumentAlreadyExistsException
        or PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } || (e.InnerException is { } inner && IsRace(inner));

    internal async Task<IReadOnlyList<Outcome>> CommitAsync(IReadOnlyList<LotCommand> commands)
    {
        using var deadline = new CancellationTokenSource(Longest);
        try
        {
            return await CommitAsync(commands, deadline);
        }
        catch (OperationCanceledException e) when (deadline.IsCancellationRequested)
        {
            throw new NpgsqlException("The database did not answer in time.", new TimeoutException("", e));
        }
    }

    private async Task<IReadOnlyList<Outcome>> CommitAsync(IReadOnlyList<LotCommand> commands, CancellationTokenSource deadline)
    {
        var before = await reader.HistoriesAsync([.. commands.SelectMany(c => c.Lots).Distinct()], deadline.Token);
        await using var session = store.LightweightSession();
        var remembered = await RememberedAsync(session, commands, deadline.Token);

        var after = new Dictionary<string, LotHistory>(before);
        var written = new Dictionary<string, List<StoredFact>>();
        var outcomes = new List<Outcome>(commands.Count);
        foreach (var command in commands)
            outcomes.Add(remembered.TryGetValue(command.Request?.Id ?? "", out var earlier)
                ? await AgainAsync(command, earlier, after, deadline.Token)
                : Decide(command, session, after, written));

        var begun = new BegunLots();
        var changed = false;
        foreach (var (lot, fresh) in written)
        {
            if (before[lot].Facts.Count is > 0 and var recorded)
            {
                session.Events.Append(lot, recorded + fresh.Count, fresh.ConvertAll(f => (object)f.Fact));
                changed = true;
            }
            else begun.Add(lot, fresh);
        }
        if (!changed && commands.All(c => c.Request is null))
        {
            if (written.Count > 0) await begun.StoreAsync(database, deadline.Token);
            return outcomes;
        }
        begun.Queue(session);
        if (written.Count > 0) await session.SaveChangesAsync(deadline.Token);
        return outcomes;
    }

    // After the histories: who sees what a request did also finds that request remembered.
    private static async Task<Dictionary<string, RememberedRequest>> RememberedAsync(IDocumentSession session, IReadOnlyList<LotCommand> commands, CancellationToken cancel)
    {
        var ids = commands.Select(c => c.Request?.Id).OfType<string>().ToArray();
        return ids.Length == 0 ? [] : (await session.LoadManyAsync<RememberedRequest>(cancel, ids)).ToDictionary(r => r.Id);
    }

    private async Task<Outcome> AgainAsync(LotCommand command, RememberedRequest earlier, Dictionary<string, LotHistory> lots, CancellationToken cancel)
    {
        if (earlier.Hash != command.Request!.Hash) return new Outcome.Refused(RequestIdentity.Reused);
        var lot = lots.TryGetValue(earlier.Lot, out var history) ? history : (await reader.HistoriesAsync([earlier.Lot], cancel))[earlier.Lot];
        return new Outcome.Recorded(lot.Until(earlier.Version)!, Fresh: true);
    }

    private Outcome Decide(LotCommand command, IDocumentSession session, Dictionary<string, LotHistory> lots, Dictionary<string, List<StoredFact>> written)
    {
        var now = clock.GetUtcNow();
        switch (command.Decide([.. command.Lots.Select(lot => lots[lot])]))
        {
            case Decision.Refused refused:
                return new Outcome.Refused(refused);
            case Decision.Accepted { Facts: [] }:
                return new Outcome.Recorded(lots[command.Lots[0]].Lot!, Fresh: false);
            case Decision.Accepted accepted:
                var changes = accepted.Elsewhere.Select(e => (Lot: e.Lot.Path, Facts: (IReadOnlyList<ILotFact>)[e.Fact])).Prepend((command.Lots[0], accepted.Facts));
                var next = new Dictionary<string, LotHistory>();
                var fresh = new List<(string Lot, IReadOnlyList<StoredFact> Facts)>();
                foreach (var (lot, decided) in changes)
                {
                    var history = next.TryGetValue(lot, out var begun) ? begun : lots[lot];
                    if (facts.Write(lot, history.Facts.Count, decided, out var stored) is { } tooLong) return new Outcome.Refused(tooLong);
                    next[lot] = history.With(decided, now);
                    fresh.Add((lot, stored));
                }
                foreach (var (lot, history) in next) lots[lot] = history;
                foreach (var (lot, stored) in fresh)
                    if (!written.TryAdd(lot, [.. stored])) written[lot].AddRange(stored);
                var about = lots[command.Lots[0]];
                if (command.Request is { } request) session.Insert(request.Remember(about.Id, about.Facts.Count));
                command.Beside?.Invoke(session);
                return new Outcome.Recorded(about.Lot!, Fresh: true);
            default:
                throw new InvalidOperationException("A decision is accepted or refused.");
        }
    }
}
