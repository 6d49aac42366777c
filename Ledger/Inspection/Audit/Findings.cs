namespace Lotmark.Ledger.Inspection.Audit;

/// <summary>What an audit finds on its way: every mismatch is told and counted, the first are kept.</summary>
/// <param name="tell">Told each mismatch as it is found.</param>
internal sealed class Findings(Action<Mismatch> tell)
{
    private const int KeptFirst = 5;

    private readonly List<Mismatch> _first = [];
    private readonly List<string> _unchecked = [];

    /// <summary>How many mismatches.</summary>
    public long Count { get; private set; }

    /// <summary>The first of them.</summary>
    public IReadOnlyList<Mismatch> First => _first;

    /// <summary>What could not be checked, a sentence each.</summary>
    public IReadOnlyList<string> Unchecked => _unchecked;

    public void Add(Mismatch mismatch)
    {
        Count++;
        if (_first.Count < KeptFirst) _first.Add(mismatch);
        tell(mismatch);
    }

    /// <summary>Begins to count again.</summary>
    public void Clear()
    {
        Count = 0;
        _first.Clear();
        _unchecked.Clear();
    }

    public void NotChecked(string what)
    {
        if (!_unchecked.Contains(what)) _unchecked.Add(what);
    }
}
