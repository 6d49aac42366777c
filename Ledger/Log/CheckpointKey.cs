using Lotmark.Contracts.Notes;

namespace Lotmark.Ledger.Log;

/// <summary>Which key a reader of a checkpoint is told of.</summary>
internal static class CheckpointKey
{
    /// <summary>The newest key that signed it. Who pinned an older one finds that line too, as long as both signed.</summary>
    public static async Task<string> OfAsync(LogKeys keys, SignedCheckpoint checkpoint, CancellationToken cancel)
    {
        var history = await keys.HistoryAsync(cancel);
        if (history is [var only]) return only.Key;
        var known = history.Select(k => VerifierKey.TryParse(k.Key, out var key) ? key : null).OfType<VerifierKey>().ToList();
        return SignedNote.TryOpen(checkpoint.Note, known, out var note)
            ? known.Last(note.Signers.Contains).ToString()
            : throw new InvalidOperationException($"No key of this log signed its checkpoint of size {checkpoint.Size}.");
    }
}
