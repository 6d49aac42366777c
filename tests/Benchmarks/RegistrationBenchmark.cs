using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Npgsql;

namespace Lotmark.Benchmarks;

/// <summary>Single registrations over HTTP, in turns: the product, and a bare endpoint that stores the same bytes with Npgsql.</summary>
internal static class RegistrationBenchmark
{
    private static int _lots;

    public static async Task RunAsync(int rounds, TimeSpan time)
    {
        await using var ledger = await ServedLedger.StartAsync();
        await using (var database = NpgsqlDataSource.Create(ledger.ConnectionString)) await ServedLedger.MakeBareTablesAsync(database);
        var address = new Uri($"http://127.0.0.1:{ServedLedger.FreePort()}");
        var bare = ServedLedger.Start("Benchmarks.dll", "bare-endpoint", ledger.ConnectionString, address.ToString().TrimEnd('/'));
        await ServedLedger.AnswersAsync(bare, address);

        var body = Bodies();
        (string Name, Uri Address, string Headers)[] all =
        [
            ("bare, a transaction each", new(address, "/each"), ""),
            ("bare, sharing transactions", new(address, "/shared"), ""),
            ("the product", new(ledger.Address, "/api/lots"), $"Authorization: Bearer {ledger.Key}\r\n"),
        ];
        foreach (var connections in (int[])[32, 128])
        {
            var loads = all.ToDictionary(a => a.Name, _ => new List<Load>());
            for (var round = 0; round <= rounds; round++)
            {
                foreach (var (name, at, headers) in all)
                {
                    var load = await LoadGenerator.RunAsync(at, () => LoadGenerator.Post(at, headers, body()), 201, connections, time);
                    if (round > 0) loads[name].Add(load); // the first warms up
                }
            }
            Tell(connections, all.Select(a => (a.Name, Median(loads[a.Name]))).ToList());
        }
        await ServedLedger.StopAsync(bare);
    }

    private static void Tell(int connections, List<(string Name, Load Load)> loads)
    {
        var (each, shared, product) = (loads[0].Load, loads[1].Load, loads[2].Load);
        Say($"{connections} connections");
        foreach (var (name, load) in loads) Say($"  {name,-28} {load.PerSecond,8:N0} lots/s   p50 {load.Median,6:N1} ms   p99 {load.Slowest,6:N1} ms");
        Say($"  product: {product.PerSecond / each.PerSecond:N2} × a transaction each (p99 {product.Slowest / each.Slowest:N2} ×), {product.PerSecond / shared.PerSecond:N2} × sharing (p99 {product.Slowest / shared.Slowest:N2} ×)");
    }

    private static Load Median(List<Load> loads) => new(Middle(loads, l => l.PerSecond), Middle(loads, l => l.Median), Middle(loads, l => l.Slowest));

    private static double Middle(List<Load> loads, Func<Load, double> of) => loads.Select(of).Order().ElementAt(loads.Count / 2);

    // A registration as importers send it, each of a lot of its own.
    private static Func<byte[]> Bodies()
    {
        var lot = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "ecuador-shrimp-sea.json")))!.AsObject();
        lot["lotNumber"] = "@@";
        var parts = lot.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }).Split("@@").Select(Encoding.UTF8.GetBytes).ToArray();
        return () => [.. parts[0], .. Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"R-{Interlocked.Increment(ref _lots)}")), .. parts[1]];
    }

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
