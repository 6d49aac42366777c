using Lotmark.Ledger.Problems;
using Marten;

namespace Lotmark.Ledger.Lots;

/// <summary>A command on its way into a transaction.</summary>
/// <param name="Lots">Names of the lots it may write to, the one it is about first.</param>
/// <param name="Decide">The rule, on the histories of these lots in this order.</param>
/// <param name="Request">By which it is known again; null when it has no Idempotency-Key.</param>
internal sealed record LotCommand(IReadOnlyList<string> Lots, Func<IReadOnlyList<LotHistory>, Decision> Decide, RequestIdentity? Request)
{
    private const int Tries = 5;
    private int _tries;

    /// <summary>Puts what is kept beside the facts into their transaction.</summary>
    public Action<IDocumentSession>? Beside { get; init; }

    public TaskCompletionSource<Outcome> Outcome { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // What no other transaction under way may touch.
    public IEnumerable<string> Keys => Request is null ? Lots : Lots.Append(Request.Id);

    public bool TryAgain() => ++_tries < Tries;
}

/// <summary>
/// Commands that wait together share a transaction. One that fails leaves alone: the others are tried without it. Commands on
/// one lot keep their order.
/// </summary>
public sealed class GroupCommit(LotTransaction transaction)
{
    // More in one transaction gains nothing and makes the first wait for the last.
    private const int MostTogether = 256;

    // One transaction is decided and sent while the database works on the other.
    private const int MostUnderWay = 2;

    private readonly Lock _gate = new();
    private readonly LinkedList<LotCommand> _waiting = [];
    private readonly HashSet<string> _touched = [];
    private int _underWay;

    internal Task<Outcome> SubmitAsync(LotCommand command, CancellationToken cancel)
    {
        lock (_gate)
        {
            _waiting.AddLast(command);
            StartNext();
        }
        return command.Outcome.Task.WaitAsync(cancel);
    }

    private void StartNext()
    {
        while (_underWay < MostUnderWay && Take() is { Count: > 0 } batch)
        {
            _underWay++;
            _ = Task.Run(() => CarryOutAsync(batch));
        }
    }

    // From the longest waiting on. Who stands behind a command on the same lot stays behind it.
    private List<LotCommand> Take()
    {
        var (batch, behind, requests) = (new List<LotCommand>(), new HashSet<string>(), new HashSet<string>());
        for (var node = _waiting.First; node is not null && batch.Count < MostTogether;)
        {
            var (command, next) = (node.Value, node.Next);
            if (command.Keys.Any(key => _touched.Contains(key) || behind.Contains(key)) || (command.Request is { Id: var id } && !requests.Add(id)))
                behind.UnionWith(command.Keys);
            else
            {
                batch.Add(command);
                _waiting.Remove(node);
            }
            node = next;
        }
        foreach (var command in batch) _touched.UnionWith(command.Keys);
        return batch;
    }

    private async Task CarryOutAsync(List<LotCommand> batch)
    {
        await TogetherAsync(batch);
        lock (_gate)
        {
            foreach (var command in batch) _touched.ExceptWith(command.Keys);
            _underWay--;
            StartNext();
        }
    }

    private async Task TogetherAsync(List<LotCommand> batch)
    {
        try
        {
            var outcomes = await transaction.CommitAsync(batch);
            // The first one last: an import waits for it, and finds all behind it settled instead of being woken for each.
            for (var i = batch.Count - 1; i >= 0; i--) batch[i].Outcome.TrySetResult(outcomes[i]);
        }
        catch (Exception e) when (DatabaseAwayAnswer.IsEndedSession(e) && batch[0].TryAgain())
        {
            // As they are: the batch is not at fault, and halves of it would only meet more of the sessions that were ended together.
            await TogetherAsync(batch);
        }
        catch (Exception e) when (LotTransaction.ConcernsAll(e))
        {
            foreach (var command in batch) command.Outcome.TrySetException(e);
        }
        catch (Exception) when (batch.Count > 1)
        {
            await TogetherAsync(batch[..(batch.Count / 2)]);
            await TogetherAsync(batch[(batch.Count / 2)..]);
        }
        catch (Exception e) when (LotTransaction.IsRace(e) && batch[0].TryAgain())
        {
            // Somebody else wrote to this lot, or sent this very request, since we looked.
            await TogetherAsync(batch);
        }
        catch (Exception e)
        {
            batch[0].Outcome.TrySetException(e);
        }
    }
}
