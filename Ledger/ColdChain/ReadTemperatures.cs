using System.ComponentModel;
using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;
using Lotmark.Ledger.Access;
using Lotmark.Ledger.Identifiers;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Problems;
using Lotmark.Ledger.Requests;
using Npgsql;

namespace Lotmark.Ledger.ColdChain;

/// <summary>
/// The temperatures of a lot, thinned out for a chart: as many equal stretches of time as asked for, of each the coldest, the warmest and
/// the mean reading. Peaks are never lost.
/// </summary>
public sealed class ReadTemperatures(NpgsqlDataSource database, LotReader lots, ColdChainSettings settings)
{
    private const int MostPoints = 2000, UsualPoints = 300;

    /// <summary>Serves it.</summary>
    public static void Map(IEndpointRouteBuilder lots)
    {
        lots.MapGet("/{gtin}/{number}/temperatures", HandleChartAsync)
            .Opens(Operation.ReadTemperatures)
            .WithSummary("Read the temperatures of a lot, thinned out for a chart")
            .Produces<TemperatureChart>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
        lots.MapGet("/{gtin}/{number}/temperatures/{sha256}", HandleBatchAsync)
            .Opens(Operation.ReadTemperatures)
            .WithSummary("Read the canonical text of a batch: its SHA-256 stands in the event")
            .Produces<string>(contentType: "text/plain")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> HandleChartAsync(
        LotKey lot, Actor actor,
        [Description("Readings from this instant on (ISO 8601 with offset).")] string? from,
        [Description("Readings up to this instant (ISO 8601 with offset).")] string? to,
        [Description("At most so many points: 1 to 2000, 300 when absent.")] string? points,
        ReadTemperatures read, HttpContext context, CancellationToken cancel)
    {
        var errors = new FieldErrors();
        var (first, last) = (Instant("from", from, errors), Instant("to", to, errors));
        if (first > last) errors.Add("to", new("range-backwards", "The end can't be before the beginning.", "结束时间不能早于开始时间。"), to);
        var wanted = UsualPoints;
        if (points is not null && (!int.TryParse(points, NumberStyles.None, CultureInfo.InvariantCulture, out wanted) || wanted is < 1 or > MostPoints))
            errors.Add("points", new("points", $"This must be a whole number from 1 to {MostPoints}.", $"应为1至{MostPoints}的整数。"), points);
        if (errors.Any) throw new InvalidRequestException(errors);

        var found = await read.FindAsync(lot, actor, cancel);
        if (found.Refusal is { } refusal) return refusal.AsProblem(context);
        return TypedResults.Ok(await read.ChartAsync(found.Lot!, first, last, wanted, cancel));
    }

    private static async Task<IResult> HandleBatchAsync(LotKey lot, string sha256, Actor actor, ReadTemperatures read, HttpContext context, CancellationToken cancel)
    {
        var found = await read.FindAsync(lot, actor, cancel);
        if (found.Refusal is { } refusal) return refusal.AsProblem(context);
        if (!found.Lot!.Temperatures.Batches.Contains(sha256))
            return Decision.Unknown("batch-unknown", "No batch of readings with this hash is recorded for this lot.", "该批次没有此哈希值的温度记录。").AsProblem(context);
        return TypedResults.Stream(body => read.WriteAsync(found.Lot.Id, sha256, body, cancel), "text/plain; charset=utf-8");
    }

    /// <summary>The chart of a lot.</summary>
    /// <param name="lot">The lot.</param>
    /// <param name="from">Where it begins; null for the first reading.</param>
    /// <param name="to">Where it ends; null for the newest reading.</param>
    /// <param name="points">Points of each device at most.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<TemperatureChart> ChartAsync(Lot lot, DateTimeOffset? from, DateTimeOffset? to, int points, CancellationToken cancel)
    {
        var limits = new TemperatureLimits(lot.Description.StorageTempMinC, lot.Description.StorageTempMaxC, settings.Margin, (int)settings.Tolerance.TotalMinutes);
        var (first, last) = (from ?? lot.Temperatures.From ?? DateTimeOffset.UnixEpoch, to ?? lot.Temperatures.To ?? DateTimeOffset.UnixEpoch);
        if (first > last || lot.Temperatures.Readings == 0) return new(limits, first, last, 0, null, [], []);
        var step = TimeSpan.FromSeconds(Math.Max(1, Math.Ceiling((last - first).TotalSeconds / points + 1e-6)));
        var excursions = lot.Temperatures.Excursions.Where(e => e.Start <= last && e.End >= first).ToList();

        var (series, left) = await SeriesAsync(lot, cancel);
        await using var command = database.CreateCommand("""
            select series, count(*)::int, min(tenths), max(tenths), sum(tenths), min(at), max(at) from coldchain.reading
            where series = any($1) and at between $2 and $3 and batch <> all($4)
            group by series, date_bin($5, at, $2) order by series, min(at)
            """);
        foreach (var value in (object[])[series.Keys.ToArray(), first.UtcDateTime, last.UtcDateTime, left, step]) command.Parameters.Add(new() { Value = value });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var (charted, total) = (series.ToDictionary(s => s.Key, _ => new List<TemperaturePoint>()), 0L);
        while (await reader.ReadAsync(cancel))
        {
            total += reader.GetInt64(4);
            charted[reader.GetInt32(0)].Add(new(
                Utc(reader.GetDateTime(5)), Utc(reader.GetDateTime(6)), reader.GetInt32(1),
                reader.GetInt16(2) / 10m, reader.GetInt16(3) / 10m, Mean(reader.GetInt64(4), reader.GetInt32(1))));
        }
        var all = charted.Values.SelectMany(p => p).ToList();
        var statistics = all.Count == 0 ? null : new ReadingsSummary(
            all.Sum(p => p.Count), all.Min(p => p.From), all.Max(p => p.To), all.Min(p => p.MinC), all.Max(p => p.MaxC), Mean(total, all.Sum(p => p.Count)));
        return new(limits, first, last, (int)step.TotalSeconds, statistics,
            [.. charted.Where(c => c.Value.Count > 0).Select(c => new TemperatureSeries(series[c.Key], c.Value)).OrderBy(s => s.Device, StringComparer.Ordinal)], excursions);
    }

    // The lot's devices by their series, and the batches that don't count: their event never came, or did not occur.
    private async Task<(Dictionary<int, string> Series, long[] Left)> SeriesAsync(Lot lot, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("""
            select s.id, s.device, b.id, encode(b.sha256, 'hex') from coldchain.series s join coldchain.batch b on b.series = s.id where s.lot = $1
            """);
        command.Parameters.Add(new() { Value = lot.Id });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var (series, left) = (new Dictionary<int, string>(), new List<long>());
        while (await reader.ReadAsync(cancel))
        {
            series[reader.GetInt32(0)] = reader.GetString(1);
            if (!lot.Temperatures.Batches.Contains(reader.GetString(3))) left.Add(reader.GetInt64(2));
        }
        return (series, [.. left]);
    }

    private async Task WriteAsync(string lot, string sha256, Stream body, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("""
            select r.at, r.tenths, r.value, r.uom from coldchain.series s join coldchain.batch b on b.series = s.id
            join coldchain.reading r on r.series = b.series and r.at between b.first and b.last and r.batch = b.id
            where s.lot = $1 and b.sha256 = $2 order by r.at
            """);
        command.Parameters.Add(new() { Value = lot });
        command.Parameters.Add(new() { Value = Convert.FromHexString(sha256) });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        await using var writer = new StreamWriter(body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 1 << 15, leaveOpen: true);
        while (await reader.ReadAsync(cancel))
        {
            await writer.WriteAsync(CanonicalReadings.Line(new(reader.GetDateTime(0), reader.GetInt16(1), reader.GetDecimal(2), TemperatureUnits.Of(reader.GetString(3)), 0)));
        }
    }

    private async Task<(Lot? Lot, Decision.Refused? Refusal)> FindAsync(LotKey lot, Actor actor, CancellationToken cancel)
    {
        var found = await lots.FindAsync(lot, cancel);
        return (found, ReadLot.Refusal(found, actor.To(Operation.ReadTemperatures)));
    }

    private static DateTimeOffset? Instant(string name, string? text, FieldErrors errors)
    {
        // In an address a plus is a space.
        if (text is null) return null;
        if (InstantWithOffset.TryParse(text.Replace(' ', '+'), out var instant)) return instant;
        errors.Add(name, ReadingCheck.NoInstant, text);
        return null;
    }

    private static DateTimeOffset Utc(DateTime at) => new(at, TimeSpan.Zero);

    private static decimal Mean(long tenths, long count) => Math.Round(tenths / 10m / count, 2, MidpointRounding.AwayFromZero);
}

/// <summary>The temperatures of a lot, thinned out.</summary>
/// <param name="Limits">What it must keep to.</param>
/// <param name="From">Where the chart begins.</param>
/// <param name="To">Where it ends.</param>
/// <param name="StepSeconds">Length of the stretch that one point stands for.</param>
/// <param name="Statistics">What all readings in it come to; null when there are none.</param>
/// <param name="Series">The points, by device.</param>
/// <param name="Excursions">Times outside the limits for longer than is tolerated, oldest first.</param>
public sealed record TemperatureChart(
    TemperatureLimits Limits, DateTimeOffset From, DateTimeOffset To, int StepSeconds,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] ReadingsSummary? Statistics,
    IReadOnlyList<TemperatureSeries> Series, IReadOnlyList<Excursion> Excursions);

/// <summary>What a lot must keep to.</summary>
/// <param name="MinC">Lowest storage temperature, °C; null when there is none.</param>
/// <param name="MaxC">Highest storage temperature, °C.</param>
/// <param name="MarginC">Degrees beyond them that are not yet outside.</param>
/// <param name="ToleranceMinutes">A time outside counts when it is longer.</param>
public sealed record TemperatureLimits(decimal? MinC, decimal MaxC, decimal MarginC, int ToleranceMinutes);

/// <summary>What one device measured.</summary>
/// <param name="Device">The device.</param>
/// <param name="Points">Oldest first; a stretch without readings has no point.</param>
public sealed record TemperatureSeries(string Device, IReadOnlyList<TemperaturePoint> Points);

/// <summary>The readings of one stretch of time.</summary>
/// <param name="From">The first.</param>
/// <param name="To">The last.</param>
/// <param name="Count">How many.</param>
/// <param name="MinC">The coldest, °C.</param>
/// <param name="MaxC">The warmest, °C.</param>
/// <param name="MeanC">Their mean, °C to 0.01.</param>
public sealed record TemperaturePoint(DateTimeOffset From, DateTimeOffset To, int Count, decimal MinC, decimal MaxC, decimal MeanC);
