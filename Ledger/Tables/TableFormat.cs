using Lotmark.Ledger.Problems;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;

namespace Lotmark.Ledger.Tables;

/// <summary>A kind of file that tables are given out as.</summary>
/// <param name="Name">By which <c>?format=</c> names it, and with which the file's name ends.</param>
/// <param name="MediaType">By which <c>Accept</c> names it.</param>
public sealed record TableFormat(string Name, string MediaType)
{
    /// <summary>A workbook.</summary>
    public static readonly TableFormat Xlsx = new("xlsx", XlsxTable.MediaType);

    /// <summary>Comma separated values.</summary>
    public static readonly TableFormat Csv = new("csv", CsvTable.MediaType);

    /// <summary>The parameter that names it.</summary>
    public const string Parameter = "format";

    private static readonly TableFormat[] All = [Xlsx, Csv];

    // Longer than any client sends: a hostile header costs nothing.
    private const int LongestHeader = 1024;

    /// <summary>The one that is asked for, by the parameter or else by <c>Accept</c>; a workbook where either will do.</summary>
    /// <exception cref="InvalidRequestException">There is none of this name.</exception>
    /// <exception cref="BadHttpRequestException">The caller takes neither.</exception>
    public static TableFormat AskedFor(HttpRequest request)
    {
        var name = request.Query[Parameter].ToString();
        if (name.Length == 0) return Accepted(request.Headers.Accept.ToString()) ?? throw new BadHttpRequestException("Neither form is accepted.", StatusCodes.Status406NotAcceptable);
        if (All.FirstOrDefault(f => f.Name == name) is { } named) return named;
        var errors = new FieldErrors();
        errors.Add(Parameter, new("unknown-code", "This must be one of xlsx, csv.", "应为 xlsx 或 csv。"), name);
        throw new InvalidRequestException(errors);
    }

    /// <summary>Begins a table in this form.</summary>
    public async Task<ITableWriter> StartAsync(Stream target, IReadOnlyList<ColumnHead> columns, WorkbookWords words, CancellationToken cancel) => this == Csv
        ? await CsvTable.StartAsync(target, columns.Select(c => c.Title))
        : await XlsxTable.StartAsync(target, columns, words, cancel);

    // Of what is accepted equally much the first one of ours (RFC 9110, section 12.5.1).
    private static TableFormat? Accepted(string header)
    {
        if (header.Length is 0 or > LongestHeader || !MediaTypeHeaderValue.TryParseList([header], out var ranges)) return Xlsx;
        var best = All.Select(f => (Format: f, Quality: QualityOf(new(f.MediaType), ranges))).MaxBy(f => f.Quality);
        return best.Quality > 0 ? best.Format : null;
    }

    // The range that says most about a type decides, not the one that likes it best.
    private static double QualityOf(MediaTypeHeaderValue type, IList<MediaTypeHeaderValue> ranges) =>
        ranges.Where(type.IsSubsetOf).OrderBy(r => r.MatchesAllTypes ? 2 : r.MatchesAllSubTypes ? 1 : 0).Select(r => r.Quality ?? 1).FirstOrDefault();
}

/// <summary>How the API's description tells of routes that give out tables.</summary>
public static class TableDescribed
{
    /// <summary>The answer is a table, in the form that the parameter or <c>Accept</c> names.</summary>
    public static RouteHandlerBuilder GivesTable(this RouteHandlerBuilder route) => route
        .Produces<byte[]>(StatusCodes.Status200OK, TableFormat.Xlsx.MediaType, TableFormat.Csv.MediaType)
        .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status406NotAcceptable)
        .AddOpenApiOperationTransformer((operation, _, _) =>
        {
            (operation.Parameters ??= []).Add(new OpenApiParameter
            {
                Name = TableFormat.Parameter,
                In = ParameterLocation.Query,
                Description = "xlsx: a workbook with a glossary of its columns; csv: UTF-8 with a byte order mark. What Accept asks for when absent, xlsx when it takes either.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, Enum = ["xlsx", "csv"] },
            });
            return Task.CompletedTask;
        });
}
