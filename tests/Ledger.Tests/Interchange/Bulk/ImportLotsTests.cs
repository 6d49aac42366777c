using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using static Lotmark.Ledger.Tests.Interchange.Bulk.BulkFile;

namespace Lotmark.Ledger.Tests.Interchange.Bulk;

public sealed class ImportLotsTests(LedgerApp app)
{
    private static readonly string Sample = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Interchange", "Bulk", "lots.csv"));

    [Fact]
    public async Task A_file_as_brokers_send_it_lands_but_for_its_bad_line()
    {
        var (status, job, results) = await SendAsync(app.Importer, Sample);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal([2, 3, 4, 5, 6, 7, 8], results.Select(r => (int)r["line"]!));
        Assert.Equal([201, 201, 201, 201, 201, 201, 400], results.Select(StatusOf));
        Assert.Equal("EC/VAN-0926.17-C", results[1].Number);
        Assert.Equal("gtin-check-digit", (string)results[6]["errors"]!["gtin"]![0]!["code"]!);
        using var lot = await app.Importer.GetAsync(results[1].Api());
        Assert.Equal(HttpStatusCode.OK, lot.StatusCode);

        var done = await app.Inspector.GetFromJsonAsync<JsonObject>(job);
        Assert.Equal(("done", 7, 6, 0, 1), ((string)done!["state"]!, (int)done["lines"]!, (int)done["registered"]!, (int)done["unchanged"]!, (int)done["refused"]!));
        Assert.Equal(results[6].ToJsonString(), JsonNode.Parse(await app.Importer.GetStringAsync((string)done["refusals"]!))!.ToJsonString());

        var (_, _, again) = await SendAsync(app.Importer, Sample);
        Assert.Equal([200, 200, 200, 200, 200, 200, 400], again.Select(StatusOf));
    }

    [Theory]
    [InlineData("text/csv", "utf-8", ',')]
    [InlineData("text/csv; charset=utf-8", "utf-8", ';')]
    [InlineData("text/csv", "utf-8-bom", ';')]
    [InlineData("text/csv", "gb18030", ',')]
    [InlineData("text/csv; charset=GB18030", "gb18030", ';')]
    [InlineData("application/x-ndjson", "utf-8", ' ')]
    [InlineData("application/x-ndjson", "utf-8-bom", ' ')]
    [InlineData("application/x-ndjson; charset=gb18030", "gb18030", ' ')]
    public async Task A_file_is_read_in_the_encodings_and_separators_in_use(string type, string encoding, char separator)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var lots = Enumerable.Range(0, 3).Select(_ => app.NewRegistration()).ToList();
        lots[1]["brand"] = "€ “鱼” 𠮷";
        var columns = Flat(lots[1]).Keys.Reverse();
        var text = separator == ' ' ? AsNdjson(lots) : AsCsv(lots, separator, "\r\n", columns);
        var bytes = encoding switch
        {
            "utf-8-bom" => [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(text)],
            _ => Encoding.GetEncoding(encoding).GetBytes(text),
        };

        var (status, _, results) = await SendAsync(app.Importer, bytes, type);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal([201, 201, 201], results.Select(StatusOf));
        Assert.Equal(lots.Select(l => l.Number), results.Select(r => r.Number));
        Assert.Equal("€ “鱼” 𠮷", (string)(await RecordedAsync(lots[1]))["brand"]!);
        Assert.Equal((string)lots[0]["productName"]!["zh"]!, (string)(await RecordedAsync(lots[0]))["productName"]!["zh"]!);
    }

    [Fact]
    public async Task A_lot_is_the_same_whether_it_came_as_a_line_or_as_a_request_of_its_own()
    {
        var lots = SampleFiles.Names.Select(SampleFiles.Read).ToList();
        foreach (var lot in lots) lot["lotNumber"] = lot.Number[..Math.Min(16, lot.Number.Length)] + "-B";
        foreach (var lot in lots) await app.Importer.PostAsJsonAsync("/api/lots", lot);

        var (_, _, csv) = await SendAsync(app.Importer, AsCsv(lots));
        var (_, _, ndjson) = await SendAsync(app.Importer, AsNdjson(lots), Ndjson);

        Assert.All(csv.Concat(ndjson), r => Assert.Equal(200, StatusOf(r)));
    }

    [Theory]
    [InlineData("quantity", "1,000", "type-number")]
    [InlineData("quantity", "ten", "type-number")]
    [InlineData("packageCount", "1.5", "type-integer")]
    [InlineData("netWeightKg", "1234567890.1234567", "number-digits")]
    [InlineData("entryDate", "7.11.2026", "type-date")]
    [InlineData("brand", "a\u0000b", "text-characters")]
    [InlineData("importer.uscc", "91330201MA2GABCD18", "uscc-check-character")]
    [InlineData("customsDeclarationNo", "", "required")]
    public async Task A_wrong_cell_is_named_as_a_wrong_member_is(string column, string cell, string code)
    {
        var lot = app.NewRegistration();
        var path = column.Split('.');
        var holder = path.SkipLast(1).Aggregate(lot, (at, name) => at[name]!.AsObject());
        holder[path[^1]] = cell;

        var (_, _, results) = await SendAsync(app.Importer, AsCsv([lot, app.NewRegistration()]));

        Assert.Equal([400, 201], results.Select(StatusOf));
        Assert.Equal([column], results[0]["errors"]!.AsObject().Select(e => e.Key));
        Assert.Equal(code, (string)results[0]["errors"]![column]![0]!["code"]!);
    }

    [Fact]
    public async Task Every_refusal_stands_on_its_line_in_the_language_asked_for()
    {
        var (known, foreign) = (await app.RegisterLotAsync(), app.NewRegistration());
        known["brand"] = "other";
        foreign["importer"]!["uscc"] = "91330201MA2GABCD25";
        using var client = app.Process.As("importer");
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd("zh");
        var file = AsNdjson([known]) + "\n" + AsNdjson([foreign]) + "{\n[]\n{\"gtin\":1}\n\xFF\n" + AsNdjson([app.NewRegistration()]);

        var (_, _, results) = await SendAsync(client, Encoding.Latin1.GetBytes(JsonEscaped(file)), Ndjson + "; charset=utf-8");

        Assert.Equal([(1, 409), (3, 400), (4, 400), (5, 400), (6, 400), (7, 400), (8, 201)], results.Select(r => ((int)r["line"]!, StatusOf(r))));
        Assert.Equal("lot-exists", (string)results[0]["problem"]!["code"]!);
        Assert.Contains("已登记", (string)results[0]["problem"]!["title"]!, StringComparison.Ordinal);
        Assert.Contains("JSON", (string)results[2]["errors"]![""]![0]!["detail"]!, StringComparison.Ordinal);
        Assert.Equal("encoding", (string)results[5]["errors"]![""]![0]!["code"]!);
    }

    [Fact]
    public async Task Only_the_importer_named_in_a_line_registers_it()
    {
        var lot = app.NewRegistration();
        var other = await Access.Members.AdmitAsync(app, "importer");

        var (_, job, results) = await SendAsync(other.Http, AsCsv([lot]));

        Assert.Equal("not-the-importer", (string)Assert.Single(results)["problem"]!["code"]!);
        Assert.Equal(403, StatusOf(results[0]));
        using var peeked = await app.Importer.GetAsync(job);
        Assert.Equal(HttpStatusCode.NotFound, peeked.StatusCode);
    }

    [Fact]
    public async Task A_dry_run_decides_everything_and_changes_nothing()
    {
        var (fresh, twice, known) = (app.NewRegistration(), app.NewRegistration(), await app.RegisterLotAsync());
        var (same, other) = (known.DeepClone().AsObject(), twice.DeepClone().AsObject());
        other["brand"] = "other";
        JsonObject[] lots = [fresh, twice, same, fresh, other];

        var (_, job, results) = await SendAsync(app.Importer, AsCsv(lots), query: "?dryRun=true");

        Assert.Equal([201, 201, 200, 200, 409], results.Select(StatusOf));
        Assert.True((bool)(await app.Importer.GetFromJsonAsync<JsonObject>(job))!["dryRun"]!);
        using var lookup = await app.Importer.GetAsync(fresh.Api());
        Assert.Equal(HttpStatusCode.NotFound, lookup.StatusCode);
        var (_, _, carriedOut) = await SendAsync(app.Importer, AsCsv(lots));
        Assert.Equal(results.Select(StatusOf), carriedOut.Select(StatusOf));
    }

    [Theory]
    [InlineData("", "text/csv", 400, "header-missing")]
    [InlineData("gtin,lotNumbre\n", "text/csv", 400, "unknown-column")]
    [InlineData("gtin,gtin\n", "text/csv", 400, "doubled-column")]
    [InlineData("gtin,\n", "text/csv", 400, "unknown-column")]
    [InlineData("gtin,\"lotNumber\n", "text/csv", 400, "quote-not-closed")]
    [InlineData("\u00FF\u00FEg", "text/csv", 400, "encoding")]
    [InlineData("gtin", "text/csv; charset=utf-7", 415, null)]
    [InlineData("gtin", "application/json", 415, null)]
    [InlineData("gtin", "text/csv; charset=\"", 415, null)]
    public async Task A_file_that_is_none_is_refused_as_a_whole(string file, string type, int status, string? code)
    {
        using var body = new ByteArrayContent(Encoding.Latin1.GetBytes(file));
        body.Headers.TryAddWithoutValidation("Content-Type", type);

        using var answer = await app.Importer.PostAsync("/api/lots/batch", body);

        Assert.Equal((HttpStatusCode)status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        var problem = await answer.Content.ReadFromJsonAsync<JsonObject>();
        if (code is not null) Assert.Equal(code, (string)problem!["errors"]!.AsObject().First().Value![0]!["code"]!);
    }

    [Fact]
    public async Task A_column_nearly_named_right_is_told_its_name()
    {
        using var body = new StringContent("GTIN,importer.usc\n", Encoding.UTF8, Csv);

        using var answer = await app.Importer.PostAsync("/api/lots/batch", body);

        var errors = (await answer.Content.ReadFromJsonAsync<JsonObject>())!["errors"]!;
        Assert.Contains("gtin?", (string)errors["GTIN"]![0]!["message"]!["en"]!, StringComparison.Ordinal);
        Assert.Contains("importer.uscc?", (string)errors["importer.usc"]![0]!["message"]!["en"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gtin,lotNumber\r\n", Csv)]
    [InlineData("gtin,lotNumber\n,\n\n , \n", Csv)]
    [InlineData("", Ndjson)]
    [InlineData("\r\n  \n", Ndjson)]
    public async Task A_file_without_records_is_done_at_once(string file, string type)
    {
        var (status, job, results) = await SendAsync(app.Importer, file, type);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Empty(results);
        Assert.Equal("done", (string)(await app.Importer.GetFromJsonAsync<JsonObject>(job))!["state"]!);
    }

    [Fact]
    public async Task Lines_of_other_lengths_and_sizes_are_named()
    {
        var lines = AsCsv([app.NewRegistration(), app.NewRegistration(), app.NewRegistration()]).Split('\n');
        var file = string.Join('\n', [lines[0], lines[1] + ",", lines[1][..20], lines[2], new string('x', 70_000), lines[3]]);

        var (_, _, results) = await SendAsync(app.Importer, file);

        Assert.Equal([400, 400, 201, 413, 201], results.Select(StatusOf));
        Assert.Equal(["cell-count", "cell-count", null, "line-too-long", null], results.Select(r => (string?)r["errors"]?[""]?[0]?["code"]));
    }

    [Fact]
    public async Task Who_asks_for_little_is_told_refused_lines_only()
    {
        using var client = app.Process.As("importer");
        client.DefaultRequestHeaders.Add("Prefer", "return=minimal");

        var (_, _, results) = await SendAsync(client, AsNdjson([app.NewRegistration(), [], app.NewRegistration()]), Ndjson);

        Assert.Equal(2, (int)Assert.Single(results)["line"]!);
    }

    [Fact]
    public async Task Twenty_thousand_records_are_answered_in_their_order()
    {
        const int Records = 20_000;
        var lines = AsCsv([app.NewRegistration("@@")]).Split('\n');
        var file = new StringBuilder(lines[0]).Append('\n');
        for (var i = 0; i < Records; i++) file.Append(lines[1].Replace("@@", $"M{i / 2}", StringComparison.Ordinal)).Append('\n');

        var (_, job, results) = await SendAsync(app.Importer, file.ToString());

        Assert.Equal(Enumerable.Range(2, Records), results.Select(r => (int)r["line"]!));
        Assert.Equal(Enumerable.Range(0, Records).Select(i => i % 2 == 0 ? 201 : 200), results.Select(StatusOf));
        var done = await app.Importer.GetFromJsonAsync<JsonObject>(job);
        Assert.Equal((Records, Records / 2, Records / 2), ((int)done!["lines"]!, (int)done["registered"]!, (int)done["unchanged"]!));
    }

    private static int StatusOf(JsonObject result) => (int)result["status"]!;

    // ASCII for a test that mixes bytes in; what stands beyond it is one byte.
    private static string JsonEscaped(string text) => string.Concat(text.Select(c => c > '\u00FF' ? $"\\u{(int)c:x4}" : c.ToString()));

    private async Task<JsonObject> RecordedAsync(JsonObject lot)
    {
        var history = await app.Importer.GetFromJsonAsync<JsonObject>(lot.Api("/history"));
        return history!["events"]![0]!["data"]!["description"]!.AsObject();
    }
}
