using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using static Lotmark.Ledger.Tests.Interchange.Bulk.BulkFile;

namespace Lotmark.Ledger.Tests.Interchange.Bulk;

public sealed class ImportResumeTests(LedgerApp app)
{
    [Theory]
    [InlineData(Csv)]
    [InlineData(Ndjson)]
    public async Task A_broken_connection_is_carried_on_behind_what_is_settled(string type)
    {
        var lots = Enumerable.Range(0, 8).Select(_ => app.NewRegistration()).ToList();
        lots[1]["netWeightKg"] = -1;
        var file = type == Csv ? AsCsv(lots) : AsNdjson(lots);
        var half = Half(file);

        var job = await BreakOffAsync(file[..half], type);

        var interrupted = await InterruptedAsync(job);
        var settled = file[..half].Count(c => c == '\n');
        Assert.Equal(settled, (int)interrupted["settledLine"]!);
        var (status, again, results) = await SendAsync(app.Importer, file, type, $"?job={job}");
        Assert.Equal((HttpStatusCode.OK, $"/api/lots/batch/{job}"), (status, again));
        Assert.Equal(settled + 1, (int)results[0]["line"]!);
        Assert.All(results, r => Assert.Equal(201, (int)r["status"]!));
        var done = await app.Importer.GetFromJsonAsync<JsonObject>(again);
        Assert.Equal(("done", 8, 7, 1), ((string)done!["state"]!, (int)done["lines"]!, (int)done["registered"]!, (int)done["refused"]!));
        Assert.Equal(type == Csv ? 3 : 2, (int)JsonNode.Parse(await app.Importer.GetStringAsync((string)done["refusals"]!))!["line"]!);
    }

    [Fact]
    public async Task An_import_is_carried_on_with_its_own_file_only()
    {
        var lots = Enumerable.Range(0, 4).Select(_ => app.NewRegistration()).ToList();
        var file = AsCsv(lots);
        var job = await BreakOffAsync(file[..Half(file)], Csv);
        await InterruptedAsync(job);

        Assert.Equal("other-file", await RefusalAsync(app.Importer, file.Replace("crustacean", "cod", StringComparison.Ordinal), Csv, $"?job={job}"));
        Assert.Equal("other-file", await RefusalAsync(app.Importer, file[..(file.IndexOf('\n', StringComparison.Ordinal) + 30)], Csv, $"?job={job}"));
        Assert.Equal("other-file", await RefusalAsync(app.Importer, AsNdjson(lots), Ndjson, $"?job={job}"));
        Assert.Equal("other-file", await RefusalAsync(app.Importer, file, Csv, $"?job={job}&dryRun=true"));
        Assert.Equal("import-unknown", await RefusalAsync((await Access.Members.AdmitAsync(app, "importer")).Http, file, Csv, $"?job={job}"));
        await SendAsync(app.Importer, file, Csv, $"?job={job}");
        Assert.Equal("import-done", await RefusalAsync(app.Importer, file, Csv, $"?job={job}"));
    }

    [Fact]
    public async Task An_import_that_runs_is_not_carried_on_by_another()
    {
        var file = AsCsv([app.NewRegistration(), app.NewRegistration()]);
        using var connection = await OpenAsync(Csv);
        await SendPartAsync(connection, file[..Half(file)]);
        var job = await JobOfAsync(connection);

        Assert.Equal("import-running", await RefusalAsync(app.Importer, file, Csv, $"?job={job}"));
    }

    [Fact]
    public async Task Results_come_while_the_file_is_sent()
    {
        using var connection = await OpenAsync(Ndjson);
        await SendPartAsync(connection, AsNdjson([app.NewRegistration()]));

        await Eventually.TrueAsync(async () => (await ReadSomeAsync(connection)).Contains("\"status\":201", StringComparison.Ordinal), "the first line is answered");
    }

    [Fact]
    public async Task An_import_may_be_named_before_it_is_sent()
    {
        var job = Guid.NewGuid();
        var file = AsCsv([app.NewRegistration()]);

        var (status, path, _) = await SendAsync(app.Importer, file, Csv, $"?job={job}");

        Assert.Equal((HttpStatusCode.OK, $"/api/lots/batch/{job}"), (status, path));
        Assert.Equal("import-done", await RefusalAsync(app.Importer, file, Csv, $"?job={job}"));
    }

    [Fact]
    public async Task A_caller_who_reads_after_sending_does_not_hold_the_import_up()
    {
        // More on both ways than the connection itself keeps.
        const int Records = 30_000;
        var record = "{\"lotNumber\":\"" + new string('x', 600) + "\"}\n";
        using var connection = await OpenAsync(Ndjson);

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        for (var i = 0; i < 100; i++) await SendPartAsync(connection, string.Concat(Enumerable.Repeat(record, Records / 100)), patience.Token);
        await connection.GetStream().WriteAsync("0\r\n\r\n"u8.ToArray(), patience.Token);

        var (answer, rest) = (0, "");
        while (!rest.EndsWith("\r\n0\r\n\r\n", StringComparison.Ordinal))
        {
            var piece = await ReadSomeAsync(connection);
            Assert.NotEqual("", piece);
            rest = rest[^Math.Min(rest.Length, 10)..] + piece;
            answer += piece.Split("\"line\":").Length - 1;
        }
        Assert.InRange(answer, Records - Records / 100, Records); // a piece may part a name in two
    }

    [Fact]
    public async Task A_few_imports_of_an_organisation_run_at_once()
    {
        var importer = await Access.Members.AdmitAsync(app, "importer");
        var connections = new List<TcpClient>();
        try
        {
            for (var i = 0; i < 8; i++)
            {
                connections.Add(await OpenAsync(Ndjson, importer.Http));
                await SendPartAsync(connections[^1], "{}\n");
                await JobOfAsync(connections[^1]);
            }

            using var body = new StringContent("{}\n", Encoding.UTF8, Ndjson);
            using var answer = await importer.Http.PostAsync("/api/lots/batch", body);

            Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
            Assert.NotNull(answer.Headers.RetryAfter);
            Assert.Equal("imports-at-once", (string?)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["code"]);
        }
        finally
        {
            connections.ForEach(c => c.Dispose());
        }
    }

    private static int Half(string file) => file.IndexOf('\n', file.Length / 2) + 20;

    private async Task<string> BreakOffAsync(string part, string type)
    {
        using var connection = await OpenAsync(type);
        await SendPartAsync(connection, part);
        return await JobOfAsync(connection);
    }

    private async Task<TcpClient> OpenAsync(string type, HttpClient? caller = null)
    {
        caller ??= app.Importer;
        var address = caller.BaseAddress!;
        var connection = new TcpClient();
        await connection.ConnectAsync(address.Host, address.Port);
        connection.LingerState = new(true, 0); // closed, it is reset: nothing says that the body ended
        await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /api/lots/batch HTTP/1.1\r\nHost: {address.Authority}\r\nAuthorization: {caller.DefaultRequestHeaders.Authorization}\r\nContent-Type: {type}\r\nTransfer-Encoding: chunked\r\n\r\n"));
        return connection;
    }

    private static async Task SendPartAsync(TcpClient connection, string part, CancellationToken cancel = default)
    {
        var bytes = Encoding.UTF8.GetBytes(part);
        await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(bytes.Length.ToString("X", CultureInfo.InvariantCulture) + "\r\n"), cancel);
        await connection.GetStream().WriteAsync((byte[])[.. bytes, .. "\r\n"u8], cancel);
    }

    // The head of the answer comes before the file has ended.
    private static async Task<string> JobOfAsync(TcpClient connection)
    {
        var head = "";
        while (!head.Contains("\r\n\r\n", StringComparison.Ordinal)) head += await ReadSomeAsync(connection);
        const string Location = "Location: /api/lots/batch/";
        return head.Substring(head.IndexOf(Location, StringComparison.Ordinal) + Location.Length, 36);
    }

    private static async Task<string> ReadSomeAsync(TcpClient connection)
    {
        var buffer = new byte[4096];
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        return Encoding.UTF8.GetString(buffer, 0, await connection.GetStream().ReadAsync(buffer, patience.Token));
    }

    private Task<JsonObject> InterruptedAsync(string job) => Eventually.ResultAsync(async () =>
    {
        var import = await app.Importer.GetFromJsonAsync<JsonObject>($"/api/lots/batch/{job}");
        return (string)import!["state"]! == "interrupted" ? import : null;
    }, "the import is known to be interrupted");

    private static async Task<string?> RefusalAsync(HttpClient client, string file, string type, string query)
    {
        using var body = new StringContent(file, Encoding.UTF8, type);
        using var answer = await client.PostAsync("/api/lots/batch" + query, body);
        return (string?)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["code"];
    }
}
