using System.Globalization;
using JasperFx.Events;
using Lotmark.Contracts.Tiles;
using Lotmark.Contracts.Tree;
using Lotmark.Ledger.Identifiers;
using Lotmark.Ledger.Log;
using Marten;

namespace Lotmark.Ledger.Lots;

/// <summary>Refuses an event whose leaf would not fit into the log's entry bundles: once committed, it could never be sequenced.</summary>
internal static class EntryLimit
{
    private static readonly byte[] AnyHash = new byte[MerkleTree.HashSize];

    /// <summary>The refusal of the first event that is too long; null when all fit.</summary>
    /// <param name="lot">Whose events they are.</param>
    /// <param name="before">Number of the lot's events before them.</param>
    /// <param name="events">The events.</param>
    /// <param name="serializer">Writes them as they will be stored.</param>
    public static Decision.Refused? Check(LotKey lot, int before, IReadOnlyList<IEvent> events, ISerializer serializer)
    {
        for (var i = 0; i < events.Count; i++)
        {
            var length = LeafEntry.Build(lot.Path, before + i + 1, events[i].EventTypeName, DateTime.UnixEpoch, serializer.ToJson(events[i].Data), AnyHash).Length;
            if (length <= EntryBundle.MaxEntryBytes) continue;
            return new("entry-too-long", StatusCodes.Status413PayloadTooLarge, string.Create(CultureInfo.InvariantCulture,
                $"Its entry in the log would have {length:N0} bytes; at most {EntryBundle.MaxEntryBytes:N0} fit. Nothing was stored; shorten the texts."));
        }
        return null;
    }
}
