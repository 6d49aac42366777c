using Lotmark.Ledger.Access;
using Lotmark.Ledger.Requests;
using Lotmark.Scanner.Lots;
using Lotmark.Scanner.Reports;
using Marten;
using Npgsql;

namespace Lotmark.Ledger.ShopperReports;

/// <summary>A report as it is kept, without what it says.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Number">Its number.</param>
/// <param name="Lot">Name of the lot.</param>
/// <param name="Kind">What is wrong.</param>
/// <param name="City">City, of those the form offered.</param>
/// <param name="District">Place as written.</param>
/// <param name="Language">What the shopper reads.</param>
/// <param name="ReportedAt">When it was sent.</param>
/// <param name="Status">How far it has come.</param>
/// <param name="ChangedAt">When that was set; null while it is only received.</param>
/// <param name="ErasedAt">When what was written was erased; null while it is kept.</param>
/// <param name="HasPhoto">Whether there is a photo.</param>
public sealed record KeptReport(
    Guid Id, string Number, string Lot, ProblemKind Kind, string? City, string? District, string Language, DateTimeOffset ReportedAt, ReportState Status, DateTimeOffset? ChangedAt, DateTimeOffset? ErasedAt, bool HasPhoto);

/// <summary>The tables of reports.</summary>
public sealed class ReportShelf(NpgsqlDataSource database)
{
    /// <summary>Columns of a <see cref="KeptReport" /> in the order of <see cref="Read" />.</summary>
    internal const string Columns = """
        r.id, r.number, r.lot, r.kind, r.city, r.district, r.language, r.reported_at, r.status, r.changed_at, r.erased_at, exists (select from reports.photo p where p.report = r.id)
        """;

    /// <summary>Puts a report into the transaction of its event.</summary>
    internal static void Queue(IDocumentSession session, string lot, string number, byte[] salt, ProblemReported fact, ProblemReport report)
    {
        session.QueueSqlCommand(
            "insert into reports.report (id, number, lot, kind, city, district, language, reported_at) values (?, ?, ?, ?, nullif(?, ''), nullif(?, ''), ?, ?)",
            fact.Report, number, lot, LedgerJson.Code(fact.Kind), fact.City ?? "", fact.District ?? "", report.Language, fact.At);
        session.QueueSqlCommand(
            "insert into reports.content (report, salt, text, contact) values (?, ?, nullif(?, ''), nullif(?, ''))", fact.Report, salt, report.Text ?? "", report.Contact ?? "");
        if (report.Photo is { } jpeg) session.QueueSqlCommand("insert into reports.photo (report, jpeg) values (?, ?)", fact.Report, jpeg);
    }

    /// <summary>Puts an answer to a report into a transaction.</summary>
    internal static void QueueAnswer(IDocumentSession session, Guid report, ReportState status, string? zh, string? en, Actor actor, DateTimeOffset at)
    {
        // Locks the report. Answers are counted by a statement of its own: only one that begins behind the lock sees those that were given meanwhile.
        session.QueueSqlCommand("update reports.report set status = ?, changed_at = ? where id = ?", LedgerJson.Code(status), at, report);
        session.QueueSqlCommand("""
            insert into reports.answer (report, number, status, zh, en, organisation, key, answered_at)
            select ?, count(*) + 1, ?, nullif(?, ''), nullif(?, ''), ?, ?, ? from reports.answer where report = ?
            """, report, LedgerJson.Code(status), zh ?? "", en ?? "", actor.Organisation, actor.Key, at, report);
    }

    /// <summary>The number of a report; null when there is none of this id.</summary>
    public async Task<string?> NumberOfAsync(Guid id, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("select number from reports.report where id = $1");
        command.Parameters.AddWithValue(id);
        return (string?)await command.ExecuteScalarAsync(cancel);
    }

    /// <summary>A report by its number.</summary>
    public Task<KeptReport?> FindAsync(string number, CancellationToken cancel) => OneAsync("r.number = $1", number, cancel);

    /// <summary>A report by its id.</summary>
    public Task<KeptReport?> FindAsync(Guid id, CancellationToken cancel) => OneAsync("r.id = $1", id, cancel);

    /// <summary>The newest reports about a lot, newest first, each with what was written as long as it is kept.</summary>
    public async Task<IReadOnlyList<(KeptReport Report, string? Text)>> OfLotAsync(string lot, CancellationToken cancel)
    {
        const int most = 100;
        await using var command = database.CreateCommand(
            $"select {Columns}, c.text from reports.report r left join reports.content c on c.report = r.id where r.lot = $1 order by r.reported_at desc, r.id desc limit {most}");
        command.Parameters.AddWithValue(lot);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var found = new List<(KeptReport, string?)>();
        while (await reader.ReadAsync(cancel)) found.Add((Read(reader), Text(reader, reader.FieldCount - 1)));
        return found;
    }

    /// <summary>How long it takes until fewer than so many reports about a lot came within the hour; null when it is so now. All nodes count here.</summary>
    public async Task<TimeSpan?> WaitAsync(string lot, int most, DateTimeOffset now, CancellationToken cancel)
    {
        var period = TimeSpan.FromHours(1);
        await using var command = database.CreateCommand("select reported_at from reports.report where lot = $1 and reported_at > $2 order by reported_at desc offset $3 limit 1");
        command.Parameters.AddWithValue(lot);
        command.Parameters.AddWithValue(now - period);
        command.Parameters.AddWithValue(most - 1);
        return most > 0 && await command.ExecuteScalarAsync(cancel) is DateTime oldest ? oldest + period - now.UtcDateTime : null;
    }

    /// <summary>Erases what was written in a report.</summary>
    public Task<int> EraseAsync(Guid id, DateTimeOffset now, CancellationToken cancel) => EraseAsync("id = $2", id, now, cancel);

    /// <summary>Erases what was written in reports that came, and were last answered, before a time.</summary>
    /// <returns>How many there were.</returns>
    public Task<int> EraseOlderAsync(DateTimeOffset than, DateTimeOffset now, CancellationToken cancel) =>
        EraseAsync("reported_at < $2 and coalesce(changed_at, reported_at) < $2", than, now, cancel);

    private async Task<int> EraseAsync(string condition, object value, DateTimeOffset now, CancellationToken cancel)
    {
        await using var command = database.CreateCommand($"""
            with erased as (update reports.report set erased_at = $1 where erased_at is null and {condition} returning id),
                photos as (delete from reports.photo using erased where report = erased.id),
                contents as (delete from reports.content using erased where report = erased.id)
            select count(*)::int from erased
            """);
        command.Parameters.AddWithValue(now);
        command.Parameters.AddWithValue(value);
        return (int)(await command.ExecuteScalarAsync(cancel))!;
    }

    /// <summary>The newest answer that says something.</summary>
    public async Task<BilingualText?> NewestAnswerAsync(Guid id, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("select zh, en from reports.answer where report = $1 and (zh is not null or en is not null) order by number desc limit 1");
        command.Parameters.AddWithValue(id);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel) ? new(Text(reader, 0), Text(reader, 1)) : null;
    }

    internal static KeptReport Read(NpgsqlDataReader reader) => new(
        reader.GetGuid(0), reader.GetString(1), reader.GetString(2), Enum.Parse<ProblemKind>(reader.GetString(3), ignoreCase: true), Text(reader, 4), Text(reader, 5), reader.GetString(6),
        reader.GetFieldValue<DateTimeOffset>(7), Enum.Parse<ReportState>(reader.GetString(8), ignoreCase: true), Time(reader, 9), Time(reader, 10), reader.GetBoolean(11));

    private static DateTimeOffset? Time(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetFieldValue<DateTimeOffset>(column);

    internal static string? Text(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private async Task<KeptReport?> OneAsync(string condition, object value, CancellationToken cancel)
    {
        await using var command = database.CreateCommand($"select {Columns} from reports.report r where {condition}");
        command.Parameters.AddWithValue(value);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel) ? Read(reader) : null;
    }
}
