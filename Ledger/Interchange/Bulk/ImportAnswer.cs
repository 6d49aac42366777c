using System.Buffers;
using System.Text;
using Lotmark.Ledger.Lots;

namespace Lotmark.Ledger.Interchange.Bulk;

/// <summary>The results on their way to the caller, who holds nobody back: neither one that does not read, nor one that went away.</summary>
/// <param name="spool">Where they wait to be read.</param>
/// <param name="lines">How they are written.</param>
/// <param name="onlyRefused">Whether the caller asked for refused lines only.</param>
internal sealed class ImportAnswer(AnswerSpool spool, ResultLines lines, bool onlyRefused)
{
    private const int MostHeldBack = 1 << 14;
    private readonly ArrayBufferWriter<byte> _heldBack = new(2 * MostHeldBack);

    /// <summary>Whether more waited to be read than may.</summary>
    public bool Overflowed { get; private set; }

    /// <summary>Answers a record. Returns its line when it was refused.</summary>
    public string? Write(ImportRecord record, Outcome? outcome)
    {
        var refused = outcome is not Outcome.Recorded;
        if (onlyRefused && !refused) return null;
        var line = lines.Write(record, outcome);
        _heldBack.Write(line);
        if (_heldBack.WrittenCount > MostHeldBack) Flush();
        return refused ? Encoding.UTF8.GetString(line) : null;
    }

    /// <summary>Lets go what was written.</summary>
    public void Flush()
    {
        if (_heldBack.WrittenCount == 0) return;
        // A line that is missing would look settled: after the first that had no room, none is sent.
        Overflowed = Overflowed || !spool.TryWrite(_heldBack.WrittenSpan);
        _heldBack.ResetWrittenCount();
    }
}
