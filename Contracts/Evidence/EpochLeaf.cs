using System.Diagnostics.CodeAnalysis;
using Lotmark.Contracts.Json;

namespace Lotmark.Contracts.Evidence;

// The leaf that ends an anchored tree. It covers all entries before it.
internal sealed record EpochLeaf(long Lots, byte[] MapRoot, byte[] LeafHash)
{
    private const string Name = "epoch";

    public static bool TryParse(byte[] bytes, [NotNullWhen(true)] out EpochLeaf? epoch, [NotNullWhen(false)] out string? problem)
    {
        epoch = null;
        if (!Entry.TryParse(bytes, out var entry, out problem)) return false;
        if (entry.Lot != Name || entry.Type != Name)
        {
            problem = "is of another lot or type";
            return false;
        }
        try
        {
            epoch = StrictObject.Read(bytes, Name, envelope => Read(envelope, entry.LeafHash));
            return true;
        }
        catch (FormatException e)
        {
            problem = e.Message;
            return false;
        }
    }

    private static EpochLeaf Read(StrictObject envelope, byte[] leafHash)
    {
        foreach (var known in (string[])["lot", "previous", "recordedAt", "type", "version"]) envelope.Any(known);
        return envelope.Object("data", data => new EpochLeaf(
            data.Number("lots"),
            LowerHex.TryDecodeHash(data.String("mapRoot"), out var root) ? root : throw data.Wrong("mapRoot", "is not 64 lower-case hex digits"),
            leafHash));
    }
}
