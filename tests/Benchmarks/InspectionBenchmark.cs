using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Lotmark.Benchmarks;

/// <summary>
/// What an inspector waits for among very many lots: searches, traces and exports through the API, in turns with the plain SQL that answers the
/// same question from the same tables.
/// </summary>
internal static class InspectionBenchmark
{
    private const int Rounds = 15;
    private static readonly TimeSpan Longest = TimeSpan.FromHours(2);

    // What is typed, and as whom the plain statement asks: the newest hundred that fit.
    private static readonly (string What, string Query, string Condition)[] Searches =
    [
        ("everything", "", "true"),
        ("a lot number", "q=K0{N}", "searched like '%k0{N}%'"),
        ("a scanned code", "q=https%3A%2F%2Fledger.example%2F01%2F09520123451189%2F10%2F{L}", "lot = '01/09520123451189/10/{L}'"),
        ("a common word", "q=salmon", "searched like '%salmon%'"),
        ("two common words", "q=frozen%20brand", "searched like '%frozen%' and searched like '%brand%'"),
        ("a rare name", "q=Nordfisk%20{M}", "searched like '%nordfisk%' and searched like '%{M}%'"),
        ("two ideographs", "q=%E5%B8%9D%E7%8E%8B", "grams @> array['帝王']"),
        ("a mistyped name", "q=nrodfisk", "searched like '%nordfisk%'"),
        ("nothing that there is", "q=unobtainable", "searched like '%unobtainable%'"),
        ("a container", "container={C}", "codes @> array['container:' || lower('{C}')]"),
        ("a declaration", "declaration=310120251000{N}0", "sealed @> array['declaration:310120251000{N}0']"),
        ("a place and a time", "location=shop-{S}&entryFrom=2026-01-01", "codes @> array['location:shop-{S}'] and entry_date >= '2026-01-01'"),
        ("an importer, a country", "holder=importer-{I}&origin=CL", "parties @> array['importer-{I}'] and origin = 'CL'"),
    ];

    public static async Task RunAsync(int lots)
    {
        await using var ledger = await BenchmarkLedger.StartAsync("api,worker");
        var watch = Stopwatch.StartNew();
        await Dataset.MakeAsync(ledger, lots, count => Say($"  {count:N0} lots after {watch.Elapsed.TotalSeconds:N0} s"));
        Say($"{lots + Dataset.Repacked:N0} lots, {await ledger.AskAsync<long>("select count(*) from lotmark.mt_events"):N0} events recorded in {watch.Elapsed.TotalSeconds:N0} s");
        using var inspector = await ledger.ServeAsync("inspector");
        while (await ledger.AskAsync<long>("select (select size from log.state) - (select leaves from lots.listed) + (select count(*) from log.pending)") is var left and not 0)
            if (watch.Elapsed > Longest) throw new TimeoutException($"{left:N0} events are neither in the log nor listed after {Longest}.");
            else await Task.Delay(TimeSpan.FromSeconds(1));
        Say($"In the log and listed after {watch.Elapsed.TotalSeconds:N0} s; the list takes {await ledger.AskAsync<string>("select pg_size_pretty(pg_total_relation_size('lots.listing'))")}");
        foreach (var tidy in (string[])["vacuum analyze lots.listing", "vacuum analyze lotmark.mt_events", "checkpoint"]) await ledger.ExecuteAsync(tidy);

        foreach (var (what, query, condition) in Searches) await SearchAsync(ledger, inspector, lots, what, query, condition);
        await TraceAsync(ledger, inspector, "10,101 lots, two steps wide", Dataset.Wide);
        await TraceAsync(ledger, inspector, $"{Dataset.Depth:N0} lots, one step after the other", Dataset.Deep);
        await ExportAsync(ledger, inspector);
        using var own = Process.GetCurrentProcess();
        Say($"Memory {own.PeakWorkingSet64 / 1048576:N0} MiB at most, generator included");
    }

    private static async Task SearchAsync(BenchmarkLedger ledger, HttpClient inspector, int lots, string what, string query, string condition)
    {
        var (ours, plain, found) = (new List<double>(), new List<double>(), 0);
        for (var round = 0; round <= Rounds; round++)
        {
            var n = 1 + round * 37 % 97 * (lots / 100);
            string Filled(string text) => text
                .Replace("{N}", $"{n % 100_000:D5}", StringComparison.Ordinal).Replace("{L}", $"{(char)('A' + n % 26)}{n:D7}", StringComparison.Ordinal)
                .Replace("{M}", $"{1 + n % 60 * 15}", StringComparison.Ordinal).Replace("{S}", $"{n % 3000}", StringComparison.Ordinal).Replace("{I}", $"{n % 200}", StringComparison.Ordinal)
                .Replace("{C}", Dataset.ContainerOf(n), StringComparison.Ordinal);
            var answer = 0;
            var own = await MillisecondsAsync(async () => answer = (await inspector.GetFromJsonAsync<JsonObject>($"/api/lots?{Filled(query)}"))!["lots"]!.AsArray().Count);
            var bare = await MillisecondsAsync(() => ReadAsync(ledger, $"select lot, row from lots.listing where status <> 'void' and {Filled(condition)} order by registered_at desc, lot desc limit 101"));
            if (round == 0) continue; // warms up
            (ours, plain, found) = ([.. ours, own], [.. plain, bare], found + answer);
        }
        Say($"{what,-24} {Median(ours),8:N1} ms (worst {ours.Max():N1})   plain SQL {Median(plain),8:N1} ms   {Median(plain) / Median(ours):N2} ×   {found / Rounds:N0} lots found");
    }

    private static async Task TraceAsync(BenchmarkLedger ledger, HttpClient inspector, string what, string lot)
    {
        var (ours, plain, bytes) = (new List<double>(), new List<double>(), 0);
        for (var round = 0; round <= Rounds / 3; round++)
        {
            var parts = lot.Split('/');
            var own = await MillisecondsAsync(async () => bytes = (await inspector.GetByteArrayAsync($"/api/lots/{parts[1]}/{parts[3]}/trace?direction=forward")).Length);
            var bare = await MillisecondsAsync(() => ReadAsync(ledger, $"""
                with recursive reached(lot) as (
                    select '{lot}'
                    union
                    select n.lot from reached r join lotmark.mt_events e on e.stream_id = r.lot and e.type = 'lot_used' cross join lateral jsonb_array_elements_text(e.data -> 'into') n(lot))
                select r.lot, e.type, e.data::text from reached r join lotmark.mt_events e on e.stream_id = r.lot
                """));
            if (round == 0) continue;
            (ours, plain) = ([.. ours, own], [.. plain, bare]);
        }
        Say($"trace, {what,-38} {Median(ours),8:N0} ms (worst {ours.Max():N0})   plain SQL {Median(plain),8:N0} ms   {Median(plain) / Median(ours):N2} ×   {bytes / 1048576.0:N1} MiB");
    }

    private static async Task ExportAsync(BenchmarkLedger ledger, HttpClient inspector)
    {
        var (ours, plain, bytes) = (new List<double>(), new List<double>(), 0);
        for (var round = 0; round <= 3; round++)
        {
            var own = await MillisecondsAsync(async () => bytes = (await inspector.GetByteArrayAsync("/api/lots/export")).Length);
            var bare = await MillisecondsAsync(() => ReadAsync(ledger, "select lot, row from lots.listing order by registered_at desc, lot desc limit 100000"));
            if (round == 0) continue;
            (ours, plain) = ([.. ours, own], [.. plain, bare]);
        }
        Say($"export of 100,000 lots {Median(ours) / 1000,6:N2} s   plain SQL {Median(plain) / 1000,6:N2} s   {Median(plain) / Median(ours):N2} ×   {bytes / 1048576.0:N1} MiB");
    }

    private static async Task ReadAsync(BenchmarkLedger ledger, string sql)
    {
        await using var command = ledger.Database.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) _ = reader.GetString(reader.FieldCount - 1);
    }

    private static async Task<double> MillisecondsAsync(Func<Task> run)
    {
        var watch = Stopwatch.StartNew();
        await run();
        return watch.Elapsed.TotalMilliseconds;
    }

    private static double Median(List<double> all) => all.Order().ElementAt(all.Count / 2);

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
