using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Lotmark.Ledger.ColdChain;
using Lotmark.Ledger.Identifiers;
using Lotmark.Ledger.Lots;
using Microsoft.Extensions.DependencyInjection;
using NpgsqlTypes;

namespace Lotmark.Benchmarks;

/// <summary>
/// How fast batches of readings land through the API, beside a bare COPY of the same readings into a table of the same form, in turns; and
/// how long the chart of a lot takes among very many readings.
/// </summary>
internal static class TemperatureBenchmark
{
    private const int Rounds = 7, BatchSize = 100_000, ReadingsOfALot = 10_000;
    private static readonly DateTime Start = new(2026, 9, 20, 0, 0, 0, DateTimeKind.Utc);

    public static async Task RunAsync(int readings)
    {
        await using var ledger = await BenchmarkLedger.StartAsync("api");
        using var importer = await ledger.ServeAsync();
        await ImportAsync(ledger, importer);
        await QueryAsync(ledger, readings);
    }

    private static async Task ImportAsync(BenchmarkLedger ledger, HttpClient importer)
    {
        await ledger.ExecuteAsync("""
            create table bare (like coldchain.reading including all) partition by range (at);
            create table bare_09 partition of bare for values from ('2026-09-01+00') to ('2026-10-01+00');
            create table bare_10 partition of bare for values from ('2026-10-01+00') to ('2026-11-01+00');
            create table bare_11 partition of bare for values from ('2026-11-01+00') to ('2026-12-01+00');
            """);
        var times = new Dictionary<string, List<double>> { ["COPY"] = [], ["JSON"] = [], ["CSV"] = [] };
        for (var round = 0; round <= Rounds; round++)
        {
            var batch = Batch(round);
            var (json, csv) = (Json(batch), Csv(batch));
            var (jsonLot, csvLot) = (await RegisterAsync(importer, $"J-{round}"), await RegisterAsync(importer, $"C-{round}"));
            await MeasureAsync("COPY", () => CopyAsync(ledger, round, batch));
            await MeasureAsync("JSON", () => PostAsync(importer, jsonLot, new ByteArrayContent(json) { Headers = { ContentType = new("application/json") } }));
            await MeasureAsync("CSV", () => PostAsync(importer, csvLot + "?device=LOG-1", new ByteArrayContent(csv) { Headers = { ContentType = new("text/csv") } }));

            async Task MeasureAsync(string what, Func<Task> run)
            {
                var watch = Stopwatch.StartNew();
                await run();
                if (round > 0) times[what].Add(watch.Elapsed.TotalSeconds); // the first warms up
            }
        }
        var bare = Median(times["COPY"]);
        foreach (var (what, seconds) in times)
            Say($"{what,-5} {BatchSize / Median(seconds),9:N0} readings/s   {bare / Median(seconds):N2} × COPY   (median of {Rounds}, {BatchSize:N0} readings a batch)");
        using var own = Process.GetCurrentProcess();
        Say($"Memory {own.PeakWorkingSet64 / 1048576:N0} MiB at most, load generator included");
    }

    private static async Task QueryAsync(BenchmarkLedger ledger, int readings)
    {
        var lots = readings / ReadingsOfALot;
        Say($"Storing {readings:N0} readings of {lots:N0} lots …");
        await ledger.ExecuteAsync(string.Create(CultureInfo.InvariantCulture, $"""
            insert into coldchain.series (lot, device) select '01/09520123451189/10/Q-' || n, 'LOG-1' from generate_series(1, {lots}) n;
            insert into coldchain.batch (series, sha256, first, last)
                select id, sha256(id::text::bytea), '{Start:yyyy-MM-dd}Z', '{Start.AddMinutes(10 * ReadingsOfALot):yyyy-MM-dd HH:mm}Z' from coldchain.series where lot like '%/Q-%';
            """));
        foreach (var month in Enumerable.Range(0, 3)) await ledger.Services.GetRequiredService<ReadingPartitions>().EnsureAsync([Start.AddMonths(month)], CancellationToken.None);
        await ledger.ExecuteAsync(string.Create(CultureInfo.InvariantCulture, $"""
            insert into coldchain.reading (at, batch, series, tenths, value, uom)
                select '{Start:yyyy-MM-dd}Z'::timestamptz + n * interval '10 minutes', b.id, b.series, -190 + (n * 7 + b.id) % 20, (-190 + (n * 7 + b.id) % 20) / 10.0, 'CEL'
                from coldchain.batch b join coldchain.series s on s.id = b.series and s.lot like '%/Q-%', generate_series(0, {ReadingsOfALot - 1}) n order by b.id, n
            """));
        foreach (var tidy in (string[])["vacuum analyze coldchain.reading", "analyze coldchain.series", "analyze coldchain.batch", "checkpoint"]) await ledger.ExecuteAsync(tidy);
        Say($"{await ledger.AskAsync<long>("select count(*) from coldchain.reading"):N0} readings, {await ledger.AskAsync<string>("select pg_size_pretty(sum(pg_total_relation_size(inhrelid))) from pg_inherits where inhparent = 'coldchain.reading'::regclass")}");

        var read = ledger.Services.GetRequiredService<ReadTemperatures>();
        var random = new Random(1);
        List<double> charts = [], days = [];
        for (var i = 0; i < 300; i++)
        {
            var lot = await LotAsync(ledger, 1 + random.Next(lots));
            charts.Add(await MillisecondsAsync(() => read.ChartAsync(lot, null, null, 300, CancellationToken.None)));
            days.Add(await MillisecondsAsync(() => read.ChartAsync(lot, Start.AddDays(30), Start.AddDays(31), 300, CancellationToken.None)));
        }
        Say($"Chart of all {ReadingsOfALot:N0} readings of a lot: median {Median(charts):N1} ms, p99 {At(charts, 0.99):N1} ms; of one day: median {Median(days):N1} ms, p99 {At(days, 0.99):N1} ms");
    }

    private static async Task<Lot> LotAsync(BenchmarkLedger ledger, int number)
    {
        var name = $"01/09520123451189/10/Q-{number}";
        var sha256 = await ledger.AskAsync<string>($"select encode(b.sha256, 'hex') from coldchain.batch b join coldchain.series s on s.id = b.series where s.lot = '{name}'");
        var any = (await ledger.Services.GetRequiredService<LotReader>().FindAsync(LotKey.FromPath("01/09520123451189/10/J-0"), CancellationToken.None))!;
        var summary = new ReadingsSummary(ReadingsOfALot, Start, Start.AddMinutes(10 * ReadingsOfALot), -19m, -17.1m, -18m);
        return any with { Id = name, Temperatures = new LotTemperatures().With(sha256, summary, "LOG-1", new(Start, Start), []) };
    }

    private static async Task CopyAsync(BenchmarkLedger ledger, int round, IReadOnlyList<Reading> batch)
    {
        await using var connection = await ledger.Database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var copy = await connection.BeginBinaryImportAsync("copy bare (at, batch, series, tenths, value, uom) from stdin (format binary)"))
        {
            foreach (var reading in batch)
            {
                await copy.StartRowAsync();
                await copy.WriteAsync(reading.At, NpgsqlDbType.TimestampTz);
                await copy.WriteAsync((long)round, NpgsqlDbType.Bigint);
                await copy.WriteAsync(round, NpgsqlDbType.Integer);
                await copy.WriteAsync(reading.Tenths, NpgsqlDbType.Smallint);
                await copy.WriteAsync(reading.Value, NpgsqlDbType.Numeric);
                await copy.WriteAsync("CEL", NpgsqlDbType.Text);
            }
            await copy.CompleteAsync();
        }
        await transaction.CommitAsync();
    }

    private static async Task<string> RegisterAsync(HttpClient importer, string number)
    {
        var lot = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "ecuador-shrimp-sea.json")))!;
        lot["lotNumber"] = number;
        using var answer = await importer.PostAsJsonAsync("/api/lots", lot);
        answer.EnsureSuccessStatusCode();
        return $"/api/lots/{lot["gtin"]}/{number}/temperatures";
    }

    private static async Task PostAsync(HttpClient importer, string address, HttpContent content)
    {
        using (content)
        {
            using var answer = await importer.PostAsync(address, content);
            var body = await answer.Content.ReadFromJsonAsync<JsonObject>();
            if ((int?)body!["batch"]?["recorded"] != BatchSize) throw new InvalidOperationException(body.ToJsonString());
        }
    }

    private static List<Reading> Batch(int round) =>
        [.. Enumerable.Range(0, BatchSize).Select(i => new Reading(Start.AddSeconds(30 * i + round), (short)(-190 + i * 7 % 9), (-190 + i * 7 % 9) / 10m, TemperatureUnit.Celsius, i + 1))];

    private static byte[] Json(IReadOnlyList<Reading> batch) => Encoding.UTF8.GetBytes(
        $$"""{"device":"LOG-1","readings":[{{string.Join(',', batch.Select(r => string.Create(CultureInfo.InvariantCulture, $$"""{"at":"{{r.At:yyyy-MM-dd'T'HH:mm:ss'Z'}}","value":{{r.Value}},"uom":"CEL"}""")))}}]}""");

    private static byte[] Csv(IReadOnlyList<Reading> batch) => Encoding.UTF8.GetBytes(
        "at,value,uom\n" + string.Concat(batch.Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.At:yyyy-MM-dd'T'HH:mm:ss'Z'},{r.Value},CEL\n"))));

    private static async Task<double> MillisecondsAsync(Func<Task> run)
    {
        var watch = Stopwatch.StartNew();
        await run();
        return watch.Elapsed.TotalMilliseconds;
    }

    private static double Median(List<double> values) => At(values, 0.5);

    private static double At(List<double> values, double part) => values.Order().ElementAt((int)(part * (values.Count - 1)));

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
