using System.Threading.Channels;
using FluentValidation;
using Lotmark.Ledger.Access;
using Lotmark.Ledger.Identifiers;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Problems;
using Lotmark.Ledger.Requests;
using Npgsql;

namespace Lotmark.Ledger.Interchange.Bulk;

/// <summary>Gives a registration to the ledger, or to its rehearsal.</summary>
internal delegate Task<Outcome> Landing(LotKey lot, Func<Lot?, Decision> decide);

/// <summary>
/// One request's part of an import: reads records, keeps a window of them on their way into the ledger, and answers them in order. Whatever ends
/// it, each record that was given to the ledger is settled and counted.
/// </summary>
internal sealed class ImportRun(
    StoredImport import, ImportFile file, Actor actor, IValidator<RegisterLot> validator, Landing land, ImportJobs jobs, ImportAnswer answer, ILogger<ImportRun> log) : IDisposable
{
    // Enough for the transactions under way and the ones that form meanwhile.
    private const int Window = 1024;

    private const int RecordsToMark = 256;
    private const int MostRefusals = 1000;
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    private static readonly Decision.Refused Failed = new("internal", StatusCodes.Status500InternalServerError, new(
        "This record could not be stored; it was noted. Send it again later.", "该记录未能保存，系统已记录。请稍后重试。"));

    private readonly Channel<Step> _window = Channel.CreateBounded<Step>(new BoundedChannelOptions(Window) { SingleReader = true, SingleWriter = true });
    private readonly List<(long Line, string Result)> _refusals = [];
    private readonly SemaphoreSlim _noting = new(1);
    private readonly Lock _gate = new();
    private ImportCounts _counts = import.Counts;
    private Settled _settled = new(import.Mark, import.Counts, 0);

    private sealed record Settled(ImportMark Mark, ImportCounts Counts, int Refusals);

    // A record, or where the file stands after those before.
    private readonly record struct Step(ImportRecord? Record, ImportMark? Mark);

    /// <summary>Carries it out. Returns what it ended as.</summary>
    public async Task<ImportState> RunAsync(CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var beat = BeatAsync(stop);
        var reading = Task.Run(() => ReadAsync(stop.Token), CancellationToken.None);
        var settled = await SettleAsync(stop);
        await stop.CancelAsync();
        var state = await reading & await beat & settled ? ImportState.Done : ImportState.Interrupted;
        return await NoteAsync(state, CancellationToken.None) ? state : ImportState.Interrupted;
    }

    /// <inheritdoc />
    public void Dispose() => _noting.Dispose();

    // True when the file was read to its end.
    private async Task<bool> ReadAsync(CancellationToken cancel)
    {
        var records = file.Records;
        var read = 0;
        try
        {
            while (await records.ReadAsync(cancel))
            {
                await _window.Writer.WriteAsync(new(Begin(), null), CancellationToken.None);
                if (++read % RecordsToMark == 0) await MarkAsync();
            }
            return true;
        }
        catch (Exception e) when (e is IOException or BadHttpRequestException or OperationCanceledException)
        {
            return false; // the caller went away, or we do
        }
        finally
        {
            await MarkAsync();
            _window.Writer.Complete();
        }

        async ValueTask MarkAsync()
        {
            if (records.IsBetweenRecords) await _window.Writer.WriteAsync(new(null, new(records.LastLine, records.Offset, records.Hash)), CancellationToken.None);
        }
    }

    private ImportRecord Begin()
    {
        var (errors, warnings) = (new FieldErrors(), new FieldErrors());
        var lot = file.Read(errors);
        if (lot is not null) validator.Check(lot, errors, warnings);
        var record = new ImportRecord(file.Records.Line, ResultLines.Short(lot?.Gtin), ResultLines.Short(lot?.LotNumber), errors, warnings.Any ? warnings : null, file.Records.Fault == RecordFault.TooLong, null);
        if (errors.Any) return record;
        var description = lot!.Describe();
        return record with { Outcome = land(new(description.Gtin, description.LotNumber), now => RegisterLot.Decide(now, description, actor)) };
    }

    // True when every record that was read is settled.
    private async Task<bool> SettleAsync(CancellationTokenSource stop)
    {
        var settled = true;
        while (await _window.Reader.WaitToReadAsync(CancellationToken.None))
        {
            while (_window.Reader.TryRead(out var step))
            {
                if (step.Mark is { } mark && settled) await PassAsync(mark);
                if (step.Record is not { } record) continue;
                if (record.Outcome is { IsCompleted: false }) answer.Flush();
                try
                {
                    var outcome = record.Outcome is null ? null : await record.Outcome;
                    if (settled) Count(record, outcome, answer.Write(record, outcome));
                }
                catch (Exception e) when (LotTransaction.ConcernsAll(e))
                {
                    // Whether it is recorded nobody knows. The lines before it are settled; this one and those behind it are sent again.
                    settled = false;
                    await stop.CancelAsync();
                }
                catch (Exception e) when (settled && e is not OutOfMemoryException)
                {
                    log.RecordFailed(e, import.Id, record.Line);
                    var failed = new Outcome.Refused(Failed);
                    Count(record, failed, answer.Write(record, failed));
                }
            }
            answer.Flush();
            if (answer.Overflowed) await stop.CancelAsync();
        }
        return settled;
    }

    private void Count(ImportRecord record, Outcome? outcome, string? refusal)
    {
        if (refusal is not null)
            lock (_gate) _refusals.Add((record.Line, refusal));
        _counts = outcome switch
        {
            Outcome.Recorded { Fresh: true } => _counts with { Registered = _counts.Registered + 1 },
            Outcome.Recorded => _counts with { Unchanged = _counts.Unchanged + 1 },
            _ => _counts with { Refused = _counts.Refused + 1 },
        };
    }

    private async ValueTask PassAsync(ImportMark mark)
    {
        lock (_gate) _settled = new(mark, _counts, _refusals.Count);
        // Lines that are wrong come quicker than the beat.
        if (_settled.Refusals > MostRefusals) await NoteAsync(ImportState.Running, CancellationToken.None);
    }

    // True unless somebody else carries the import on.
    private async Task<bool> BeatAsync(CancellationTokenSource stop)
    {
        while (true)
        {
            await Task.Delay(Beat, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stop.IsCancellationRequested) return true;
            try
            {
                if (await NoteAsync(ImportState.Running, stop.Token)) continue;
                await stop.CancelAsync();
                return false;
            }
            catch (Exception e) when (e is NpgsqlException or OperationCanceledException)
            {
                // The next beat notes it, or the end does.
            }
        }
    }

    private async Task<bool> NoteAsync(ImportState state, CancellationToken cancel)
    {
        await _noting.WaitAsync(cancel);
        try
        {
            Settled settled;
            List<(long, string)> refusals;
            lock (_gate) (settled, refusals) = (_settled, _refusals[.._settled.Refusals]);
            if (!await jobs.NoteAsync(import, state, settled.Mark, settled.Counts, refusals, cancel)) return false;
            lock (_gate)
            {
                _refusals.RemoveRange(0, refusals.Count);
                _settled = _settled with { Refusals = _settled.Refusals - refusals.Count };
            }
            return true;
        }
        finally
        {
            _noting.Release();
        }
    }
}

internal static partial class ImportLog
{
    [LoggerMessage(Level = LogLevel.Error, Message = "Import {Import}: the record of line {Line} could not be stored.")]
    public static partial void RecordFailed(this ILogger<ImportRun> log, Exception e, Guid import, long line);
}
