using System.Text.Json;

namespace Lotmark.Ledger.Log;

/// <summary>The leaf with which a tree that is to be anchored ends: it commits to the newest entry of every lot.</summary>
internal static class EpochLeaf
{
    /// <summary>What stands in the place of a lot's name.</summary>
    public const string Lot = "epoch";

    /// <summary>Its bytes, canonical JSON like every entry.</summary>
    public static byte[] Build(int number, DateTime now, long lots, byte[] mapRoot, byte[]? previous) => LeafEntry.Build(
        Lot, number, Lot, now, JsonSerializer.Serialize(new { lots, mapRoot = Convert.ToHexStringLower(mapRoot) }), previous);
}
