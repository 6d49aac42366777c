using Lotmark.Ledger.Access;
using Lotmark.Ledger.Identifiers;
using Lotmark.Ledger.Problems;
using Lotmark.Scanner.Reports;
using Npgsql;

namespace Lotmark.Ledger.ShopperReports;

/// <summary>One report in full, for those who look into it: what was written, how to reach who wrote it, the photo, the answers so far.</summary>
public static class ReadReport
{
    private static readonly Wording NoSuch = new("There is no report of this id.", "没有此编号的报告。");
    private static readonly Wording NoPhoto = new("This report has no photo.", "该报告没有照片。");

    /// <summary>Serves it and its photo.</summary>
    public static void Map(IEndpointRouteBuilder reports)
    {
        reports.MapGet("/{id}", HandleAsync)
            .Opens(Operation.ReadReports)
            .WithSummary("Read a report of a shopper")
            .WithDescription("With text and contact, which are nobody else's business. They stand in no event and no leaf of the log, only their salted hash does.")
            .Produces<FullReport>()
            .ProducesProblem(StatusCodes.Status404NotFound);
        reports.MapGet("/{id}/photo", HandlePhotoAsync)
            .Opens(Operation.ReadReports)
            .WithSummary("Open the photo of a report")
            .Produces<byte[]>(StatusCodes.Status200OK, "image/jpeg")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    internal static IResult Unknown(HttpContext context) => NoSuch.AsProblem(context, StatusCodes.Status404NotFound, "report-unknown");

    internal static async Task<FullReport?> FindAsync(string id, ReportShelf shelf, NpgsqlDataSource database, CancellationToken cancel)
    {
        if (!Guid.TryParse(id, out var named) || await shelf.FindAsync(named, cancel) is not { } report) return null;
        await using var command = database.CreateCommand("""
            select c.text, c.contact, a.status, a.zh, a.en, a.organisation, a.key, a.answered_at
            from reports.report r left join reports.content c on c.report = r.id left join reports.answer a on a.report = r.id where r.id = $1 order by a.number
            """);
        command.Parameters.AddWithValue(named);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var (text, contact, answers) = (default(string), default(string), new List<GivenAnswer>());
        while (await reader.ReadAsync(cancel))
        {
            (text, contact) = (ReportShelf.Text(reader, 0), ReportShelf.Text(reader, 1));
            if (!reader.IsDBNull(2))
                answers.Add(new(Enum.Parse<ReportState>(reader.GetString(2), ignoreCase: true), ReportShelf.Text(reader, 3), ReportShelf.Text(reader, 4),
                    reader.GetString(5), reader.GetString(6), reader.GetFieldValue<DateTimeOffset>(7)));
        }
        return new(ListedReport.Of(report), report.Language, text, contact, report.ErasedAt, answers);
    }

    private static async Task<IResult> HandleAsync(string id, ReportShelf shelf, NpgsqlDataSource database, HttpContext context, CancellationToken cancel)
    {
        context.Response.Headers.CacheControl = "no-store";
        return await FindAsync(id, shelf, database, cancel) is { } report ? TypedResults.Ok(report) : Unknown(context);
    }

    private static async Task<IResult> HandlePhotoAsync(string id, NpgsqlDataSource database, HttpContext context, CancellationToken cancel)
    {
        if (!Guid.TryParse(id, out var named)) return Unknown(context);
        await using var command = database.CreateCommand("select jpeg from reports.photo where report = $1");
        command.Parameters.AddWithValue(named);
        if (await command.ExecuteScalarAsync(cancel) is not byte[] jpeg) return NoPhoto.AsProblem(context, StatusCodes.Status404NotFound, "no-photo");
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        return TypedResults.Bytes(jpeg, "image/jpeg");
    }
}

/// <summary>A report in full.</summary>
/// <param name="Report">The report.</param>
/// <param name="Language">What the shopper reads: <c>zh-CN</c> or <c>en</c>.</param>
/// <param name="Text">What was written; null when nothing was, or when it was erased.</param>
/// <param name="Contact">How to reach who reported; null when it was not given, or when it was erased.</param>
/// <param name="ErasedAt">When text, contact and photo were erased; null while they are kept.</param>
/// <param name="Answers">What was answered, oldest first. The newest is shown to who reported.</param>
public sealed record FullReport(ListedReport Report, string Language, string? Text, string? Contact, DateTimeOffset? ErasedAt, IReadOnlyList<GivenAnswer> Answers);

/// <summary>An answer to a report.</summary>
/// <param name="Status">How far the report has come with it.</param>
/// <param name="Zh">In Chinese.</param>
/// <param name="En">In English.</param>
/// <param name="Organisation">Who answered.</param>
/// <param name="Key">Label of the key that was used; not shown to shoppers.</param>
/// <param name="AnsweredAt">When.</param>
public sealed record GivenAnswer(ReportState Status, string? Zh, string? En, string Organisation, string Key, DateTimeOffset AnsweredAt);

/// <summary>A report as a line of a list.</summary>
/// <param name="Id">Its id; the event in the lot's history names it.</param>
/// <param name="Number">The number that the shopper has.</param>
/// <param name="Gtin">14 digits.</param>
/// <param name="LotNumber">As printed.</param>
/// <param name="Kind">What is wrong.</param>
/// <param name="City">City, of those where the lot is on sale.</param>
/// <param name="District">Place as the shopper wrote it.</param>
/// <param name="ReportedAt">When it was sent.</param>
/// <param name="Status">How far it has come.</param>
/// <param name="ChangedAt">When that was set; null while it is only received.</param>
/// <param name="Links">Where to go from here.</param>
public sealed record ListedReport(
    Guid Id, string Number, Gtin Gtin, LotNumber LotNumber, ProblemKind Kind, string? City, string? District, DateTimeOffset ReportedAt, ReportState Status, DateTimeOffset? ChangedAt, ReportLinks Links)
{
    internal static ListedReport Of(KeptReport report)
    {
        var lot = LotKey.FromPath(report.Lot);
        var self = $"/api/reports/{report.Id}";
        return new(report.Id, report.Number, lot.Gtin, lot.Number, report.Kind, report.City, report.District, report.ReportedAt, report.Status, report.ChangedAt,
            new(self, $"/api/lots/{lot.Gtin}/{lot.Encoded}", report.HasPhoto ? $"{self}/photo" : null));
    }
}

/// <summary>Addresses of a report.</summary>
/// <param name="Self">The report in full.</param>
/// <param name="Lot">The lot.</param>
/// <param name="Photo">Its photo; null when it has none.</param>
public sealed record ReportLinks(string Self, string Lot, string? Photo);
