namespace Lotmark.Ledger.Anchoring;

/// <summary>How long the chain is, as this process saw it last.</summary>
public sealed class ChainHeight
{
    private long _latest;

    /// <summary>Notes the number of the newest block.</summary>
    public void Saw(long latest) => Volatile.Write(ref _latest, latest);

    /// <summary>Blocks from this one to the newest, both counted; 0 while nothing was seen.</summary>
    public long DepthOf(long block) => Math.Max(0, Volatile.Read(ref _latest) - block + 1);
}
