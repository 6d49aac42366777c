using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Npgsql;

namespace Lotmark.Benchmarks;

/// <summary>Files of lots through the API, in turns with a binary COPY of the rows that they left, in the same order. And how much memory the service takes.</summary>
internal static class BulkBenchmark
{
    private const int Rounds = 3;

    public static async Task RunAsync(int lots, int large)
    {
        await using var ledger = await ServedLedger.StartAsync();
        await using var database = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(ledger.ConnectionString) { CommandTimeout = 0 }.ConnectionString);
        await ServedLedger.MakeBareTablesAsync(database);
        using var http = new HttpClient { BaseAddress = ledger.Address, Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.Authorization = new("Bearer", ledger.Key);

        var row = Flat(JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "ecuador-shrimp-sea.json")))!.AsObject());
        var rates = new Dictionary<string, List<double>> { ["CSV"] = [], ["NDJSON"] = [], ["COPY"] = [] };
        await ImportAsync(http, new CsvFile(row, "W", lots / 10)); // warms up
        var cpu = (Csv: default(UsedCpu), Ndjson: default(UsedCpu), Copy: default(UsedCpu));
        for (var round = 0; round < Rounds; round++)
        {
            var before = await UsedCpu.OfAsync(ledger.Process, database);
            var from = await LastEventAsync(database);
            rates["CSV"].Add(lots / await ImportAsync(http, new CsvFile(row, $"C{round}", lots)));
            cpu.Csv = await UsedCpu.OfAsync(ledger.Process, database) - before;
            var to = await LastEventAsync(database);
            before = await UsedCpu.OfAsync(ledger.Process, database);
            rates["NDJSON"].Add(lots / await ImportAsync(http, new NdjsonFile(row, $"N{round}", lots)));
            cpu.Ndjson = await UsedCpu.OfAsync(ledger.Process, database) - before;
            rates["COPY"].Add(lots / await CopyAsync(database, from, to, async () => before = await UsedCpu.OfAsync(ledger.Process, database)));
            cpu.Copy = await UsedCpu.OfAsync(ledger.Process, database) - before;
            Say($"  round {round + 1}: CSV {rates["CSV"][round]:N0}, NDJSON {rates["NDJSON"][round]:N0}, COPY {rates["COPY"][round]:N0} lots/s");
        }
        var copy = Median(rates["COPY"]);
        foreach (var (what, all) in rates) Say($"{what,-6} {Median(all),8:N0} lots/s   {Median(all) / copy:N2} × COPY   (median of {Rounds}, {lots:N0} lots each)");
        Say($"CSV    {cpu.Csv.Each(lots)}");
        Say($"NDJSON {cpu.Ndjson.Each(lots)}");
        Say($"COPY   {cpu.Copy.Each(lots)}");
        ledger.Process.Refresh();
        Say($"Most memory of the service so far: {ledger.Process.PeakWorkingSet64 / 1048576:N0} MiB");
        if (large == 0) return;
        Say($"{large:N0} lots as CSV: {large / await ImportAsync(http, new CsvFile(row, "L", large)):N0} lots/s");
        ledger.Process.Refresh();
        Say($"Most memory of the service: {ledger.Process.PeakWorkingSet64 / 1048576:N0} MiB");
    }

    private static double Median(List<double> all) => all.Order().ElementAt(all.Count / 2);

    private static async Task<double> ImportAsync(HttpClient http, HttpContent file)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/lots/batch") { Content = file };
        var watch = Stopwatch.StartNew();
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        answer.EnsureSuccessStatusCode();
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync());
        while (await lines.ReadLineAsync() is { } line)
            if (!line.Contains("\"status\":201", StringComparison.Ordinal)) throw new InvalidOperationException(line);
        return watch.Elapsed.TotalSeconds;
    }

    // One transaction, as a loader without a service would do it.
    private static async Task<double> CopyAsync(NpgsqlDataSource database, long from, long to, Func<Task> begin)
    {
        await using var connection = await database.OpenConnectionAsync();
        (string To, string Query)[] tables =
        [
            ("bare.mt_streams", "select s.* from lotmark.mt_streams s join lotmark.mt_events e on e.stream_id = s.id"),
            ("bare.mt_events", "select e.* from lotmark.mt_events e"),
            ("bare.pending", "select p.* from log.pending p join lotmark.mt_events e on e.seq_id = p.seq_id"),
        ];
        var rows = new List<MemoryStream>();
        foreach (var (_, query) in tables)
        {
            var buffer = new MemoryStream();
            await using var source = await connection.BeginRawBinaryCopyAsync(
                string.Create(CultureInfo.InvariantCulture, $"copy ({query} where e.seq_id > {from} and e.seq_id <= {to} order by e.seq_id) to stdout binary"));
            await source.CopyToAsync(buffer);
            rows.Add(buffer);
        }
        await begin();
        var watch = Stopwatch.StartNew();
        await using var transaction = await connection.BeginTransactionAsync();
        foreach (var ((table, _), buffer) in tables.Zip(rows))
        {
            buffer.Position = 0;
            await using var target = await connection.BeginRawBinaryCopyAsync($"copy {table} from stdin binary");
            await buffer.CopyToAsync(target);
        }
        await transaction.CommitAsync();
        return watch.Elapsed.TotalSeconds;
    }

    private static async Task<long> LastEventAsync(NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand("select coalesce(max(seq_id), 0) from lotmark.mt_events");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static Dictionary<string, JsonNode> Flat(JsonObject lot, string above = "") => lot
        .SelectMany(m => m.Value is JsonObject inner ? Flat(inner, $"{above}{m.Key}.") : new Dictionary<string, JsonNode> { [above + m.Key] = m.Value! })
        .ToDictionary(m => m.Key, m => m.Value);

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    // Made while it is sent, from one row.
    private abstract class MadeFile(string type, int lots) : HttpContent
    {
        protected abstract string Head { get; }

        protected abstract string Line(int lot);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            var piece = new StringBuilder(Head);
            for (var i = 0; i < lots; i++)
            {
                piece.Append(Line(i)).Append('\n');
                if (piece.Length < 1 << 16 && i < lots - 1) continue;
                await stream.WriteAsync(Encoding.UTF8.GetBytes(piece.ToString()));
                piece.Clear();
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }

        protected void Name() => Headers.ContentType = MediaTypeHeaderValue.Parse(type);
    }

    private sealed class CsvFile : MadeFile
    {
        private readonly string _head, _before, _series;

        public CsvFile(Dictionary<string, JsonNode> row, string series, int lots) : base("text/csv", lots)
        {
            var others = row.Where(c => c.Key != "lotNumber").ToList();
            (_series, _head) = (series, string.Join(',', others.Select(c => c.Key).Append("lotNumber")) + "\n");
            _before = string.Join(',', others.Select(c => $"\"{c.Value.ToString().Replace("\"", "\"\"", StringComparison.Ordinal)}\"")) + ",";
            Name();
        }

        protected override string Head => _head;

        protected override string Line(int lot) => string.Create(CultureInfo.InvariantCulture, $"{_before}{_series}-{lot}");
    }

    private sealed class NdjsonFile : MadeFile
    {
        private readonly string _before, _behind, _series;

        public NdjsonFile(Dictionary<string, JsonNode> row, string series, int lots) : base("application/x-ndjson", lots)
        {
            var lot = new JsonObject();
            foreach (var (name, value) in row)
            {
                var path = name.Split('.');
                var holder = lot;
                foreach (var part in path.SkipLast(1)) holder = (holder[part] ??= new JsonObject()).AsObject();
                holder[path[^1]] = name == "lotNumber" ? "@@" : value.DeepClone();
            }
            var parts = lot.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }).Split("@@");
            (_series, _before, _behind) = (series, parts[0], parts[1]);
            Name();
        }

        protected override string Head => "";

        protected override string Line(int lot) => string.Create(CultureInfo.InvariantCulture, $"{_before}{_series}-{lot}{_behind}");
    }
}
