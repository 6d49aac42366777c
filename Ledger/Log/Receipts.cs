using Lotmark.Contracts.Notes;
using Lotmark.Contracts.Tiles;
using Npgsql;

namespace Lotmark.Ledger.Log;

/// <summary>What shows for ever that an event was taken: who holds it can prove that the log dropped or changed it.</summary>
/// <param name="Entry">The leaf's bytes, base64.</param>
/// <param name="Proof">Their inclusion in a signed checkpoint (c2sp.org/tlog-proof@v1).</param>
/// <param name="Key">Verifier key of the log.</param>
public sealed record Receipt(byte[] Entry, string Proof, string Key);

/// <summary>Waits until a checkpoint covers an event. However many wait, one of them looks for all.</summary>
public sealed partial class Receipts(NpgsqlDataSource database, LogReader log, LogKeys keys, IHostApplicationLifetime host, ILogger<Receipts> logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan AfterTrouble = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly HashSet<Waiter> _waiting = [];
    private bool _looking;

    /// <summary>The receipt of an event, as soon as a checkpoint covers it; null if that takes longer, or this process ends.</summary>
    public async Task<Receipt?> WaitAsync(string lot, int version, TimeSpan patience, CancellationToken cancel)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancel, host.ApplicationStopping);
        var waiter = new Waiter(lot, version);
        Join(waiter);
        try
        {
            return await waiter.Receipt.Task.WaitAsync(patience, ends.Token);
        }
        catch (TimeoutException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return null;
        }
        finally
        {
            lock (_gate) _waiting.Remove(waiter);
        }
    }

    private void Join(Waiter waiter)
    {
        lock (_gate)
        {
            _waiting.Add(waiter);
            if (_looking) return;
            _looking = true;
        }
        _ = Task.Run(LookAsync);
    }

    // Runs only while somebody waits.
    private async Task LookAsync()
    {
        while (StillWaiting() is { Count: > 0 } waiting)
        {
            try
            {
                await ServeAsync(waiting);
                await Task.Delay(Pause);
            }
            catch (Exception) when (host.ApplicationStopping.IsCancellationRequested)
            {
                return; // nobody waits any more
            }
            catch (Exception e)
            {
                // Nobody is failed for it: their events are committed, and without a receipt they are answered all the same.
                NotNow(e.Message);
                await Task.Delay(AfterTrouble);
            }
        }
    }

    private List<Waiter> StillWaiting()
    {
        lock (_gate)
        {
            _looking = _waiting.Count > 0;
            return [.. _waiting];
        }
    }

    private async Task ServeAsync(List<Waiter> waiting)
    {
        if (await log.LatestCheckpointAsync(CancellationToken.None) is not { } checkpoint) return;
        // Under one checkpoint an event is looked for once.
        var asking = waiting.Where(w => w.LookedUnder != checkpoint.Size).ToList();
        if (asking.Count == 0) return;
        var leaves = await LeavesAsync(asking, checkpoint.Size);
        if (leaves.Count > 0)
        {
            var key = await CheckpointKey.OfAsync(keys, checkpoint, CancellationToken.None);
            var tiles = await log.TilesAsync([.. leaves.Values.SelectMany(l => TileProofs.TilesForInclusion(l.Index, checkpoint.Size)).Distinct()], CancellationToken.None);
            foreach (var waiter in asking)
            {
                if (!leaves.TryGetValue((waiter.Lot, waiter.Version), out var leaf)) continue;
                var proof = new TlogProof(leaf.Index, TileProofs.Inclusion(leaf.Index, checkpoint.Size, id => tiles[id]), checkpoint.Note);
                waiter.Receipt.TrySetResult(new(leaf.Entry, proof.ToString(), key));
            }
        }
        foreach (var waiter in asking) waiter.LookedUnder = checkpoint.Size;
    }

    private async Task<Dictionary<(string Lot, int Version), (long Index, byte[] Entry)>> LeavesAsync(List<Waiter> asking, long size)
    {
        await using var command = database.CreateCommand("""
            select l.lot, l.version, l.index, l.bytes from (select distinct * from unnest(@lots, @versions)) as wanted(lot, version)
            cross join lateral (select lot, version, index, bytes from log.leaf where lot = wanted.lot and version = wanted.version offset 0) l where l.index < @size
            """);
        command.Parameters.AddWithValue("lots", asking.Select(w => w.Lot).ToArray());
        command.Parameters.AddWithValue("versions", asking.Select(w => w.Version).ToArray());
        command.Parameters.AddWithValue("size", size);
        await using var reader = await command.ExecuteReaderAsync();
        var leaves = new Dictionary<(string, int), (long, byte[])>();
        while (await reader.ReadAsync()) leaves[(reader.GetString(0), reader.GetInt32(1))] = (reader.GetInt64(2), reader.GetFieldValue<byte[]>(3));
        return leaves;
    }

    [LoggerMessage(LogLevel.Warning, "Receipts can't be made just now: {Reason}")]
    private partial void NotNow(string reason);

    private sealed class Waiter(string lot, int version)
    {
        public string Lot => lot;

        public int Version => version;

        // Size of the checkpoint under which this event was looked for last.
        public long LookedUnder { get; set; } = -1;

        public TaskCompletionSource<Receipt> Receipt { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
