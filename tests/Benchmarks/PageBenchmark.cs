using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Npgsql;

namespace Lotmark.Benchmarks;

/// <summary>Lot pages, in turns: kept ones with a fixed page of the same length, known ones with a bare 304, first views with pages written by hand from the database.</summary>
internal static class PageBenchmark
{
    // Until the runtime has compiled for good what is hot.
    private const int Lots = 20_000, Connections = 32, WarmUps = 4;
    private static int _next;

    public static async Task RunAsync(int rounds, TimeSpan time)
    {
        await using var ledger = await ServedLedger.StartAsync("api,scanner");
        var bareAt = new Uri($"http://127.0.0.1:{ServedLedger.FreePort()}");
        var bare = ServedLedger.Start("Benchmarks.dll", "bare-endpoint", ledger.ConnectionString, bareAt.ToString().TrimEnd('/'));
        await ServedLedger.AnswersAsync(bare, bareAt);
        await RegisterAsync(ledger);
        await using var database = NpgsqlDataSource.Create(ledger.ConnectionString);

        const string Packed = "Accept: text/html\r\nAccept-Encoding: br\r\n", Plain = "Accept: text/html\r\n";
        using var http = new HttpClient();
        using var first = await http.SendAsync(new(HttpMethod.Get, new Uri(ledger.Address, Path(0))) { Headers = { Accept = { new("text/html") }, AcceptEncoding = { new("br") } } });
        var (length, tag) = (first.Content.Headers.ContentLength!.Value, first.Headers.ETag!.Tag);
        var known = $"{Packed}If-None-Match: {tag}\r\n";
        Say($"The page has {length:N0} bytes packed, {(await http.GetByteArrayAsync(new Uri(ledger.Address, Path(0)))).Length:N0} plain");

        (string Name, Process Server, Func<Task<double>> Load)[] all =
        [
            ("fixed page", bare, () => Wrk.RunAsync(bareAt, $"/fixed/{length}", Packed, Connections, time)),
            ("kept page", ledger.Process, () => Wrk.RunAsync(ledger.Address, Path(0), Packed, Connections, time)),
            ("bare 304", bare, () => Wrk.RunAsync(bareAt, "/known", known, Connections, time)),
            ("known page", ledger.Process, () => Wrk.RunAsync(ledger.Address, Path(0), known, Connections, time)),
            ("one row by hand", bare, () => EachAnother(bareAt, lot => $"/hand/P-{lot}")),
            ("the same page by hand", bare, () => EachAnother(bareAt, lot => $"/whole/P-{lot}")),
            ("first view", ledger.Process, () => EachAnother(ledger.Address, Path)),
        ];
        var (loads, costs) = (all.ToDictionary(a => a.Name, _ => new List<double>()), all.ToDictionary(a => a.Name, _ => new List<double>()));
        for (var round = 0; round < WarmUps + rounds; round++)
        {
            foreach (var (name, server, load) in all)
            {
                var before = await UsedCpu.OfAsync(server, database);
                var rate = await load();
                if (round < WarmUps) continue;
                loads[name].Add(rate);
                var used = await UsedCpu.OfAsync(server, database) - before;
                costs[name].Add((used.Service + used.PostgreSql) * 1e6 / (rate * time.TotalSeconds));
            }
        }
        foreach (var (ceiling, page) in new[] { (0, 1), (2, 3), (4, 6), (5, 6) })
        {
            var (most, ours) = (loads[all[ceiling].Name], loads[all[page].Name]);
            // Each with the one of its own round: the machine is not the same from minute to minute.
            var ratios = ours.Zip(most, (our, bare) => our / bare).Order().ToList();
            var cost = costs[all[ceiling].Name].Zip(costs[all[page].Name], (bare, our) => bare / our).ToList();
            Say($"{all[ceiling].Name,-26} {Median(most),8:N0}/s   {all[page].Name,-11} {Median(ours),8:N0}/s   {Median(ratios):N2} × ({ratios[0]:N2} to {ratios[^1]:N2})   CPU {Median(costs[all[ceiling].Name]):N1} and {Median(costs[all[page].Name]):N1} µs, {Median(cost):N2} ×");
        }
        await ServedLedger.StopAsync(bare);

        async Task<double> EachAnother(Uri at, Func<int, string> path) =>
            (await LoadGenerator.RunAsync(at, () => LoadGenerator.Get(at, path(Next()), Plain), 200, Connections, time)).PerSecond;
    }

    private static string Path(int lot) => string.Create(CultureInfo.InvariantCulture, $"/01/09520123451189/10/P-{lot}");

    // Round and round: by then a kept page is old or was given up, as there are more lots than pages are kept.
    private static int Next() => Interlocked.Increment(ref _next) % Lots;

    private static double Median(List<double> all) => all.Order().ElementAt(all.Count / 2);

    private static async Task RegisterAsync(ServedLedger ledger)
    {
        var lot = JsonNode.Parse(await File.ReadAllTextAsync(System.IO.Path.Combine(AppContext.BaseDirectory, "ecuador-shrimp-sea.json")))!.AsObject();
        var lines = new StringWriter();
        for (var i = 0; i < Lots; i++)
        {
            lot["lotNumber"] = string.Create(CultureInfo.InvariantCulture, $"P-{i}");
            await lines.WriteLineAsync(lot.ToJsonString());
        }
        using var http = new HttpClient { BaseAddress = ledger.Address, DefaultRequestHeaders = { Authorization = new("Bearer", ledger.Key) } };
        using var body = new StringContent(lines.ToString());
        body.Headers.ContentType = MediaTypeHeaderValue.Parse("application/x-ndjson");
        using var answer = await http.PostAsync("/api/lots/batch", body);
        answer.EnsureSuccessStatusCode();
    }

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
