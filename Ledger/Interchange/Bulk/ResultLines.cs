using System.Buffers;
using System.Text.Json;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Problems;

namespace Lotmark.Ledger.Interchange.Bulk;

/// <summary>
/// Writes what became of records, a JSON object a line: <c>line</c>, <c>status</c>, <c>gtin</c> and <c>lotNumber</c> as sent, then <c>errors</c>
/// (form), <c>problem</c> (rule) and <c>warnings</c> as a single registration is answered.
/// </summary>
internal sealed class ResultLines(AnswerLanguage language) : IDisposable
{
    private const int ShownValue = 100;

    private readonly ArrayBufferWriter<byte> _line = new();
    private readonly Utf8JsonWriter _json = new(Stream.Null, new() { Encoder = LotJson.Stored.Encoder });

    /// <summary>The line of a record; valid until the next.</summary>
    public ReadOnlySpan<byte> Write(ImportRecord record, Outcome? outcome)
    {
        _line.ResetWrittenCount();
        _json.Reset(_line);
        _json.WriteStartObject();
        _json.WriteNumber("line", record.Line);
        _json.WriteNumber("status", StatusOf(record, outcome));
        if (record.Gtin is not null) _json.WriteString("gtin", record.Gtin);
        if (record.LotNumber is not null) _json.WriteString("lotNumber", record.LotNumber);
        if (record.Errors.Any)
        {
            _json.WritePropertyName("errors");
            JsonSerializer.Serialize(_json, record.Errors.ByPathIn(language), LotJson.Stored);
        }
        if (outcome is Outcome.Refused { Why: var why }) WriteProblem(why);
        if (record.Warnings is { Any: true } warnings)
        {
            _json.WritePropertyName("warnings");
            JsonSerializer.Serialize(_json, warnings.ByPathIn(language), LotJson.Stored);
        }
        _json.WriteEndObject();
        _json.Flush();
        _line.Write("\n"u8);
        return _line.WrittenSpan;
    }

    /// <summary>The status that a request with this record alone would have had.</summary>
    public static int StatusOf(ImportRecord record, Outcome? outcome) => outcome switch
    {
        null => record.TooLong ? StatusCodes.Status413PayloadTooLarge : StatusCodes.Status400BadRequest,
        Outcome.Recorded { Fresh: true } => StatusCodes.Status201Created,
        Outcome.Recorded => StatusCodes.Status200OK,
        Outcome.Refused refused => refused.Why.Status,
        _ => throw new InvalidOperationException("An append is recorded or refused."),
    };

    /// <summary>As much of a text as is worth to be told. Records that wait hold no more of it.</summary>
    public static string? Short(string? text) => text?.Length > ShownValue ? text[..ShownValue] + "…" : text;

    /// <inheritdoc />
    public void Dispose() => _json.Dispose();

    private void WriteProblem(Decision.Refused why)
    {
        _json.WriteStartObject("problem");
        _json.WriteString("title", why.Reason.In(language));
        _json.WriteString("code", why.Code);
        _json.WritePropertyName("message");
        JsonSerializer.Serialize(_json, why.Reason, LotJson.Stored);
        foreach (var (name, value) in why.Details)
        {
            _json.WritePropertyName(name);
            JsonSerializer.Serialize(_json, value, LotJson.Stored);
        }
        _json.WriteEndObject();
    }
}

/// <summary>A record on its way.</summary>
/// <param name="Line">Number of its first line.</param>
/// <param name="Gtin">As sent; null when it could not be read.</param>
/// <param name="LotNumber">As sent; null when it could not be read.</param>
/// <param name="Errors">What is wrong with its form.</param>
/// <param name="Warnings">What is unusual about it.</param>
/// <param name="TooLong">Whether it was not even read.</param>
/// <param name="Outcome">What becomes of it; null when its form is wrong.</param>
internal sealed record ImportRecord(long Line, string? Gtin, string? LotNumber, FieldErrors Errors, FieldErrors? Warnings, bool TooLong, Task<Outcome>? Outcome);
