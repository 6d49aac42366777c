using System.Globalization;
using Lotmark.Contracts.Tree;

namespace Lotmark.Ledger.Inspection.Audit;

/// <summary>Every leaf has its event, where it says and as it says.</summary>
internal static class LeafAgainstEvent
{
    /// <summary>Whether the event has to be looked for elsewhere.</summary>
    public static bool IsLost(LeafRow row) => row.EventId is { } id && row.Event?.Id != id;

    /// <param name="leaf">The leaf.</param>
    /// <param name="inTile">The hash that the tile holds for it, if it does.</param>
    /// <param name="places">Where the events that are lost stand now.</param>
    /// <param name="findings">Takes what is found.</param>
    public static void Check(ExaminedLeaf leaf, byte[]? inTile, IReadOnlyDictionary<Guid, (string Lot, long Version)> places, Findings findings)
    {
        var row = leaf.Row;
        if (row.IsEpoch ? leaf.Rebuilt is null : row.EventId is null)
        {
            findings.Add(new(Where.LeafWithoutEvent, row.Lot, row.Version, row.Index, "an event, or an epoch leaf in its one form", "neither"));
            return;
        }
        if (row.EventId is { } id && IsLost(row))
        {
            findings.Add(Lost(row, id, places));
            return;
        }
        if (row.Event is { IsArchived: true }) findings.Add(new(Where.EventHidden, row.Lot, row.Version, row.Index, "an event that is read", "one that is marked as archived"));
        if (leaf.FitsEvent) return;
        // When the tree holds what the event gives, it is the leaf that was changed, and that is told where leaf and tree are compared.
        if (inTile is not null && leaf.Rebuilt is not null && MerkleTree.LeafHash(leaf.Rebuilt).AsSpan().SequenceEqual(inTile)) return;
        findings.Add(Changed(leaf));
    }

    private static Mismatch Changed(ExaminedLeaf leaf)
    {
        var row = leaf.Row;
        if (leaf.Rebuilt is null)
            return new(Where.EventChanged, row.Lot, row.Version, row.Index, $"an event that gives the kept leaf of {row.Bytes.Length} bytes", "one that can't be written as a leaf at all");
        // The kept leaf bytes are what was acknowledged.
        var difference = JsonDifference.Between(row.Bytes, leaf.Rebuilt);
        return difference.Expected.StartsWith("previous: ", StringComparison.Ordinal) && !difference.Expected.Contains(';', StringComparison.Ordinal)
            ? new(Where.LeafPrevious, row.Lot, row.Version, row.Index, difference.Found, difference.Expected)
            : new(Where.EventChanged, row.Lot, row.Version, row.Index, difference.Expected, difference.Found);
    }

    private static Mismatch Lost(LeafRow row, Guid id, IReadOnlyDictionary<Guid, (string Lot, long Version)> places)
    {
        var expected = string.Create(CultureInfo.InvariantCulture, $"event {id} as number {row.Version} of this lot");
        if (places.TryGetValue(id, out var place))
        {
            return place.Lot != row.Lot
                ? new(Where.EventMoved, row.Lot, row.Version, row.Index, expected, $"it stands in lot {place.Lot} as number {place.Version}")
                : new(Where.EventRenumbered, row.Lot, row.Version, row.Index, expected, $"it has number {place.Version}");
        }
        return row.Event is { } other
            ? new(Where.EventReplaced, row.Lot, row.Version, row.Index, expected, $"it is gone, and event {other.Id} stands in its place")
            : new(Where.EventMissing, row.Lot, row.Version, row.Index, expected, "it is gone; the leaf keeps what it said");
    }
}
