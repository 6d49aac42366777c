using System.Diagnostics.CodeAnalysis;
using Lotmark.Contracts.Json;
using Lotmark.Contracts.Tiles;
using Lotmark.Contracts.Tree;

namespace Lotmark.Contracts.Evidence;

// The envelope of every leaf: {data, lot, previous, recordedAt, type, version}. What data holds is no concern of this library.
internal sealed record Entry(string Lot, byte[]? Previous, string RecordedAt, string Type, long Version, byte[] LeafHash)
{
    public static bool TryParse(byte[] bytes, [NotNullWhen(true)] out Entry? entry, [NotNullWhen(false)] out string? problem)
    {
        (entry, problem) = (null, null);
        try
        {
            if (bytes.Length > EntryBundle.MaxEntryBytes) throw new FormatException($"is longer than {EntryBundle.MaxEntryBytes} bytes");
            if (!CanonicalJson.IsCanonical(bytes)) throw new FormatException("is not canonical JSON (RFC 8785)");
            entry = StrictObject.Read(bytes, "entry", envelope => Read(envelope, MerkleTree.LeafHash(bytes)));
            return true;
        }
        catch (FormatException e)
        {
            problem = e.Message;
            return false;
        }
    }

    private static Entry Read(StrictObject envelope, byte[] leafHash)
    {
        envelope.Any("data");
        return new(
            envelope.String("lot"),
            envelope.StringOrNull("previous") is not { } previous ? null
                : LowerHex.TryDecodeHash(previous, out var hash) ? hash
                : throw envelope.Wrong("previous", "is not 64 lower-case hex digits"),
            envelope.String("recordedAt"),
            envelope.String("type"),
            envelope.Number("version"),
            leafHash);
    }
}
