using System.Text.Json.Nodes;

namespace Lotmark.Scanner.Serials;

/// <summary>What a code says of its item, and what is known of it.</summary>
/// <param name="Serial">The serial number as it stands in the code.</param>
/// <param name="Scans">How often it was scanned; null when it was not issued for this lot.</param>
/// <param name="Counted">Whether the reader's own scan is among them.</param>
public sealed record ScannedItem(string Serial, ItemScans? Scans, bool Counted)
{
    /// <summary>The same for a program.</summary>
    internal JsonObject Json => new()
    {
        ["known"] = Scans is not null,
        ["firstScannedAt"] = Scans?.FirstAt,
        ["scans"] = Scans?.Total ?? 0,
        ["looksCopied"] = Scans?.LooksCopied() ?? false,
    };
}
