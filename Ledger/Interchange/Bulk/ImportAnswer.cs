using System.Buffers;
using System.Text;
using Lotmark.Ledger.Lots;

namespace Lotmark.Ledger.Interchange.Bulk;

/// <summary>The results on their way to the caller. It holds back whoever does not read; one that went away holds nobody back.</summary>
/// <param name="response">Where they go.</param>
/// <param name="lines">How they are written.</param>
/// <param name="onlyRefused">Whether the caller asked for refused lines only.</param>
/// <param name="gone">The caller went away.</param>
internal sealed class ImportAnswer(HttpResponse response, ResultLines lines, bool onlyRefused, CancellationToken gone)
{
    private const int MostUnsent = 1 << 14;
    private int _unsent;

    /// <summary>Answers a record. Returns its line when it was refused.</summary>
    public async ValueTask<string?> WriteAsync(ImportRecord record, Outcome? outcome)
    {
        var refused = outcome is not Outcome.Recorded;
        if (onlyRefused && !refused) return null;
        var refusal = Write(record, outcome, refused);
        if (_unsent > MostUnsent) await FlushAsync();
        return refusal;
    }

    /// <summary>Sends what was written.</summary>
    public async ValueTask FlushAsync()
    {
        if (_unsent == 0 || gone.IsCancellationRequested) return;
        _unsent = 0;
        try
        {
            await response.BodyWriter.FlushAsync(gone);
        }
        catch (OperationCanceledException)
        {
            // Gone: what is read is settled all the same.
        }
    }

    private string? Write(ImportRecord record, Outcome? outcome, bool refused)
    {
        var line = lines.Write(record, outcome);
        if (!gone.IsCancellationRequested)
        {
            response.BodyWriter.Write(line);
            _unsent += line.Length;
        }
        return refused ? Encoding.UTF8.GetString(line) : null;
    }
}
