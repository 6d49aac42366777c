using Npgsql;

namespace Lotmark.Ledger.Inspection.Signals;

/// <summary>What was seen in the days up to one, counted. What one witness tells of a lot within a day counts once.</summary>
/// <param name="Series">By kind, of each product, lot and city.</param>
/// <param name="Ranked">By kind, in the days of the map, of each product, lot, city and place.</param>
/// <param name="Cells">By place and day, in the days of the map.</param>
/// <param name="Lots">Of each product and lot one of its lots, by which it is named.</param>
public sealed record SignalCounts(
    IReadOnlyList<SightingSeries> Series, IReadOnlyList<SignalCounts.Rank> Ranked, IReadOnlyList<SignalCounts.Cell> Cells, IReadOnlyDictionary<string, string> Lots)
{
    /// <summary>Days of the map and the ranking, the present one included.</summary>
    public const int MapDays = 28;

    /// <summary>How often one kind of thing was seen in the days of the map.</summary>
    public sealed record Rank(string Of, string Subject, SightingKind Kind, int Count);

    /// <summary>How much was seen at a place on a day.</summary>
    public sealed record Cell(string? City, string? District, DateOnly Day, int Count);

    // Once over the days, whatever is asked of them.
    private static readonly string Counting = $"""
        with once as (
            select kind, lot, witness, day, min(lot_since) as lot_since, min(gtin) as gtin, min(city) as city, min(district) as district, min(location) as location
            from inspection.sighting where day > @until - {Rises.WindowDays + Rises.BaselineDays} and day <= @until group by kind, lot, witness, day)
        select case when grouping(day) = 0 then 'day' when grouping(once.gtin) = 0 then 'product' when grouping(lot) = 0 then 'lot' when grouping(city) = 0 then 'city' else 'location' end,
            kind, coalesce(once.gtin, once.lot, location), city, district, day, min(lot), case when grouping(once.gtin) = 0 then min(p.since) else min(lot_since) end,
            count(*) filter (where day > @until - {Rises.WindowDays}), count(*) filter (where day <= @until - {Rises.WindowDays}), count(*) filter (where day > @until - {MapDays})
        from once left join inspection.product_since p on p.gtin = once.gtin
        group by grouping sets ((kind, once.gtin), (kind, lot), (kind, city), (kind, location), (city, district, day))
        having count(*) >= {Rises.LeastCount} or count(*) filter (where day > @until - {MapDays}) > 0
        """;

    /// <summary>Counts up to a day, that day included.</summary>
    public static async Task<SignalCounts> ReadAsync(NpgsqlDataSource database, DateOnly until, CancellationToken cancel)
    {
        var (series, ranked, cells, lots) = (new List<SightingSeries>(), new List<Rank>(), new List<Cell>(), new Dictionary<string, string>());
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(new("select min(since) from inspection.product_since"));
        batch.BatchCommands.Add(new(Counting));
        batch.BatchCommands[1].Parameters.AddWithValue("until", until);
        await using var row = await batch.ExecuteReaderAsync(cancel);
        DateOnly? began = await row.ReadAsync(cancel) && !row.IsDBNull(0) ? row.GetFieldValue<DateOnly>(0) : null;
        await row.NextResultAsync(cancel);
        while (await row.ReadAsync(cancel))
        {
            var lately = (int)row.GetInt64(10);
            var of = row.GetString(0);
            if (of == "day")
            {
                if (lately > 0) cells.Add(new(Text(3), Text(4), row.GetFieldValue<DateOnly>(5), lately));
                continue;
            }
            if ((of == "city" ? Text(3) : Text(2)) is not { } subject) continue; // seen where nobody said
            var kind = Enum.Parse<SightingKind>(row.GetString(1), ignoreCase: true);
            if (lately > 0) ranked.Add(new(of, subject, kind, lately));
            if (of is "product" or "lot") lots[subject] = row.GetString(6);
            if (of == "location") continue;
            DateOnly? since = of == "city" ? began : row.IsDBNull(7) ? null : row.GetFieldValue<DateOnly>(7);
            series.Add(new(kind, Enum.Parse<SeriesOf>(of, ignoreCase: true), subject, row.GetInt64(8), row.GetInt64(9), since is { } first ? DaysBefore(first, until) : 0));
        }
        return new(series, ranked, cells, lots);

        string? Text(int column) => row.IsDBNull(column) ? null : row.GetString(column);
    }

    // The first day was no whole one, and is none to compare with: what was seen on it makes a rise look smaller, never larger.
    private static int DaysBefore(DateOnly since, DateOnly until) => Math.Clamp(until.DayNumber - (Rises.WindowDays - 1) - since.DayNumber - 1, 0, Rises.BaselineDays);
}
