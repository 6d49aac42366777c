using System.Buffers;
using System.Buffers.Text;
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
        await ImportAsync(http, Csv(row, "WC", lots / 4)); // warms up
        await ImportAsync(http, Ndjson(row, "WN", lots / 4));
        var cpu = (Csv: default(UsedCpu), Ndjson: default(UsedCpu), Copy: default(UsedCpu));
        for (var round = 0; round < Rounds; round++)
        {
            var before = await UsedCpu.OfAsync(ledger.Process, database);
            var from = await LastEventAsync(database);
            rates["CSV"].Add(lots / await ImportAsync(http, Csv(row, $"C{round}", lots)));
            cpu.Csv = await UsedCpu.OfAsync(ledger.Process, database) - before;
            var to = await LastEventAsync(database);
            before = await UsedCpu.OfAsync(ledger.Process, database);
            rates["NDJSON"].Add(lots / await ImportAsync(http, Ndjson(row, $"N{round}", lots)));
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
        Say($"{large:N0} lots as CSV: {large / await ImportAsync(http, Csv(row, "L", large)):N0} lots/s");
        ledger.Process.Refresh();
        Say($"Most memory of the service: {ledger.Process.PeakWorkingSet64 / 1048576:N0} MiB");
    }

    private static double Median(List<double> all) => all.Order().ElementAt(all.Count / 2);

    // Client and service share the processors: it makes and reads as little as it can.
    private static async Task<double> ImportAsync(HttpClient http, MadeFile file)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/lots/batch") { Content = file };
        var watch = Stopwatch.StartNew();
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        answer.EnsureSuccessStatusCode();
        await using var results = await answer.Content.ReadAsStreamAsync();
        var (buffer, kept, registered) = (new byte[1 << 16], 0, 0);
        while (await results.ReadAsync(buffer.AsMemory(kept)) is > 0 and var read)
        {
            var whole = buffer.AsSpan(0, kept + read).LastIndexOf((byte)'\n') + 1;
            registered += buffer.AsSpan(0, whole).Count("\"status\":201"u8);
            kept = kept + read - whole;
            buffer.AsSpan(whole, kept).CopyTo(buffer);
        }
        if (registered != file.Lots) throw new InvalidOperationException($"{registered:N0} of {file.Lots:N0} lots were registered.");
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

    private static MadeFile Csv(Dictionary<string, JsonNode> row, string series, int lots)
    {
        var others = row.Where(c => c.Key != "lotNumber").ToList();
        var cells = others.Select(c => $"\"{c.Value.ToString().Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
        return new("text/csv", string.Join(',', others.Select(c => c.Key).Append("lotNumber")) + "\n", $"{string.Join(',', cells)},{series}-", "\n", lots);
    }

    private static MadeFile Ndjson(Dictionary<string, JsonNode> row, string series, int lots)
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
        return new("application/x-ndjson", "", $"{parts[0]}{series}-", parts[1] + "\n", lots);
    }

    // Made while it is sent, from one row.
    private sealed class MadeFile : HttpContent
    {
        private const int Piece = 1 << 16;
        private readonly byte[] _head, _before, _behind;

        public MadeFile(string type, string head, string before, string behind, int lots)
        {
            (_head, _before, _behind, Lots) = (Encoding.UTF8.GetBytes(head), Encoding.UTF8.GetBytes(before), Encoding.UTF8.GetBytes(behind), lots);
            Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        }

        public int Lots { get; }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            var piece = new ArrayBufferWriter<byte>(2 * Piece);
            piece.Write(_head);
            for (var i = 0; i < Lots; i++)
            {
                piece.Write(_before);
                Utf8Formatter.TryFormat(i, piece.GetSpan(10), out var digits);
                piece.Advance(digits);
                piece.Write(_behind);
                if (piece.WrittenCount < Piece && i < Lots - 1) continue;
                await stream.WriteAsync(piece.WrittenMemory);
                piece.ResetWrittenCount();
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
