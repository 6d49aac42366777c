using System.Globalization;
using System.Text.Json;
using Lotmark.Contracts.Tree;
using Lotmark.Ledger.Log;

namespace Lotmark.Ledger.Inspection.Audit;

/// <summary>A leaf with what its bytes hash to, and with the bytes that its event gives. Needs nothing but the row, so many are examined at once.</summary>
/// <param name="Row">As stored.</param>
/// <param name="Hash">Leaf hash of the kept bytes.</param>
/// <param name="Rebuilt">The bytes made again from the event as stored, or from an epoch's own words; null when there is none, or none can be made.</param>
internal sealed record ExaminedLeaf(LeafRow Row, byte[] Hash, byte[]? Rebuilt)
{
    /// <summary>Whether the kept bytes are those that the event gives.</summary>
    public bool FitsEvent => Rebuilt is not null && Rebuilt.AsSpan().SequenceEqual(Row.Bytes);

    public static ExaminedLeaf Of(LeafRow row) => new(row, MerkleTree.LeafHash(row.Bytes), row.IsEpoch ? RebuiltEpoch(row) : RebuiltFromEvent(row));

    private static byte[]? RebuiltFromEvent(LeafRow row)
    {
        if (row.Event is not { } stored || stored.Id != row.EventId) return null;
        try
        {
            return LeafEntry.Build(row.Lot, row.Version, stored.Type, stored.RecordedAt, stored.Data, row.Previous);
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException or JsonException)
        {
            return null; // no event that was ever acknowledged
        }
    }

    // An epoch has no event: its form, its number and its predecessor can be told from the row, its map only from all leaves before it.
    private static byte[]? RebuiltEpoch(LeafRow row)
    {
        try
        {
            using var kept = JsonDocument.Parse(row.Bytes);
            var data = kept.RootElement.GetProperty("data");
            var recordedAt = DateTime.Parse(kept.RootElement.GetProperty("recordedAt").GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
            return EpochLeaf.Build(row.Version, recordedAt, data.GetProperty("lots").GetInt64(), Convert.FromHexString(data.GetProperty("mapRoot").GetString()!), row.Previous);
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException or JsonException or KeyNotFoundException)
        {
            return null;
        }
    }
}
