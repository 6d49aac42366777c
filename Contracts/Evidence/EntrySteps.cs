using static Lotmark.Contracts.Evidence.CheckStep;

namespace Lotmark.Contracts.Evidence;

// What the entries of a lot must be among themselves, before anything vouches for them.
internal static class EntrySteps
{
    public static CheckStep Form(IReadOnlyList<byte[]> leaves, List<Entry> entries)
    {
        foreach (var bytes in leaves)
        {
            if (!Entry.TryParse(bytes, out var entry, out var problem)) return Failed("entries", $"entry {entries.Count + 1}: {problem}");
            entries.Add(entry);
        }
        return Passed("entries", $"{entries.Count} in canonical form");
    }

    public static CheckStep Lot(string lot, List<Entry> entries) =>
        entries.FindIndex(e => e.Lot != lot) is var other and >= 0
            ? Failed("lot", $"entry {other + 1} is of another lot")
            : Passed("lot", $"every entry names {lot}");

    public static CheckStep Versions(List<Entry> entries)
    {
        for (var i = 0; i < entries.Count; i++)
            if (entries[i].Version != i + 1) return Failed("versions", $"entry {i + 1} has version {entries[i].Version}");
        return Passed("versions", $"1 to {entries.Count}, none left out");
    }

    public static CheckStep Previous(List<Entry> entries)
    {
        byte[]? before = null;
        for (var i = 0; i < entries.Count; i++)
        {
            var follows = entries[i].Previous is { } previous ? before is not null && previous.AsSpan().SequenceEqual(before) : before is null;
            if (!follows) return Failed("previous", $"entry {i + 1} does not follow from the one before it");
            before = entries[i].LeafHash;
        }
        return Passed("previous", "every entry commits to the one before it");
    }
}
