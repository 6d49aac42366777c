using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Lotmark.Ledger.Problems;
using Lotmark.Ledger.Requests;

namespace Lotmark.Ledger.ColdChain;

/// <summary>
/// Reads <c>{"device": …, "location": …, "readings": [{"at": …, "value": …, "uom": …}, …]}</c> token by token as it comes: the body is
/// never in memory as a whole.
/// </summary>
public sealed class JsonReadings(ReadingList readings, FieldErrors errors)
{
    private const int LongestToken = 1 << 14;
    private const int LongestText = 100;

    private static readonly string[] Members = ["device", "location", "readings"];

    private readonly HashSet<string> _seen = [];
    private string? _member;
    private int _skipping = -1;
    private int _number;
    private OneReading _reading;

    /// <summary>Reads a body to its end.</summary>
    public async Task ReadAsync(PipeReader body, CancellationToken cancel)
    {
        var state = new JsonReaderState(new() { MaxDepth = 8 });
        while (true)
        {
            var part = await body.ReadAsync(cancel);
            var consumed = part.Buffer.End; // whatever is wrong: the server can go on with the connection
            try
            {
                var taken = Take(part.Buffer, part.IsCompleted, ref state);
                if (part.Buffer.Slice(taken).Length > LongestToken) throw new JsonException("A single value is too long.");
                consumed = taken;
            }
            catch (JsonException e)
            {
                errors.Add("", new("json",
                    $"The body is not well-formed JSON (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}), or a value in it is too long.",
                    $"请求内容不是有效的JSON（第{e.LineNumber + 1}行，第{e.BytePositionInLine + 1}字节），或其中的值过长。"), null);
                return;
            }
            finally
            {
                body.AdvanceTo(consumed, part.Buffer.End);
            }
            if (part.IsCompleted) break;
        }
        if (errors.Any) return;
        foreach (var missing in (string[])["device", "readings"])
            if (!_seen.Contains(missing)) errors.Add(missing, new("required", "This field is required.", "此字段必填。"), null);
    }

    private SequencePosition Take(ReadOnlySequence<byte> part, bool last, ref JsonReaderState state)
    {
        var reader = new Utf8JsonReader(part, last, state);
        while (reader.Read()) Token(ref reader);
        state = reader.CurrentState;
        return reader.Position;
    }

    private void Token(ref Utf8JsonReader reader)
    {
        if (_skipping >= 0)
        {
            if (reader.CurrentDepth == _skipping) _skipping = -1;
            return;
        }
        switch (reader.CurrentDepth)
        {
            case 0:
                if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.EndObject)) WrongType(ref reader, "", "type-object", "An object with named members belongs here.", "此处应为带字段的对象。");
                break;
            case 1:
                Member(ref reader);
                break;
            case 2:
                Item(ref reader);
                break;
            default:
                Field(ref reader);
                break;
        }
    }

    private void Member(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                _member = Text(ref reader) ?? "";
                if (!Members.Contains(_member)) errors.Add(_member, new("unknown-field", "There is no field of this name.", "没有此字段。"), null);
                else if (!_seen.Add(_member)) errors.Add(_member, new("field-twice", "This field is given twice.", "此字段重复。"), null);
                break;
            case JsonTokenType.StartArray or JsonTokenType.EndArray when _member == "readings":
                break;
            case JsonTokenType.String when _member == "device":
                readings.Device = Named(ref reader);
                break;
            case JsonTokenType.String when _member == "location":
                readings.Location = Named(ref reader);
                break;
            case JsonTokenType.Null when _member == "location":
                break;
            default:
                if (_member == "readings") WrongType(ref reader, _member, "type-list", "A list in brackets belongs here.", "此处应为方括号内的列表。");
                else WrongType(ref reader, _member ?? "", "type-text", "Text in quotes belongs here.", "此处应为带引号的文本。");
                break;
        }
    }

    private void Item(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                readings.Come();
                _number++;
                _reading = default;
                break;
            case JsonTokenType.EndObject:
                _reading.Finish(_number, readings);
                break;
            default:
                readings.Come();
                readings.Reject(++_number, new("type-object", "An object with at and value belongs here.", "此处应为包含 at 和 value 的对象。"), null);
                Skip(ref reader);
                break;
        }
    }

    private void Field(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.PropertyName) _reading.Name(reader.ValueTextEquals("at"u8) ? 0 : reader.ValueTextEquals("value"u8) ? 1 : reader.ValueTextEquals("uom"u8) ? 2 : -1);
        else if (!_reading.Value(ref reader)) Skip(ref reader);
    }

    private string? Named(ref Utf8JsonReader reader)
    {
        var text = Text(ref reader)?.Trim();
        if (text is { Length: > 0 and <= LongestText } && !text.Any(char.IsControl)) return text.Normalize(NormalizationForm.FormC);
        errors.Add(_member!, new("text-length", $"This must be a text of 1 to {LongestText} characters, none of them a control character.", $"应为1至{LongestText}个字符的文本，不含控制字符。"), text);
        return null;
    }

    private void WrongType(ref Utf8JsonReader reader, string at, string code, string en, string zh)
    {
        errors.Add(at, new(code, en, zh), null);
        Skip(ref reader);
    }

    private void Skip(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray) _skipping = reader.CurrentDepth;
    }

    private static string? Text(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException) // not UTF-8, or half a character
        {
            return null;
        }
    }

    // The reading under way. The first thing that is wrong with it is told.
    private struct OneReading
    {
        private int _field, _seen;
        private DateTimeOffset _at;
        private decimal _value;
        private TemperatureUnit _unit;
        private FieldProblem? _problem;
        private string? _shown;

        public void Name(int field)
        {
            _field = field;
            if (field < 0) _problem ??= new("unknown-field", "A reading has the fields at, value and uom.", "读数只有 at、value、uom 字段。");
            else if ((_seen & 1 << field) != 0) _problem ??= new("field-twice", "A field of this reading is given twice.", "读数的字段重复。");
            else _seen |= 1 << field;
        }

        // False when more of the value follows that is not wanted.
        public bool Value(ref Utf8JsonReader reader)
        {
            var problem = _field switch
            {
                0 => reader.TokenType == JsonTokenType.String && (IsPlainInstant(ref reader) || InstantWithOffset.TryParse(_shown = Text(ref reader), out _at)) ? null : ReadingCheck.NoInstant,
                1 => reader.TokenType == JsonTokenType.Number && reader.TryGetDecimal(out _value) ? null : ReadingCheck.NoNumber,
                2 => reader.TokenType == JsonTokenType.String && TemperatureUnits.TryParse(Text(ref reader), out _unit) ? null : ReadingCheck.NoUnit,
                _ => null,
            };
            _problem ??= problem;
            return reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray);
        }

        // Without making a text of it: most instants are written so.
        private bool IsPlainInstant(ref Utf8JsonReader reader) =>
            !reader.HasValueSequence && !reader.ValueIsEscaped && reader.ValueSpan is { Length: >= 20 and < 40 } text && text[10] == (byte)'T'
            && (text[^1] == (byte)'Z' || text[^6] is (byte)'+' or (byte)'-') && reader.TryGetDateTimeOffset(out _at);

        public readonly void Finish(int number, ReadingList readings)
        {
            if ((_problem ?? ((_seen & 3) == 3 ? null : ReadingCheck.Missing)) is { } problem) readings.Reject(number, problem, _shown);
            else readings.Take(number, _at, _value, _unit);
        }
    }
}
