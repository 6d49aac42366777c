using Lotmark.Ledger.Access;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.ShopperReports;
using Marten;
using Npgsql;

namespace Lotmark.Ledger.Inspection.Tasks;

/// <summary>Carries out what is done about tasks: one act at a time on each, of all processes; what is recorded of a lot with it, in the same transaction.</summary>
public sealed class TaskActs(NpgsqlDataSource database, IDocumentStore documents, TaskStore store, LotStreams streams) : IDisposable
{
    // Each holds a connection while it waits for the commit, which needs another.
    private const int AtOnce = 4;
    private const int Tries = 3;

    private readonly LotTurns _turns = new(database, "task", AtOnce);

    internal static Decision.Refused Unknown => Decision.Unknown("task-unknown", "There is no task of this id.", "没有此编号的任务。");

    /// <inheritdoc />
    public void Dispose() => _turns.Dispose();

    /// <summary>Does something about a task. Returns why that could not be; null when it was.</summary>
    /// <param name="id">The task.</param>
    /// <param name="doer">Who does it.</param>
    /// <param name="request">By which it is known again; null when it is not.</param>
    /// <param name="decide">The rule.</param>
    /// <param name="cancel">Gives up; what was committed stays.</param>
    public async Task<Decision.Refused?> RunAsync(Guid id, Doer doer, RequestIdentity? request, Func<TaskFile, TaskDecision> decide, CancellationToken cancel)
    {
        await using var turn = await _turns.EnterAsync($"{id}", cancel);
        for (var tries = 1; ; tries++)
            try
            {
                return await DecideAsync(id, doer, request, decide, cancel);
            }
            catch (Exception e) when (tries < Tries && LotTransaction.IsRace(e))
            {
                // The turn was lost with its connection, and somebody else was quicker: decided again on what they left.
            }
    }

    private async Task<Decision.Refused?> DecideAsync(Guid id, Doer doer, RequestIdentity? request, Func<TaskFile, TaskDecision> decide, CancellationToken cancel)
    {
        if (await store.FindAsync(id, cancel) is not { } file) return Unknown;
        if (request is not null && await store.EarlierAsync(request, cancel) is { } earlier) return earlier.Hash == request.Hash ? null : RequestIdentity.Reused;
        // What is decided goes on whether or not anybody waits for the answer: the turn is not over before it.
        switch (decide(file))
        {
            case TaskDecision.Refused refused:
                return refused.Why;
            case TaskDecision.Accepted { OfLot: var (lot, rule) } accepted:
                var entry = accepted.Entry;
                var outcome = await streams.ChangeWithAsync(lot, doer.Actor.To(Operation.WorkOnTask), found =>
                {
                    entry = accepted.Entry with { Lot = lot.Path, Event = found.Version + 1 };
                    return rule(found);
                }, session => Queue(session, accepted with { Entry = entry }, doer, request), CancellationToken.None);
                return outcome is Outcome.Refused { Why: var why } ? why : null;
            case TaskDecision.Accepted accepted:
                await using (var session = documents.LightweightSession())
                {
                    Queue(session, accepted, doer, request);
                    await session.SaveChangesAsync(CancellationToken.None);
                }
                return null;
            default:
                return null;
        }
    }

    /// <summary>Waits for the turn to make a task of something, so that two who would make the same one find the first's.</summary>
    internal Task<LotTurn> TurnAsync(string source, CancellationToken cancel) => _turns.EnterAsync(source, cancel);

    private static void Queue(IDocumentSession session, TaskDecision.Accepted accepted, Doer doer, RequestIdentity? request)
    {
        TaskStore.Queue(session, accepted.After, accepted.Entry, request);
        if (accepted.Answer is not { } answer) return;
        // In one order, so that two who answer the same reports don't wait for each other.
        foreach (var report in accepted.Entry.Closing!.Reports.Order()) ReportShelf.QueueAnswer(session, report, Scanner.Reports.ReportState.Answered, answer.AnswerZh, answer.AnswerEn, doer.Actor, doer.At);
    }
}
