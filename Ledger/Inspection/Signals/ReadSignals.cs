using System.Globalization;
using Lotmark.Ledger.Access;
using Lotmark.Ledger.Identifiers;
using Lotmark.Ledger.Inspection.Trace;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Problems;
using Lotmark.Ledger.Requests;
using Microsoft.OpenApi;
using Npgsql;

namespace Lotmark.Ledger.Inspection.Signals;

/// <summary>Warnings, map and ranking up to a day.</summary>
public sealed class ReadSignals(NpgsqlDataSource database, TracedPlaces places, TimeProvider clock)
{
    private const int MostRanked = 15;

    private static readonly FieldProblem NoDay = new("type-date", "A day such as 2026-11-27 belongs here, not later than today.", "应为2026-11-27形式的日期，且不晚于今天。");

    /// <summary>Serves it.</summary>
    public static void Map(IEndpointRouteBuilder signals) => signals.MapGet("/", HandleAsync)
        .Opens(Operation.ReadSignals)
        .WithSummary("What rises beyond what chance explains, where things were seen, and what is named most often")
        .WithDescription("Warnings are about the last 7 days, map and ranking about the last 28; method says how rises are found and what that takes for granted.")
        .Produces<SignalBoard>()
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .AddOpenApiOperationTransformer((operation, _, _) =>
        {
            (operation.Parameters ??= []).Add(new OpenApiParameter { Name = "until", In = ParameterLocation.Query, Description = "The last day that counts (China time); today when it is absent.", Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "date" } });
            return Task.CompletedTask;
        });

    private static async Task<IResult> HandleAsync(ReadSignals read, HttpContext context, CancellationToken cancel) =>
        TypedResults.Json(await read.BoardAsync(read.DayOf(context.Request.Query), cancel), LotJson.Answers);

    /// <summary>The day that a query asks for.</summary>
    /// <exception cref="InvalidRequestException">It asks for none, or for something else.</exception>
    public DateOnly DayOf(IQueryCollection query)
    {
        var (errors, today) = (new FieldErrors(), ImportingCountryDay.Of(clock.GetUtcNow()));
        foreach (var unknown in query.Keys.Where(k => k != "until")) errors.Add(unknown, Page.NoParameter, null);
        var (text, day) = (query["until"].ToString(), today);
        if (text.Length > 0 && (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day) || day > today || day.Year < 2000)) errors.Add("until", NoDay, text);
        return errors.Any ? throw new InvalidRequestException(errors) : day;
    }

    /// <summary>What was seen up to a day, that day included.</summary>
    public async Task<SignalBoard> BoardAsync(DateOnly until, CancellationToken cancel)
    {
        var counts = await SignalCounts.ReadAsync(database, until, cancel);
        var (rises, tested) = Rises.Find(counts.Series);
        var ranked = counts.Ranked.GroupBy(r => (r.Of, r.Subject)).ToLookup(g => g.Key.Of, g => Rank(g.Key.Subject, [.. g]))
            .ToDictionary(g => g.Key, g => g.OrderByDescending(r => r.Total).ThenBy(r => r.Subject, StringComparer.Ordinal).Take(MostRanked).ToList());
        var names = await NamesAsync(counts.Lots, ranked.Where(r => r.Key is "product" or "lot").SelectMany(r => r.Value.Select(one => one.Subject)).Concat(rises.Select(r => r.Series.Subject)), cancel);
        var locations = await places.LocationsAsync(Of("location").Select(r => r.Subject), cancel);
        return new(
            until, new(Rises.FalseAlarmRate, Rises.WindowDays, Rises.BaselineDays, Rises.LeastCount, tested, SignalBoard.Assumptions),
            [.. rises.Select(r => Warn(r, tested, names.GetValueOrDefault(r.Series.Subject)))], SignalBoard.HeatMap.Of(counts.Cells, until),
            new(Named("product"), Named("lot"), Of("city"),
                [.. Of("location").Select(r => r with { Name = locations.GetValueOrDefault(r.Subject) is { } place ? new() { Zh = place.Name.Zh, En = place.Name.En } : null })]));

        IReadOnlyList<SignalBoard.Ranked> Of(string what) => ranked.GetValueOrDefault(what) ?? [];

        IReadOnlyList<SignalBoard.Ranked> Named(string what) => [.. Of(what).Select(r => r with { Name = names.GetValueOrDefault(r.Subject) })];
    }

    private static SignalBoard.Ranked Rank(string subject, IReadOnlyList<SignalCounts.Rank> parts)
    {
        int Of(SightingKind kind) => parts.Where(p => p.Kind == kind).Sum(p => p.Count);
        return new(subject, null, Of(SightingKind.Report), Of(SightingKind.Excursion), Of(SightingKind.Discrepancy), Of(SightingKind.Copied), parts.Sum(p => p.Count));
    }

    private static SignalBoard.Warning Warn(Rise rise, int tested, LocalName? name)
    {
        var series = rise.Series;
        LotKey? lot = series.Of == SeriesOf.Lot ? LotKey.FromPath(series.Subject) : null;
        return new(
            $"rise:{LedgerJson.Code(series.Kind)}:{LedgerJson.Code(series.Of)}:{series.Subject}", series.Kind, series.Of,
            lot?.Gtin ?? (series.Of == SeriesOf.Product && Gtin.TryParse(series.Subject, out var gtin, out _) ? gtin : null), lot?.Number, series.Of == SeriesOf.City ? series.Subject : null, name,
            series.Count, Math.Round(series.Usual, 2), series.DaysBefore, rise.P, Math.Floor(Math.Min(1 / (rise.P * tested), 1e9)));
    }

    // Of what is shown, by product or lot.
    private async Task<Dictionary<string, LocalName>> NamesAsync(IReadOnlyDictionary<string, string> lots, IEnumerable<string> subjects, CancellationToken cancel)
    {
        var wanted = subjects.Distinct().Where(lots.ContainsKey).ToList();
        await using var command = database.CreateCommand("select lot, row -> 'productName' ->> 'zh', row -> 'productName' ->> 'en' from lots.listing where lot = any($1)");
        command.Parameters.Add(new() { Value = wanted.Select(s => lots[s]).Distinct().ToArray() });
        var named = new Dictionary<string, LocalName>();
        await using var row = await command.ExecuteReaderAsync(cancel);
        while (await row.ReadAsync(cancel))
            named[row.GetString(0)] = new() { Zh = row.IsDBNull(1) ? null : row.GetString(1), En = row.IsDBNull(2) ? null : row.GetString(2) };
        return wanted.Where(s => named.ContainsKey(lots[s])).ToDictionary(s => s, s => named[lots[s]]);
    }
}
