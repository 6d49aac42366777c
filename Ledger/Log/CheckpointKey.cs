namespace Lotmark.Ledger.Log;

/// <summary>Which key a reader of a checkpoint is told of.</summary>
internal static class CheckpointKey
{
    /// <summary>The verifier key of the checkpoint's signature.</summary>
    public static async Task<string> OfAsync(LogReader log, SignedCheckpoint checkpoint, CancellationToken cancel) =>
        (await log.IdentityAsync(cancel))?.VerifierKey ?? throw new InvalidOperationException($"The checkpoint of size {checkpoint.Size} is of a log without a name.");
}
