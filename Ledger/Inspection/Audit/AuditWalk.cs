using Lotmark.Ledger.Log;
using Npgsql;

namespace Lotmark.Ledger.Inspection.Audit;

/// <summary>
/// One walk over the ledger, leaf by leaf from an index to the end, and event by event. It holds the right edge of the tree and no more;
/// what it compares with is read beside each leaf.
/// </summary>
internal sealed class AuditWalk : IAsyncDisposable
{
    private readonly NpgsqlDataSource _database;
    private readonly BiteReader _reader;
    private readonly Findings _findings;
    private readonly CheckpointCheck _checkpoints;
    private readonly LeavesAgainstTiles _tiles;
    private readonly LeavesAgainstRoots _roots;
    private readonly EventsAgainstLeaves _events;
    private EpochAgainstLeaves? _epochs;

    private AuditWalk(NpgsqlDataSource database, LogIdentity log, LeavesAgainstTiles tiles, EpochAgainstLeaves? epochs, long events, Findings findings)
    {
        (_database, _reader, _findings, _checkpoints, _tiles, _epochs) = (database, new(database), findings, new(log), tiles, epochs);
        _roots = new(tiles.Frontier());
        _events = new(database, events);
    }

    /// <summary>Index of the next leaf.</summary>
    public long NextLeaf => _roots.Size;

    /// <summary>Sequence number of the last event.</summary>
    public long LastEvent => _events.Position;

    /// <summary>How many events were looked at.</summary>
    public long Events { get; private set; }

    /// <summary>How many checkpoints were checked.</summary>
    public long Checkpoints { get; private set; }

    /// <summary>How many lot maps were made anew.</summary>
    public long Epochs { get; private set; }

    /// <summary>What is known from outside; to be filled before the walk comes by.</summary>
    public OutsideHeads Outside { get; } = new();

    /// <summary>Begins at a leaf. The tiles before it are trusted, and so are the leaves for the map.</summary>
    /// <param name="database">The ledger.</param>
    /// <param name="log">Whose checkpoints these should be.</param>
    /// <param name="from">Index of the first leaf.</param>
    /// <param name="afterEvent">Sequence number of the event before the first.</param>
    /// <param name="withMap">Whether the lot map is made anew and compared with every epoch.</param>
    /// <param name="findings">Takes what is found.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="StartupException">There is nothing to begin from.</exception>
    public static async Task<AuditWalk> BeginAsync(
        NpgsqlDataSource database, LogIdentity log, long from, long afterEvent, bool withMap, Findings findings, CancellationToken cancel)
    {
        var reader = new BiteReader(database);
        LeavesAgainstTiles tiles;
        try
        {
            tiles = new(from, await reader.EdgeAsync(from, cancel));
        }
        catch (ArgumentException e)
        {
            throw new StartupException($"The audit can't begin at leaf {from}: {e.Message} Begin at 0.", e);
        }
        var walk = new AuditWalk(database, log, tiles, withMap ? await EpochAgainstLeaves.BeginAsync(database, from, cancel) : null, afterEvent, findings);
        if (from == 0 && await new LogReader(database).CheckpointOfAsync(0, cancel) is { } empty) walk._checkpoints.Check(empty, walk._roots, findings);
        return walk;
    }

    /// <summary>Reads what comes next, at most <paramref name="count" /> leaves.</summary>
    public Task<Bite> ReadAsync(long from, int count, CancellationToken cancel) => _reader.ReadAsync(from, count, cancel);

    /// <summary>Checks what was read, which must begin at <see cref="NextLeaf" />.</summary>
    /// <param name="bite">The leaves.</param>
    /// <param name="atOnce">How many processors it may take.</param>
    /// <param name="cancel">Ends it.</param>
    public async Task CheckAsync(Bite bite, int atOnce, CancellationToken cancel)
    {
        var places = await _reader.PlacesAsync([.. bite.Leaves.Where(LeafAgainstEvent.IsLost).Select(l => l.EventId!.Value)], cancel);
        var examined = bite.Leaves.AsParallel().AsOrdered().WithDegreeOfParallelism(atOnce).WithCancellation(cancel).Select(ExaminedLeaf.Of).ToList();
        var checkpoints = bite.Checkpoints.ToDictionary(c => c.Size);
        var next = 0;
        for (var index = bite.From; index < bite.To; index++)
        {
            var leaf = next < examined.Count && examined[next].Row.Index == index ? examined[next++] : null;
            CheckLeaf(leaf, index, bite, places);
            if (checkpoints.TryGetValue(index + 1, out var checkpoint)) _checkpoints.Check(checkpoint, _roots, _findings);
            Outside.Check(_roots, checkpoint is not null, _findings);
        }
        Checkpoints += bite.Checkpoints.Count;
        await CheckMapAsync(atEnd: false, cancel);
    }

    /// <summary>Sequence number of the newest event.</summary>
    public Task<long> NewestEventAsync(CancellationToken cancel) => _events.NewestAsync(cancel);

    /// <summary>Checks the next events, at most <paramref name="count" />. Returns how many; 0 at the end.</summary>
    public async Task<int> CheckEventsAsync(int count, CancellationToken cancel)
    {
        var looked = await _events.StepAsync(count, _findings, cancel);
        Events += looked;
        return looked;
    }

    /// <summary>Compares what is known from outside of trees that were passed already.</summary>
    public Task CheckPassedAsync(CancellationToken cancel) => Outside.CheckPassedAsync(NextLeaf, new LogReader(_database), _findings, cancel);

    /// <summary>Checks what only the end of the log shows.</summary>
    public async Task FinishAsync(long logSize, CancellationToken cancel)
    {
        await CheckMapAsync(atEnd: true, cancel);
        Outside.BeyondEnd(logSize, _findings);
        await EndOfLog.CheckAsync(_database, _findings, cancel);
    }

    /// <summary>Goes on without the lot map, which is compared once a walk.</summary>
    public async Task DropMapAsync()
    {
        if (_epochs is { } epochs) await epochs.DisposeAsync();
        _epochs = null;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync() => await DropMapAsync();

    private async Task CheckMapAsync(bool atEnd, CancellationToken cancel)
    {
        foreach (var settled in _roots.TakeSettled(atEnd, _findings))
        {
            if (_epochs is null) continue;
            await _epochs.TakeAsync(settled, _findings, cancel);
            if (settled.Leaf?.Row.IsEpoch == true) Epochs++;
        }
    }

    private void CheckLeaf(ExaminedLeaf? leaf, long index, Bite bite, IReadOnlyDictionary<Guid, (string Lot, long Version)> places)
    {
        var inTile = LeavesAgainstTiles.Stored(0, index, bite.Tiles);
        if (leaf is null)
        {
            _findings.Add(new(Where.LeafMissing, null, null, index, inTile is null ? "a leaf" : $"the leaf of hash {Convert.ToHexStringLower(inTile)}, as its tile has it", "none"));
        }
        else
        {
            LeafAgainstHash.Check(leaf, inTile, _findings);
            LeafAgainstEvent.Check(leaf, inTile, places, _findings);
        }
        _roots.Append(leaf, inTile);
        _tiles.Append(index, leaf?.Hash ?? inTile ?? Contracts.Tree.MerkleTree.EmptyRoot, bite.Tiles, _findings);
    }
}
