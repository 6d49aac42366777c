namespace Lotmark.Contracts.Freshness;

/// <summary>Gives the stored pages under these prefixes; one that does not exist is left out.</summary>
public delegate Task<IReadOnlyDictionary<string, LotMapPage>> LoadPages(IReadOnlyCollection<string> prefixes);

/// <summary>What changing a map came to.</summary>
/// <param name="Pages">The pages that are new or changed, by prefix.</param>
/// <param name="Root">Root of the map, 32 bytes.</param>
/// <param name="Added">Lots that were not in it before.</param>
public sealed record LotMapChange(IReadOnlyDictionary<string, LotMapPage> Pages, byte[] Root, int Added);

/// <summary>
/// The map from each lot to its newest entry, in pages that lie somewhere else: the same map as <see cref="LotMap" />, for more lots than
/// memory should hold. Changing k of n lots reads and writes about k pages of lots and the few above them.
/// </summary>
public static class PagedLotMap
{
    private const string RootPrefix = "";

    // Deep enough for the lots of any ledger: a page lies deeper only where more than 32 hashes agree in 64 bits.
    private const int UsualDigits = 16;

    /// <summary>Root of the map, 32 bytes.</summary>
    public static async Task<byte[]> RootAsync(LoadPages load) => Page(await load([RootPrefix]), RootPrefix).Subtree(0).Hash;

    /// <summary>Sets the newest entries of lots. The pages returned must be stored together.</summary>
    /// <param name="entries">Key and value of each lot; of two with one key the later counts.</param>
    /// <param name="load">The map as it is.</param>
    public static async Task<LotMapChange> SetAsync(IEnumerable<LotMapLeaf> entries, LoadPages load)
    {
        var change = new PageChange();
        var level = new Dictionary<string, LotMapLeaf[]> { [RootPrefix] = Sorted(entries) };
        while (level.Count > 0)
        {
            var pages = await load(level.Keys);
            var below = new Dictionary<string, LotMapLeaf[]>();
            foreach (var (prefix, lots) in level)
            {
                foreach (var (child, part) in change.Apply(prefix, Page(pages, prefix), lots)) below.Add(child, part);
            }
            level = below;
        }
        return change.Finish();
    }

    /// <summary>What the map holds for a key, or that it holds nothing.</summary>
    public static async Task<LotMapProof> ProveAsync(byte[] key, LoadPages load)
    {
        var siblings = new List<byte[]>();
        IReadOnlyDictionary<string, LotMapPage> pages = await load([.. Enumerable.Range(0, UsualDigits + 1).Select(n => LotMapPage.PrefixOf(key, n))]);
        for (var digits = 0; ; digits++)
        {
            var prefix = LotMapPage.PrefixOf(key, digits);
            if (digits > UsualDigits) pages = await load([prefix]);
            switch (Page(pages, prefix))
            {
                case LotMapPage.List list:
                    return new(siblings, Descend(list.Lots, key, digits * LotMapPage.BitsPerDigit, siblings));
                case LotMapPage.Branch branch when await EndsInAsync(branch, key, prefix, siblings, load) is { } end:
                    return new(siblings, end.Terminal);
            }
        }
    }

    // The way through a branch's four levels. Null when it leads on to the next page; else where it ends.
    private static async Task<Ending?> EndsInAsync(LotMapPage.Branch branch, byte[] key, string prefix, List<byte[]> siblings, LoadPages load)
    {
        var digit = LotMapPage.DigitOf(key, prefix.Length);
        for (var level = 1; level <= LotMapPage.BitsPerDigit; level++)
        {
            var subtrees = branch.Level(level);
            var at = digit >> (LotMapPage.BitsPerDigit - level);
            siblings.Add(subtrees[at ^ 1].Hash);
            if (subtrees[at].Shape == LotMapShape.Empty) return new(null);
            if (subtrees[at].Shape == LotMapShape.Lone) return new(await OnlyLotAsync(branch, prefix, at << (LotMapPage.BitsPerDigit - level), load));
        }
        return null;
    }

    // It stands alone in its half of the branch, perhaps under another digit than the key's.
    private static async Task<LotMapLeaf> OnlyLotAsync(LotMapPage.Branch branch, string prefix, int firstDigit, LoadPages load)
    {
        var digit = Array.FindIndex(branch.Children, firstDigit, c => c.Shape == LotMapShape.Lone);
        var child = PageChange.Child(prefix, digit);
        return Page(await load([child]), child) is LotMapPage.List { Lots: [var only] } ? only : throw new FormatException($"The page {child} of the lot map does not hold the one lot it should.");
    }

    private static LotMapLeaf? Descend(ReadOnlySpan<LotMapLeaf> lots, byte[] key, int depth, List<byte[]> siblings)
    {
        for (; lots.Length > 1; depth++)
        {
            var right = LotMapSubtree.FirstRight(lots, depth);
            var goesRight = LotMapHash.GoesRight(key, depth);
            siblings.Add(LotMapSubtree.Of(goesRight ? lots[..right] : lots[right..], depth + 1).Hash);
            lots = goesRight ? lots[right..] : lots[..right];
        }
        return lots.IsEmpty ? null : lots[0];
    }

    private static LotMapLeaf[] Sorted(IEnumerable<LotMapLeaf> entries)
    {
        var newest = new SortedDictionary<byte[], LotMapLeaf>(ByKey);
        foreach (var entry in entries) newest[entry.Key] = entry;
        return [.. newest.Values];
    }

    internal static readonly Comparer<byte[]> ByKey = Comparer<byte[]>.Create((one, other) => one.AsSpan().SequenceCompareTo(other));

    private static LotMapPage Page(IReadOnlyDictionary<string, LotMapPage> pages, string prefix) => pages.GetValueOrDefault(prefix, LotMapPage.Empty);

    private sealed record Ending(LotMapLeaf? Terminal);
}
