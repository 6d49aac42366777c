using System.Globalization;
using Lotmark.Ledger.Access;
using Lotmark.Ledger.Problems;
using Lotmark.Ledger.Requests;
using Lotmark.Scanner.DigitalLinks;
using Lotmark.Scanner.Reports;
using Microsoft.OpenApi;
using Npgsql;

namespace Lotmark.Ledger.ShopperReports;

/// <summary>What shoppers reported, newest first, filtered.</summary>
public static class ListReports
{
    private static readonly (string Name, string About)[] Filters =
    [
        ("lot", "Only reports about this lot: 01/09520123451189/10/EC%2FVAN-0926.17, percent-encoded once more as a parameter."),
        ("kind", $"Only of this kind: {Codes<ProblemKind>(", ")}."),
        ("status", $"Only those that have come so far: {Codes<ReportState>(", ")}."),
        ("since", "Only those sent at or after this time: 2026-11-07 (UTC) or 2026-11-07T08:00:00Z."),
    ];

    /// <summary>A part of the list.</summary>
    /// <param name="Reports">The reports.</param>
    /// <param name="Next">Where the next part begins (<c>?after=</c>); null at the end.</param>
    public sealed record ReportList(IReadOnlyList<ListedReport> Reports, string? Next);

    /// <summary>Serves it.</summary>
    public static void Map(IEndpointRouteBuilder reports) => reports.MapGet("/", HandleAsync)
        .Opens(Operation.ReadReports)
        .WithSummary("List reports of shoppers")
        .Produces<ReportList>()
        .Paged()
        .AddOpenApiOperationTransformer((operation, _, _) =>
        {
            foreach (var (name, about) in Filters)
                (operation.Parameters ??= []).Add(new OpenApiParameter { Name = name, In = ParameterLocation.Query, Description = about, Schema = new OpenApiSchema { Type = JsonSchemaType.String } });
            return Task.CompletedTask;
        });

    private static async Task<IResult> HandleAsync(Page page, HttpContext context, NpgsqlDataSource database, CancellationToken cancel)
    {
        await using var command = database.CreateCommand();
        var conditions = Conditions(context.Request.Query, page, command);
        command.CommandText = $"""
            select {ReportShelf.Columns} from reports.report r {(conditions.Count == 0 ? "" : "where " + string.Join(" and ", conditions))}
            order by r.reported_at desc, r.id desc limit @limit
            """;
        command.Parameters.AddWithValue("limit", page.Sought);
        var found = new List<KeptReport>();
        await using (var reader = await command.ExecuteReaderAsync(cancel))
            while (await reader.ReadAsync(cancel)) found.Add(ReportShelf.Read(reader));

        var (part, next) = page.Cut(found, r => string.Create(CultureInfo.InvariantCulture, $"{r.ReportedAt.UtcTicks}~{r.Id:N}"));
        if (next is not null)
        {
            var query = QueryString.Create(context.Request.Query.Where(q => q.Key != "after").Append(new("after", next)));
            context.Response.Headers.Link = $"<{context.Request.Path}{query}>; rel=\"next\"";
        }
        return TypedResults.Ok(new ReportList([.. part.Select(ListedReport.Of)], next));
    }

    private static List<string> Conditions(IQueryCollection query, Page page, NpgsqlCommand command)
    {
        var (errors, conditions) = (new FieldErrors(), new List<string>());
        foreach (var unknown in query.Keys.Except(Filters.Select(f => f.Name)).Except(["after", "limit"]))
            errors.Add(unknown, Page.NoParameter, null);

        Filter("lot", "r.lot = @lot", text => DigitalLink.TryParse("/" + text.TrimStart('/'), out var lot, out DigitalLinkError? _) ? lot.Path : null,
            new("lot", "A lot is named like 01/09520123451189/10/EC%2FVAN-0926.17.", "批次应写作 01/09520123451189/10/EC%2FVAN-0926.17 的形式。"));
        Filter("kind", "r.kind = @kind", Code<ProblemKind>, new("unknown-code", $"This must be one of {Codes<ProblemKind>(", ")}.", $"应为以下代码之一：{Codes<ProblemKind>("、")}。"));
        Filter("status", "r.status = @status", Code<ReportState>, new("unknown-code", $"This must be one of {Codes<ReportState>(", ")}.", $"应为以下代码之一：{Codes<ReportState>("、")}。"));
        Filter("since", "r.reported_at >= @since", Instant, new("type-date", "A date such as 2026-11-07, or a time such as 2026-11-07T08:00:00Z, belongs here.", "应为2026-11-07形式的日期，或2026-11-07T08:00:00Z形式的时间。"));
        if (page.After is { } after)
        {
            if (after.Split('~') is [var ticks, var id] && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at <= DateTime.MaxValue.Ticks
                && Guid.TryParseExact(id, "N", out var last))
            {
                conditions.Add("(r.reported_at, r.id) < (@at, @last)");
                command.Parameters.AddWithValue("at", new DateTime(at, DateTimeKind.Utc));
                command.Parameters.AddWithValue("last", last);
            }
            else errors.Add("after", Page.NoCursor, after);
        }
        return errors.Any ? throw new InvalidRequestException(errors) : conditions;

        void Filter(string name, string condition, Func<string, object?> read, FieldProblem problem)
        {
            if (query[name].ToString() is not { Length: > 0 } text) return;
            if (read(text) is { } value)
            {
                conditions.Add(condition);
                command.Parameters.AddWithValue(name, value);
            }
            else errors.Add(name, problem, text);
        }
    }

    private static string? Code<T>(string text) where T : struct, Enum => Enum.GetValues<T>().Select(ReportShelf.Code).FirstOrDefault(code => code == text);

    private static object? Instant(string text) =>
        DateTimeOffset.TryParseExact(text, ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)
            ? at : null;

    private static string Codes<T>(string between) where T : struct, Enum => string.Join(between, Enum.GetValues<T>().Select(ReportShelf.Code));
}
