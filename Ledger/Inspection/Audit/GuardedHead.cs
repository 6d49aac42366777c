namespace Lotmark.Ledger.Inspection.Audit;

/// <summary>The head that was signed last on this machine, kept in a file that no restore of the database rolls back.</summary>
internal static class GuardedHead
{
    /// <summary>Adds it, if there is one. Returns whether.</summary>
    public static async Task<bool> AddToAsync(OutsideHeads heads, string path, LogIdentity log, Findings findings, CancellationToken cancel)
    {
        if (!File.Exists(path)) return false; // signed on another machine, or nothing yet
        if (log.TryOpen(await File.ReadAllTextAsync(path, cancel), out var head, out var problem))
            heads.Add(new(head.Size, head.Root, "was signed last on this machine", Where.SignedHeadRoot, Where.SignedHeadBeyondEnd));
        else
            findings.Add(new(Where.SignedHeadSignature, null, null, null, $"a checkpoint of {log.Origin} with its signature in {path}", problem));
        return true;
    }
}
