using Lotmark.Ledger.Access;
using Lotmark.Ledger.Identifiers;
using Lotmark.Ledger.Lots;
using Npgsql;

namespace Lotmark.Ledger.Serials;

/// <summary>Issues serial numbers: they are stored first, then one event names them all, then they are given out.</summary>
public sealed class SerialIssue(LotReader lots, LotStreams streams, SerialStore store)
{
    /// <summary>Carries out a request, or finds what it did when it came before.</summary>
    public async Task<(Decision.Refused? Refused, StoredBatch? Batch, bool Fresh)> CarryOutAsync(
        LotKey lot, IssueSerials request, Actor actor, RequestIdentity? identity, CancellationToken cancel)
    {
        var permit = actor.To(Operation.IssueSerials);
        if (ReadLot.Refusal(await lots.FindAsync(lot, cancel), permit) is { } hidden) return (hidden, null, false);

        await using var open = await store.OpenAsync(lot.Path, cancel);
        var history = await lots.HistoryAsync(lot, cancel);
        var recorded = history.Facts.Select(f => f.Fact).OfType<SerialsIssued>().Select(i => i.Sha256).ToHashSet();
        await open.ClearAsync(recorded, cancel);

        var batch = identity is null ? null : await open.OfRequestAsync(identity.Id, cancel);
        if (batch is not null && batch.RequestHash != identity!.Hash) return (RequestIdentity.Reused, null, false);
        if (batch is null)
        {
            var (refused, stored) = await StoreAsync(open, history, recorded, request, actor, identity, cancel);
            if (refused is not null) return (refused, null, false);
            batch = stored!;
        }

        // Whoever asked may have gone: what became of the event must be known all the same, before another issue looks.
        var fact = new SerialsIssued(batch.Count, batch.Sha256, RecordedBy.Of(actor));
        var outcome = await streams.ChangeAsync([lot], permit, found => IssueSerials.Decide(found[0], fact), identity, CancellationToken.None);
        if (outcome is not Outcome.Refused { Why: var why }) return (null, batch, outcome is Outcome.Recorded { Fresh: true });
        if (!recorded.Contains(batch.Sha256)) await open.DropAsync(batch.Id, CancellationToken.None);
        return (why, null, false);
    }

    private static async Task<(Decision.Refused? Refused, StoredBatch? Batch)> StoreAsync(
        OpenSerials open, LotHistory history, HashSet<string> recorded, IssueSerials request, Actor actor, RequestIdentity? identity, CancellationToken cancel)
    {
        var serials = request.Serials is { } given ? [.. given.Order(StringComparer.Ordinal)] : NewSerials.Make(request.Count!.Value);
        var sha256 = CanonicalSerials.Hash(serials);
        // Asked here already, so that what may not be is not stored.
        if (IssueSerials.Decide(history, new(serials.Length, sha256, RecordedBy.Of(actor))) is Decision.Refused refused) return (refused, null);

        if (await open.OfHashAsync(sha256, cancel) is { } same)
            return (null, recorded.Contains(sha256) ? same : await open.TakeUpAsync(same, identity?.Id, identity?.Hash, cancel));
        try
        {
            return (null, await open.StoreAsync(sha256, serials, identity?.Id, identity?.Hash, cancel));
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation && request.Serials is not null)
        {
            return (Decision.Conflict("serial-issued", "Some of these serial numbers were issued for this lot before.", "部分序列号已为该批次发放过。") with
            {
                Details = new Dictionary<string, object?> { ["serials"] = await open.KnownAmongAsync(serials, cancel) },
            }, null);
        }
    }
}
