using Lotmark.Contracts.Freshness;
using Lotmark.Contracts.Tree;
using Npgsql;

namespace Lotmark.Ledger.Log;

/// <summary>What was done towards an epoch in one step.</summary>
/// <param name="MapSize">Leaves that the lot map covers after it.</param>
/// <param name="Lots">Lots in the map.</param>
/// <param name="Changed">Whether anything was done.</param>
/// <param name="Ended">Whether the epoch that was wanted is made, or needs no making.</param>
/// <param name="Leaf">The epoch leaf, once the map covers all leaves before it.</param>
internal sealed record EpochStep(long MapSize, long Lots, bool Changed, bool Ended, Leaf? Leaf);

/// <summary>
/// Brings the lot map up to the end of the log and makes the epoch leaf, in steps that are small enough not to keep events waiting.
/// The map is made only when an epoch is wanted: changing a lot ten times between two epochs costs as much as changing it once.
/// </summary>
internal sealed class EpochBuilder(NpgsqlConnection connection)
{
    private const int StepLeaves = 16384;

    private readonly LotMapTable _table = new(connection.CreateCommand);

    /// <summary>One step, inside the transaction that appends <paramref name="fresh" /> to the log of <paramref name="size" /> leaves.</summary>
    public async Task<EpochStep> StepAsync(long size, IReadOnlyList<Leaf> fresh, CancellationToken cancel)
    {
        var state = await StateAsync(cancel);
        var last = state.Last;
        // A map that was lost, or that an earlier build kept elsewhere, is made again as of the last epoch: what is anchored stays provable.
        if (state.MapSize <= last.Index) return await RebuildAsync(state, cancel);

        var end = size + fresh.Count;
        if (!state.Wanted || last.Index + 1 == end) // an idle log gets no epochs
            return new(state.MapSize, state.Lots, Changed: state.Wanted, Ended: state.Wanted, Leaf: null);

        var epoch = last.Version + 1;
        var stored = Math.Min(state.MapSize + StepLeaves, size);
        var entries = await NewestAsync(state.MapSize, stored, cancel);
        if (stored == size) entries.AddRange(fresh.Select(l => new LotMapLeaf(LotMapHash.Key(l.Lot), l.Hash)));
        var (lots, root) = await SetAsync(entries, epoch, state.Lots, cancel);
        return stored < size
            ? new(stored, lots, Changed: true, Ended: false, Leaf: null)
            : new(end + 1, lots, Changed: true, Ended: true, Leaf(epoch, lots, root, last));
    }

    private async Task<EpochStep> RebuildAsync(State state, CancellationToken cancel)
    {
        var lots = state.Lots;
        if (state.MapSize == 0)
        {
            lots = 0;
            await using var clear = new NpgsqlCommand("delete from log.map_page", connection);
            await clear.ExecuteNonQueryAsync(cancel);
            await using var oldest = new NpgsqlCommand("update log.state set map_epoch = @epoch", connection) { Parameters = { new("epoch", state.Last.Version) } };
            await oldest.ExecuteNonQueryAsync(cancel);
        }
        var to = Math.Min(state.MapSize + StepLeaves, state.Last.Index + 1);
        (lots, _) = await SetAsync(await NewestAsync(state.MapSize, to, cancel), state.Last.Version, lots, cancel);
        return new(to, lots, Changed: true, Ended: false, Leaf: null);
    }

    private async Task<(long Lots, byte[] Root)> SetAsync(List<LotMapLeaf> entries, int epoch, long lots, CancellationToken cancel)
    {
        var change = await PagedLotMap.SetAsync(entries, _table.At(epoch, cancel));
        await _table.SaveAsync(change.Pages, epoch, cancel);
        return (lots + change.Added, change.Root);
    }

    private static Leaf Leaf(int epoch, long lots, byte[] mapRoot, LastEpoch last)
    {
        var bytes = EpochLeaf.Build(epoch, last.Now, lots, mapRoot, last.Hash);
        return new(null, EpochLeaf.Lot, epoch, MerkleTree.LeafHash(bytes), bytes);
    }

    private async Task<State> StateAsync(CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("""
            select s.epoch_wanted, s.map_size, s.map_lots, coalesce(e.index, -1), coalesce(e.version, 0), e.hash, clock_timestamp()
            from log.state s left join lateral (select index, version, hash from log.leaf where lot = @epoch order by version desc limit 1) e on true
            """, connection);
        command.Parameters.AddWithValue("epoch", EpochLeaf.Lot);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        await reader.ReadAsync(cancel);
        return new(reader.GetBoolean(0), reader.GetInt64(1), reader.GetInt64(2),
            new(reader.GetInt64(3), reader.GetInt32(4), reader.IsDBNull(5) ? null : reader.GetFieldValue<byte[]>(5), reader.GetDateTime(6)));
    }

    // Each lot's newest entry among the stored leaves from one index up to another.
    private async Task<List<LotMapLeaf>> NewestAsync(long from, long to, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("""
            select distinct on (lot) lot, hash from log.leaf where index >= @from and index < @to and lot <> @epoch order by lot, version desc
            """, connection);
        command.Parameters.AddWithValue("from", from);
        command.Parameters.AddWithValue("to", to);
        command.Parameters.AddWithValue("epoch", EpochLeaf.Lot);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var newest = new List<LotMapLeaf>();
        while (await reader.ReadAsync(cancel)) newest.Add(new(LotMapHash.Key(reader.GetString(0)), reader.GetFieldValue<byte[]>(1)));
        return newest;
    }

    private sealed record State(bool Wanted, long MapSize, long Lots, LastEpoch Last);

    private sealed record LastEpoch(long Index, int Version, byte[]? Hash, DateTime Now);
}
