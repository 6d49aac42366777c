using Lotmark.Ledger.Access;
using Lotmark.Ledger.Requests;
using Lotmark.Scanner.Reports;
using Npgsql;

namespace Lotmark.Ledger.ShopperReports;

/// <summary>What shoppers reported, newest first, filtered.</summary>
public static class ListReports
{
    private static readonly (string Name, string About)[] Filters =
    [
        ("lot", "Only reports about this lot: 01/09520123451189/10/EC%2FVAN-0926.17, percent-encoded once more as a parameter."),
        ("kind", $"Only of this kind: {string.Join(", ", ListFilters.Codes<ProblemKind>())}."),
        ("status", $"Only those that have come so far: {string.Join(", ", ListFilters.Codes<ReportState>())}."),
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
        .Narrowed(Filters);

    private static async Task<IResult> HandleAsync(Page page, HttpContext context, NpgsqlDataSource database, CancellationToken cancel)
    {
        var filters = Narrowed(context.Request.Query, page);
        await using var command = database.CreateCommand($"select {ReportShelf.Columns} from reports.report r where {filters.Condition} order by r.reported_at desc, r.id desc limit @limit");
        filters.Fill(command.Parameters);
        command.Parameters.AddWithValue("limit", page.Sought);
        var found = new List<KeptReport>();
        await using (var reader = await command.ExecuteReaderAsync(cancel))
            while (await reader.ReadAsync(cancel)) found.Add(ReportShelf.Read(reader));

        var (part, next) = page.Cut(found, r => ListFilters.CursorOf(r.ReportedAt, r.Id));
        Page.Follow(context, next);
        return TypedResults.Ok(new ReportList([.. part.Select(ListedReport.Of)], next));
    }

    private static ListFilters Narrowed(IQueryCollection query, Page page)
    {
        var filters = new ListFilters(query, [.. Filters.Select(f => f.Name), "after", "limit"]);
        filters.Lot("lot", "r.lot = @lot");
        filters.Code<ProblemKind>("kind", "r.kind = @kind");
        filters.Code<ReportState>("status", "r.status = @status");
        filters.Instant("since", "r.reported_at >= @since");
        filters.After(page.After, "r.reported_at", "r.id");
        return filters.Checked();
    }
}
