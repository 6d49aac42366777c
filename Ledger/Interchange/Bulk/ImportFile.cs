using System.Net.Http.Headers;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Problems;
using Lotmark.Ledger.Requests;

namespace Lotmark.Ledger.Interchange.Bulk;

/// <summary>A file of registrations on its way in: CSV with a header line, or a JSON object a line.</summary>
internal sealed class ImportFile : IDisposable
{
    public const string Csv = "text/csv", Ndjson = "application/x-ndjson";

    private readonly RecordText _text;
    private readonly CsvForm? _csv;
    private CsvColumns? _columns;

    private ImportFile(string type, RecordText text, Stream body)
    {
        (ContentType, _text, _csv) = (type, text, type == Csv ? new CsvForm() : null);
        Records = new(body, _csv is null ? new NdjsonForm() : _csv);
    }

    public string ContentType { get; }

    public RecordReader Records { get; }

    /// <summary>Opens the body of a request; null when it is of a type that is not taken.</summary>
    public static ImportFile? Open(HttpRequest request)
    {
        if (request.Headers.ContentEncoding.ToString() is not ("" or "identity")) return null;
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || RecordText.Of(type) is not { } text) return null;
        return type.MediaType?.ToLowerInvariant() switch
        {
            Csv => new(Csv, text, request.Body),
            Ndjson or "application/ndjson" or "application/jsonl" => new(Ndjson, text, request.Body),
            _ => null,
        };
    }

    /// <summary>Reads what stands before the first record: the header line of a CSV file. Whatever is wrong with the beginning can still be answered as such.</summary>
    /// <exception cref="InvalidRequestException">It can't be understood.</exception>
    /// <exception cref="BadHttpRequestException">It does not arrive in the form that its headers announce.</exception>
    public async Task BeginAsync(CancellationToken cancel)
    {
        await Records.BeginAsync(cancel);
        if (_csv is null) return;
        if (!await Records.ReadAsync(cancel)) throw ImportProblems.WholeFile(ImportProblems.NoHeader);
        if (Records.Fault is { } fault) throw ImportProblems.WholeFile(ImportProblems.Of(fault));
        if (!_text.Reads(Records.Record.Span)) throw ImportProblems.WholeFile(ImportProblems.NotText);
        _columns = CsvColumns.Read(_csv, Records.Record.Span, _text.Encoding);
    }

    /// <summary>Notes of a record that is passed over what it tells about those behind it.</summary>
    public void Pass() => _text.Reads(Records.Record.Span);

    /// <summary>The registration in the current record; null when there is none to be seen in it.</summary>
    public RegisterLot? Read(FieldErrors errors)
    {
        if (Records.Fault is { } fault)
        {
            errors.Add("", ImportProblems.Of(fault), null);
            return null;
        }
        if (!_text.Reads(Records.Record.Span))
        {
            errors.Add("", ImportProblems.NotText, null);
            return null;
        }
        return _csv is null
            ? StrictJson.Read<RegisterLot>(_text.ToUtf8(Records.Record), errors)
            : _columns!.Read(_csv, Records.Record.Span, _text.Encoding, errors);
    }

    public void Dispose() => Records.Dispose();
}
