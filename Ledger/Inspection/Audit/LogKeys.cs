using System.Diagnostics.CodeAnalysis;
using Lotmark.Contracts.Notes;
using Lotmark.Ledger.Log;

namespace Lotmark.Ledger.Inspection.Audit;

/// <summary>Whose signature makes a text a checkpoint of this log.</summary>
/// <param name="Origin">Name of the log.</param>
/// <param name="Keys">Its verifier keys.</param>
internal sealed record LogKeys(string Origin, IReadOnlyList<VerifierKey> Keys)
{
    /// <summary>As the log knows itself.</summary>
    /// <exception cref="StartupException">This database holds no log.</exception>
    public static async Task<LogKeys> ReadAsync(LogReader log, CancellationToken cancel) =>
        await log.IdentityAsync(cancel) is var (origin, vkey) && VerifierKey.TryParse(vkey, out var key)
            ? new(origin, [key])
            : throw new StartupException("This database holds no log that has begun: start the service on it once.");

    /// <summary>Reads a signed checkpoint of this log.</summary>
    public bool TryOpen(string note, [NotNullWhen(true)] out Checkpoint? checkpoint, [NotNullWhen(false)] out string? problem)
    {
        checkpoint = null;
        problem = !SignedNote.TryOpen(note, Keys, out var opened) ? "a note that no key of this log signed"
            : !Checkpoint.TryParse(opened.Text, out checkpoint) ? "a signed note that is no checkpoint"
            : checkpoint.Origin != Origin ? $"a checkpoint of {checkpoint.Origin}"
            : null;
        return problem is null;
    }
}
