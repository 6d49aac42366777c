using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Lotmark.Contracts.Notes;
using Lotmark.Ledger.Log;
using Npgsql;

namespace Lotmark.Ledger.Inspection.Audit;

/// <summary>Whose signature makes a text a checkpoint of this log.</summary>
/// <param name="Origin">Name of the log.</param>
/// <param name="Keys">Its keys, each with the sizes that it signs; only the first is not introduced by another.</param>
internal sealed record LogIdentity(string Origin, IReadOnlyList<(VerifierKey Key, long First, long Last)> Keys)
{
    /// <summary>As the log knows itself. A key that the one before it did not introduce is told, and is no key of this log.</summary>
    /// <exception cref="StartupException">This database holds no log.</exception>
    public static async Task<LogIdentity> ReadAsync(NpgsqlDataSource database, Findings findings, CancellationToken cancel)
    {
        if (await new LogReader(database).IdentityAsync(cancel) is not var (origin, _)) throw new StartupException("This database holds no log that has begun: start the service on it once.");
        var keys = new List<(VerifierKey Key, long, long)>();
        foreach (var known in await new LogKeys(database).HistoryAsync(cancel))
        {
            if (VerifierKey.TryParse(known.Key, out var key) && (keys.Count == 0 || Introduces(keys[^1].Key, known, origin)))
                keys.Add((key, known.FirstSize, known.LastSize ?? long.MaxValue));
            else
                findings.Add(new(Where.KeyIntroduction, null, null, known.FirstSize, "a key that the one before it introduced with its signature", known.Key));
        }
        return new(origin, keys);
    }

    /// <summary>Reads a signed checkpoint of this log.</summary>
    public bool TryOpen(string note, [NotNullWhen(true)] out Checkpoint? checkpoint, [NotNullWhen(false)] out string? problem)
    {
        checkpoint = null;
        problem = !SignedNote.TryOpen(note, [.. Keys.Select(k => k.Key)], out var opened) ? "a note that no key of this log signed"
            : !Checkpoint.TryParse(opened.Text, out checkpoint) ? "a signed note that is no checkpoint"
            : checkpoint.Origin != Origin ? $"a checkpoint of {checkpoint.Origin}"
            : !Keys.Any(k => opened.Signers.Contains(k.Key) && Signs(k, opened.Text)) ? "a checkpoint signed with a key of another time"
            : null;
        return problem is null;
    }

    private static bool Signs((VerifierKey, long First, long Last) key, string text) => Checkpoint.TryParse(text, out var head) && head.Size >= key.First && head.Size <= key.Last;

    private static bool Introduces(VerifierKey before, LogKey next, string origin) =>
        SignedNote.TryOpen(next.Introduction ?? "", [before], out var note)
        && note.Text == string.Create(CultureInfo.InvariantCulture, $"{LogKeys.IntroductionHeader}\n{origin}\n{next.FirstSize}\n{next.Key}\n");
}
