using System.Security.Cryptography;

namespace Lotmark.Ledger.Interchange.Bulk;

/// <summary>
/// Parts a file into records while it comes, and knows where each stands. In bytes, before anything is decoded: in UTF-8 and in GB18030 alike
/// no byte of a longer character is a line feed, a quote, a comma or a semicolon. A library would read text, and give up at the first bad line.
/// </summary>
public sealed class RecordReader(Stream body, IRecordForm form) : IDisposable
{
    /// <summary>Bytes that one record may have.</summary>
    public const int LongestRecord = 1 << 16;

    private readonly byte[] _buffer = new byte[4 * LongestRecord];
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private int _from, _to;
    private long _nextLine = 1;
    private bool _ended, _begun, _skipping;

    /// <summary>The record that was read last, up to its line end. Valid until the next is read.</summary>
    public ReadOnlyMemory<byte> Record { get; private set; }

    /// <summary>Number of the record's first line in the file, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>What keeps it from being read; null when nothing does.</summary>
    public RecordFault? Fault { get; private set; }

    /// <summary>Number of the last line that was read.</summary>
    public long LastLine => _nextLine - 1;

    /// <summary>Bytes up to here.</summary>
    public long Offset { get; private set; }

    /// <summary>SHA-256 of the bytes up to here.</summary>
    public byte[] Hash => _hash.GetCurrentHash();

    /// <summary>Whether this is a place to go on from: not amid a line that is too long to be kept.</summary>
    public bool IsBetweenRecords => !_skipping;

    /// <summary>Goes on to the next record that is not blank. False at the end of the file.</summary>
    public async ValueTask<bool> ReadAsync(CancellationToken cancel)
    {
        await BeginAsync(cancel);
        while (true)
        {
            while (!_skipping && TryTake())
                if (Fault is not null || !form.IsBlank(Record.Span)) return true;
            if (_skipping && TrySkip()) continue;
            if (_ended) return false;
            await FillAsync(cancel);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _hash.Dispose();

    /// <summary>Reads the beginning, once. UTF-8 may begin with a byte order mark. UTF-16 does, and is not read.</summary>
    public async ValueTask BeginAsync(CancellationToken cancel)
    {
        if (_begun) return;
        _begun = true;
        while (_to < 3 && !_ended) await FillAsync(cancel);
        var start = _buffer.AsSpan(0, _to);
        if (start.StartsWith<byte>([0xFF, 0xFE]) || start.StartsWith<byte>([0xFE, 0xFF])) throw ImportProblems.WholeFile(ImportProblems.Utf16);
        if (start.StartsWith<byte>([0xEF, 0xBB, 0xBF])) Consume(3);
    }

    private bool TryTake()
    {
        var rest = _buffer.AsMemory(_from, _to - _from);
        if (rest.IsEmpty) return false;
        var end = form.Scan(rest.Span[..Math.Min(rest.Length, LongestRecord)], atEnd: _ended && rest.Length <= LongestRecord);
        if (end is null && rest.Length < LongestRecord) return false;

        (Line, Fault) = (_nextLine, end?.Fault);
        var length = end?.Length ?? 0;
        if (end is null or { Fault: RecordFault.QuoteNotClosed })
        {
            // Where it ends is anybody's guess. The line that it begins with is given up, the next one gets its chance.
            Fault ??= RecordFault.TooLong;
            length = rest.Span.IndexOf((byte)'\n') + 1;
            if (length == 0) (length, _skipping) = (rest.Length, !_ended);
        }
        Record = Trimmed(rest[..length]);
        form.Begin();
        Consume(length);
        return true;
    }

    // To the end of a line that is too long to be kept.
    private bool TrySkip()
    {
        var end = _buffer.AsSpan(_from, _to - _from).IndexOf((byte)'\n') + 1;
        _skipping = end == 0 && !_ended;
        Consume(end == 0 ? _to - _from : end);
        return !_skipping;
    }

    private static ReadOnlyMemory<byte> Trimmed(ReadOnlyMemory<byte> record)
    {
        if (record.Span.EndsWith("\n"u8)) record = record[..^1];
        return record.Span.EndsWith("\r"u8) ? record[..^1] : record;
    }

    private void Consume(int bytes)
    {
        var consumed = _buffer.AsSpan(_from, bytes);
        _hash.AppendData(consumed);
        _nextLine += consumed.Count((byte)'\n');
        Offset += bytes;
        _from += bytes;
        // A last line without a line feed is one all the same.
        if (_ended && _from == _to && bytes > 0 && consumed[^1] != '\n') _nextLine++;
    }

    private async ValueTask FillAsync(CancellationToken cancel)
    {
        if (_buffer.Length - _from <= 2 * LongestRecord)
        {
            _buffer.AsSpan(_from, _to - _from).CopyTo(_buffer);
            (_from, _to) = (0, _to - _from);
        }
        var read = await body.ReadAsync(_buffer.AsMemory(_to), cancel);
        _to += read;
        _ended = read == 0;
    }
}

/// <summary>What keeps a record from being read.</summary>
public enum RecordFault
{
    /// <summary>It has more bytes than a record may have.</summary>
    TooLong,

    /// <summary>A quoted cell does not end.</summary>
    QuoteNotClosed,

    /// <summary>Something stands behind the closing quote of a cell.</summary>
    BehindQuote,
}

/// <summary>Where a record ends.</summary>
/// <param name="Length">Bytes up to there, line end included.</param>
/// <param name="Fault">What keeps it from being read.</param>
public readonly record struct RecordEnd(int Length, RecordFault? Fault);

/// <summary>How records look.</summary>
public interface IRecordForm
{
    /// <summary>Finds the end of a record; null when it lies further on. Bytes that were scanned before are given again, with more behind them.</summary>
    RecordEnd? Scan(ReadOnlySpan<byte> bytes, bool atEnd);

    /// <summary>What is scanned next is another record.</summary>
    void Begin();

    /// <summary>Whether there is nothing in it.</summary>
    bool IsBlank(ReadOnlySpan<byte> record);
}

/// <summary>A JSON value a line.</summary>
public sealed class NdjsonForm : IRecordForm
{
    /// <inheritdoc />
    public RecordEnd? Scan(ReadOnlySpan<byte> bytes, bool atEnd) => bytes.IndexOf((byte)'\n') switch
    {
        >= 0 and var end => new(end + 1, null),
        _ => atEnd ? new(bytes.Length, null) : null,
    };

    /// <inheritdoc />
    public void Begin() { }

    /// <inheritdoc />
    public bool IsBlank(ReadOnlySpan<byte> record) => !record.ContainsAnyExcept(" \t\r"u8);
}
