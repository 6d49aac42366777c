using System.Diagnostics;
using Lotmark.Ledger.Lots;
using Lotmark.Scanner.Serials;
using Npgsql;

namespace Lotmark.Ledger.Inspection.Signals;

/// <summary>Looks for item codes that are scanned as often as only copies are: among those that were scanned since the day that it looked at last.</summary>
public sealed class CopyWatch(NpgsqlDataSource database, LotReader lots, SightingStore store, TimeProvider clock, ILogger<CopyWatch> logger) : SteadyWork(logger, "Copied item codes are not looked for")
{
    // On a day with many scans it looks less often: the database is there for others.
    private const int RestsLonger = 50;
    private static readonly TimeSpan Soonest = TimeSpan.FromSeconds(2), Latest = TimeSpan.FromMinutes(10);

    // Fulfilled by all codes for which the rule holds, and by few others.
    private static readonly string Candidates = $"""
        with lately as (select distinct lot, serial from serials.scan where day >= @from)
        select l.lot, s.serial, array_agg(s.day order by s.day), array_agg(s.scans order by s.day), min(s.first_at)
        from lately join serials.scan s on s.lot = lately.lot and s.serial = lately.serial join serials.lot l on l.id = s.lot
        where not exists (select from inspection.sighting where source = 'copied:' || l.lot || '#' || s.serial)
        group by l.lot, s.serial having sum(s.scans) > {CopySigns.MostScans} or max(s.scans) > {CopySigns.MostOnOneDay} or count(*) > {CopySigns.MostOccasions}
        """;

    /// <inheritdoc />
    // The row of progress is locked: of several processes one looks.
    protected override async Task<TimeSpan> StepAsync(CancellationToken cancel)
    {
        var (began, now) = (Stopwatch.GetTimestamp(), clock.GetUtcNow());
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await using var progress = new NpgsqlCommand("select since from inspection.copies_sought for update skip locked", connection);
        DateOnly from;
        await using (var reader = await progress.ExecuteReaderAsync(cancel))
        {
            if (!await reader.ReadAsync(cancel)) return Soonest; // another looks
            from = reader.GetFieldValue<DateOnly>(0);
        }

        var copied = new List<Sighting>();
        await using (var command = new NpgsqlCommand(Candidates, connection))
        {
            command.Parameters.AddWithValue("from", from);
            await using var reader = await command.ExecuteReaderAsync(cancel);
            while (await reader.ReadAsync(cancel))
            {
                var days = reader.GetFieldValue<DateOnly[]>(2).Zip(reader.GetFieldValue<long[]>(3), (day, scans) => new DayScans(day, scans)).ToList();
                var scans = new ItemScans(reader.GetFieldValue<DateTimeOffset>(4), days);
                if (scans.LooksCopied()) copied.Add(Sighting.OfCopy(reader.GetString(0), reader.GetString(1), scans.Total, now));
            }
        }
        var histories = await lots.HistoriesAsync([.. copied.Select(c => c.Lot).Distinct()], cancel);
        await store.WriteAsync(connection, copied, histories.Values.Select(h => h.Lot).OfType<Lot>().ToDictionary(l => l.Id, l => l.RegisteredAt), cancel);
        // Scans of a day that has just ended may come a little later.
        await using var done = new NpgsqlCommand("update inspection.copies_sought set since = @day where since < @day", connection);
        done.Parameters.AddWithValue("day", ImportingCountryDay.Of(now).AddDays(-1));
        await done.ExecuteNonQueryAsync(cancel);
        await transaction.CommitAsync(cancel);
        return TimeSpan.FromTicks(Math.Clamp(Stopwatch.GetElapsedTime(began).Ticks * RestsLonger, Soonest.Ticks, Latest.Ticks));
    }
}
