using Lotmark.Contracts.Notes;

namespace Lotmark.Ledger.Log;

/// <summary>
/// The last head that was signed here, kept in a file: a restore of the database can't roll it back. It moves by compare-and-swap, and
/// before the signature becomes visible to anybody.
/// </summary>
public sealed class SignedHead(string path)
{
    /// <summary>Name of the file in the data directory. Its content is the signed checkpoint, verbatim.</summary>
    public const string FileName = "signed-head";

    private readonly Lock _swap = new();

    /// <summary>The head; null when nothing was signed here yet.</summary>
    /// <exception cref="StartupException">The file is not a signed checkpoint.</exception>
    public Checkpoint? Read()
    {
        if (!File.Exists(path)) return null;
        var note = File.ReadAllText(path);
        return note.LastIndexOf("\n\n", StringComparison.Ordinal) is var end and > 0 && Checkpoint.TryParse(note[..(end + 1)], out var head)
            ? head
            : throw new StartupException($"{path} does not hold the last signed checkpoint any more. It guards against signing a second history: bring it back from a backup of this directory.");
    }

    /// <summary>Puts the next head in the place of the one that the caller built on.</summary>
    /// <param name="from">What the caller read; null for nothing.</param>
    /// <param name="note">The next signed checkpoint.</param>
    /// <exception cref="InvalidOperationException">Another process has moved it since.</exception>
    public void Swap(Checkpoint? from, string note)
    {
        lock (_swap)
        {
            // Held against other processes that work in this directory.
            using var held = new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            if (Read()?.Text != from?.Text) throw new InvalidOperationException($"Another process has signed since: {path} is not what it was.");
            SecretFile.Write(path, note.TrimEnd('\n'));
        }
    }
}
