namespace Lotmark.Ledger.Inspection.Audit;

/// <summary>The head that was signed last on this machine, kept in a file that no restore of the database rolls back.</summary>
internal static class GuardedHead
{
    /// <summary>Name of the file in the data directory.</summary>
    public const string File = "signed-head";

    /// <summary>Adds it, if there is one. Returns whether.</summary>
    public static async Task<bool> AddToAsync(OutsideHeads heads, string path, LogKeys keys, Findings findings, CancellationToken cancel)
    {
        if (!System.IO.File.Exists(path)) return false; // signed on another machine, or nothing yet
        if (keys.TryOpen(await System.IO.File.ReadAllTextAsync(path, cancel), out var head, out var problem))
            heads.Add(new(head.Size, head.Root, "was signed last on this machine", Where.SignedHeadRoot, Where.SignedHeadBeyondEnd));
        else
            findings.Add(new(Where.SignedHeadSignature, null, null, null, $"a checkpoint of {keys.Origin} with its signature in {path}", problem));
        return true;
    }
}
