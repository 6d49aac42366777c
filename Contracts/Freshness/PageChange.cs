using System.Globalization;

namespace Lotmark.Contracts.Freshness;

// Pages on their way from the old map to the new one. Branches wait until the pages below them are known.
internal sealed class PageChange
{
    private readonly Dictionary<string, LotMapPage> _pages = [];
    private readonly List<string> _branches = []; // in the order they were met: from the root down
    private int _added;

    public static string Child(string prefix, int digit) => prefix + digit.ToString("x", CultureInfo.InvariantCulture);

    /// <summary>Takes up one page. Returns what has to be done in the pages below it.</summary>
    public IEnumerable<(string Prefix, LotMapLeaf[] Lots)> Apply(string prefix, LotMapPage page, LotMapLeaf[] lots)
    {
        switch (page)
        {
            case LotMapPage.List list:
                var merged = Merge(list.Lots, lots);
                _added += merged.Length - list.Lots.Length;
                Build(prefix, merged);
                return [];
            case LotMapPage.Branch branch:
                _branches.Add(prefix);
                _pages[prefix] = new LotMapPage.Branch([.. branch.Children]);
                return Divide(prefix, lots);
            default:
                throw new InvalidOperationException("A page is a list or a branch.");
        }
    }

    /// <summary>Carries the new hashes up to the root.</summary>
    public LotMapChange Finish()
    {
        var changed = _pages.Keys.ToLookup(prefix => prefix.Length == 0 ? null : prefix[..^1]);
        for (var i = _branches.Count - 1; i >= 0; i--)
        {
            var children = ((LotMapPage.Branch)_pages[_branches[i]]).Children;
            foreach (var child in changed[_branches[i]])
                children[int.Parse(child.AsSpan(child.Length - 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)] = _pages[child].Subtree(child.Length);
        }
        return new(_pages, _pages[""].Subtree(0).Hash, _added);
    }

    private void Build(string prefix, LotMapLeaf[] lots)
    {
        if (lots.Length <= LotMapPage.Capacity)
        {
            _pages[prefix] = new LotMapPage.List(lots);
            return;
        }
        _branches.Add(prefix);
        _pages[prefix] = new LotMapPage.Branch([.. Enumerable.Repeat(LotMapSubtree.Empty, 1 << LotMapPage.BitsPerDigit)]);
        foreach (var (child, part) in Divide(prefix, lots)) Build(child, part);
    }

    private static IEnumerable<(string Prefix, LotMapLeaf[] Lots)> Divide(string prefix, LotMapLeaf[] lots)
    {
        for (var (from, to) = (0, 0); from < lots.Length; from = to)
        {
            var digit = LotMapPage.DigitOf(lots[from].Key, prefix.Length);
            while (to < lots.Length && LotMapPage.DigitOf(lots[to].Key, prefix.Length) == digit) to++;
            yield return (Child(prefix, digit), lots[from..to]);
        }
    }

    // Both in the order of keys; where a key stands in both, the new one counts.
    private static LotMapLeaf[] Merge(LotMapLeaf[] old, LotMapLeaf[] fresh)
    {
        var merged = new List<LotMapLeaf>(old.Length + fresh.Length);
        var (i, j) = (0, 0);
        while (i < old.Length || j < fresh.Length)
        {
            var order = i == old.Length ? 1 : j == fresh.Length ? -1 : PagedLotMap.ByKey.Compare(old[i].Key, fresh[j].Key);
            merged.Add(order < 0 ? old[i++] : fresh[j++]);
            if (order == 0) i++;
        }
        return [.. merged];
    }
}
