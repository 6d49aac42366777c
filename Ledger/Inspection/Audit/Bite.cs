using Lotmark.Contracts.Tiles;
using Lotmark.Ledger.Log;

namespace Lotmark.Ledger.Inspection.Audit;

/// <summary>A run of leaves with all that they are compared with, read in one snapshot.</summary>
/// <param name="From">Index of the first.</param>
/// <param name="To">Index after the last.</param>
/// <param name="LogSize">Leaves of the whole log.</param>
/// <param name="Leaves">In the order of their index; one may be missing.</param>
/// <param name="Tiles">The tiles of every level that the run touches, as stored.</param>
/// <param name="Checkpoints">Of the trees that end in the run, smallest first.</param>
internal sealed record Bite(
    long From, long To, long LogSize, IReadOnlyList<LeafRow> Leaves, IReadOnlyDictionary<TileId, byte[]> Tiles, IReadOnlyList<SignedCheckpoint> Checkpoints);

/// <summary>A leaf as stored, beside the event that stands where it says and the leaf that its lot had before.</summary>
internal sealed record LeafRow(long Index, Guid? EventId, string Lot, int Version, byte[] Hash, byte[] Bytes, EventRow? Event, byte[]? Previous)
{
    /// <summary>Whether it ends an anchored tree instead of belonging to an event.</summary>
    public bool IsEpoch => EventId is null && Lot == EpochLeaf.Lot;
}

/// <summary>An event as stored.</summary>
internal sealed record EventRow(Guid Id, string Type, DateTime RecordedAt, byte[] Data, bool IsArchived);
