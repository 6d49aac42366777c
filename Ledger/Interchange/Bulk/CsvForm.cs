using System.Text;

namespace Lotmark.Ledger.Interchange.Bulk;

/// <summary>
/// Comma or semicolon separated cells (RFC 4180): a cell in quotes may hold separators, line ends, and quotes written twice. The separator is
/// the one that the first record holds more of.
/// </summary>
public sealed class CsvForm : IRecordForm
{
    private readonly List<Cell> _cells = [], _complete = [];
    private State _state;
    private int _at, _cell;
    private bool _escaped;
    private byte _separator;

    private enum State
    {
        CellStart, Plain, Quoted, QuoteInQuoted, Behind,
    }

    /// <summary>Number of cells of the last record.</summary>
    public int Count => _complete.Count;

    /// <summary>Whether a cell of the last record holds nothing but blanks.</summary>
    public bool IsEmpty(ReadOnlySpan<byte> record, int cell) => !Bytes(record, _complete[cell]).ContainsAnyExcept((byte)' ', (byte)'\t');

    /// <summary>The text of a cell of the last record.</summary>
    public string Text(ReadOnlySpan<byte> record, int cell, Encoding encoding)
    {
        var text = encoding.GetString(Bytes(record, _complete[cell]));
        return _complete[cell].Escaped ? text.Replace("\"\"", "\"", StringComparison.Ordinal) : text;
    }

    /// <inheritdoc />
    public RecordEnd? Scan(ReadOnlySpan<byte> bytes, bool atEnd)
    {
        if (_separator == 0 && !ChooseSeparator(bytes, atEnd)) return null;
        while (_at < bytes.Length)
        {
            var next = bytes[_at];
            switch (_state)
            {
                case State.CellStart when next == '"':
                    (_state, _cell, _escaped) = (State.Quoted, ++_at, false);
                    break;
                case State.CellStart:
                    (_state, _cell, _escaped) = (State.Plain, _at, false);
                    break;
                case State.Plain:
                    var length = bytes[_at..].IndexOfAny(_separator, (byte)'\n');
                    if (length < 0)
                    {
                        _at = bytes.Length;
                        break;
                    }
                    _at += length;
                    EndCell(_at - (bytes[_at] == '\n' && _at > _cell && bytes[_at - 1] == '\r' ? 1 : 0));
                    if (bytes[_at++] == '\n') return End(null);
                    break;
                case State.Quoted:
                    var quote = bytes[_at..].IndexOf((byte)'"');
                    (_state, _at) = quote < 0 ? (State.Quoted, bytes.Length) : (State.QuoteInQuoted, _at + quote + 1);
                    break;
                case State.QuoteInQuoted when next == '"':
                    (_state, _escaped) = (State.Quoted, true);
                    _at++;
                    break;
                case State.QuoteInQuoted when next == _separator || next == '\n':
                    EndCell(_at - 1);
                    _at++;
                    if (next == '\n') return End(null);
                    break;
                case State.QuoteInQuoted when next == '\r' && _at + 1 == bytes.Length && !atEnd:
                    return null; // what follows tells
                case State.QuoteInQuoted when next == '\r' && (_at + 1 == bytes.Length || bytes[_at + 1] == '\n'):
                    EndCell(_at - 1);
                    _at = Math.Min(_at + 2, bytes.Length);
                    return End(null);
                default:
                    _state = State.Behind;
                    var end = bytes[_at..].IndexOf((byte)'\n');
                    _at = end < 0 ? bytes.Length : _at + end + 1;
                    if (end >= 0) return End(RecordFault.BehindQuote);
                    break;
            }
        }
        return atEnd ? EndOfFile(bytes) : null;
    }

    /// <inheritdoc />
    public void Begin()
    {
        _complete.Clear();
        _complete.AddRange(_cells);
        _cells.Clear();
        (_state, _at) = (State.CellStart, 0);
    }

    /// <summary>Whether all cells are empty: spreadsheets pad their files with such lines.</summary>
    public bool IsBlank(ReadOnlySpan<byte> record)
    {
        for (var i = 0; i < Count; i++)
            if (!IsEmpty(record, i)) return false;
        return true;
    }

    private static ReadOnlySpan<byte> Bytes(ReadOnlySpan<byte> record, Cell cell) => record[Math.Min(cell.Start, record.Length)..Math.Min(cell.End, record.Length)];

    private RecordEnd? EndOfFile(ReadOnlySpan<byte> bytes)
    {
        switch (_state)
        {
            case State.Quoted:
                return End(RecordFault.QuoteNotClosed);
            case State.Behind:
                return End(RecordFault.BehindQuote);
            case State.QuoteInQuoted:
                EndCell(_at - 1);
                return End(null);
            case State.CellStart:
                _cell = _at;
                break;
        }
        EndCell(_at - (_at > _cell && bytes[_at - 1] == '\r' ? 1 : 0));
        return End(null);
    }

    private void EndCell(int end)
    {
        _cells.Add(new(_cell, end, _escaped));
        _state = State.CellStart;
    }

    private RecordEnd End(RecordFault? fault) => new(_at, fault);

    private bool ChooseSeparator(ReadOnlySpan<byte> bytes, bool atEnd)
    {
        var end = bytes.IndexOf((byte)'\n');
        if (end < 0 && !atEnd && bytes.Length < RecordReader.LongestRecord) return false;
        var line = end < 0 ? bytes : bytes[..end];
        _separator = line.Count((byte)';') > line.Count((byte)',') ? (byte)';' : (byte)',';
        return true;
    }

    private readonly record struct Cell(int Start, int End, bool Escaped);
}
