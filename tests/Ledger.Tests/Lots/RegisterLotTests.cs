using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Lotmark.Ledger.Tests.Lots;

public sealed class RegisterLotTests(LedgerApp app)
{
    public static TheoryData<string> Samples => [.. SampleFiles.Names];

    public static TheoryData<string> Refused =>
        [.. Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Lots", "Refused")).Select(f => Path.GetFileNameWithoutExtension(f)!)];

    [Theory, MemberData(nameof(Samples))]
    public async Task A_registration_is_taken_as_importers_send_it(string sample)
    {
        var lot = SampleFiles.Read(sample);
        lot["lotNumber"] = lot.Number[..Math.Min(18, lot.Number.Length)] + "-T";

        using var answer = await app.Importer.PostAsJsonAsync("/api/lots", lot);

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var receipt = await answer.Content.ReadFromJsonAsync<JsonObject>();
        Assert.Equal(lot.Gtin, receipt.Gtin);
        Assert.Equal(lot.Number, receipt.Number);
        Assert.Equal(1, (int)receipt!["version"]!);
        Assert.Equal(answer.Headers.Location!.ToString(), (string)receipt["links"]!["self"]!);
        foreach (var link in new[] { "self", "page", "label", "history", "evidence" }) Assert.NotNull(receipt["links"]![link]);
    }

    [Theory, MemberData(nameof(Refused))]
    public async Task A_wrong_registration_is_refused_with_all_its_wrong_fields(string name)
    {
        var file = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Lots", "Refused", $"{name}.json"), TestContext.Current.CancellationToken))!;

        using var answer = await app.Importer.PostAsJsonAsync("/api/lots", file["body"]);

        Assert.Equal((HttpStatusCode)(int)file["expect"]!["status"]!, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        var problem = await answer.Content.ReadFromJsonAsync<JsonObject>();
        Assert.Equal(
            file["expect"]!["errors"]!.AsArray().Select(e => (string)e!).Order(StringComparer.Ordinal),
            problem!["errors"]!.AsObject().Select(e => e.Key).Order(StringComparer.Ordinal));
        foreach (var (_, errors) in problem["errors"]!.AsObject())
        {
            Assert.NotEmpty((string)errors![0]!["code"]!);
            Assert.NotEmpty((string)errors[0]!["message"]!["en"]!);
            Assert.NotEmpty((string)errors[0]!["message"]!["zh"]!);
        }
    }

    [Fact]
    public async Task Every_missing_field_is_named_at_once()
    {
        using var answer = await app.Importer.PostAsJsonAsync("/api/lots", new JsonObject());

        var problem = await answer.Content.ReadFromJsonAsync<JsonObject>();
        Assert.Equal(
            ["category", "customsDeclarationNo", "entryDate", "expiryDate", "exportCountry", "exporter", "gtin", "hsCode", "importer", "lotNumber", "netWeightKg",
                "originCountry", "overseasManufacturer", "packSize", "packStyle", "packageCount", "portOfEntry", "productName", "productionDate", "quantity",
                "storageTempMaxC", "transportMode"],
            problem!["errors"]!.AsObject().Select(e => e.Key).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("quantity", "\"12\"", "type-number")]
    [InlineData("quantity", "12.3456789012345678", "number-digits")]
    [InlineData("packageCount", "1.5", "type-integer")]
    [InlineData("entryDate", "\"7 Nov 2026\"", "type-date")]
    [InlineData("brand", "\"\\u0000\"", "text-characters")]
    [InlineData("brand", "\"\\ud800\"", "type-text")]
    [InlineData("importer", "[]", "type-object")]
    public async Task A_value_of_the_wrong_kind_is_named_by_its_field(string field, string json, string code)
    {
        var lot = app.NewRegistration();
        lot.Remove(field);
        var body = lot.ToJsonString()[..^1] + $",\"{field}\":{json}}}";

        using var answer = await app.Importer.PostAsync("/api/lots", new StringContent(body, null, "application/json"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var problem = await answer.Content.ReadFromJsonAsync<JsonObject>();
        var (name, errors) = Assert.Single(problem!["errors"]!.AsObject());
        Assert.Equal(field, name);
        Assert.Equal(code, (string)errors![0]!["code"]!);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"gtin\":\"1\",\"gtin\":\"2\"}")]
    public async Task A_body_that_is_no_registration_is_refused(string body)
    {
        using var answer = await app.Importer.PostAsync("/api/lots", new StringContent(body, null, "application/json"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task A_lot_needs_a_key_and_the_right_one()
    {
        var lot = app.NewRegistration();

        using var nobody = await app.Anybody.PostAsJsonAsync("/api/lots", lot);
        using var inspector = await app.Inspector.PostAsJsonAsync("/api/lots", lot);
        lot["importer"]!["uscc"] = "91330100799655058B";
        using var another = await app.Importer.PostAsJsonAsync("/api/lots", lot);

        Assert.Equal(HttpStatusCode.Unauthorized, nobody.StatusCode);
        Assert.Equal("Bearer", nobody.Headers.WwwAuthenticate.ToString());
        Assert.Equal(HttpStatusCode.Forbidden, inspector.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, another.StatusCode);
    }

    [Fact]
    public async Task A_lot_is_registered_once()
    {
        var lot = await app.RegisterLotAsync();
        using var same = await app.Importer.PostAsJsonAsync("/api/lots", lot);
        lot["brand"] = "Another";
        using var other = await app.Importer.PostAsJsonAsync("/api/lots", lot);

        Assert.Equal(HttpStatusCode.OK, same.StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, other.StatusCode);
        Assert.Equal("lot-exists", (string)(await other.Content.ReadFromJsonAsync<JsonObject>())!["code"]!);
    }

    [Fact]
    public async Task Of_many_at_once_one_registers_the_lot()
    {
        var lot = app.NewRegistration();
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(async i =>
        {
            var mine = lot.DeepClone().AsObject();
            mine["brand"] = $"Brand {i}";
            using var answer = await app.Importer.PostAsJsonAsync("/api/lots", mine);
            return answer.StatusCode;
        }));

        Assert.Single(answers, HttpStatusCode.Created);
        Assert.Equal(15, answers.Count(a => a == HttpStatusCode.Conflict));
    }

    [Fact]
    public async Task The_same_request_is_answered_the_same()
    {
        var lot = app.NewRegistration();
        var key = Guid.NewGuid().ToString();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => SendAsync(lot, key)));
        var (reused, _) = await SendAsync(app.NewRegistration(), key);

        Assert.All(answers, a => Assert.Equal((HttpStatusCode.Created, answers[0].Body), (a.Status, a.Body)));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, reused);
    }

    [Fact]
    public async Task A_race_over_one_key_neither_stops_the_log_nor_tells_what_is_confidential()
    {
        var key = Guid.NewGuid().ToString();
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => SendAsync(app.NewRegistration(), key)));
        Assert.Single(answers, a => a.Status == HttpStatusCode.Created);
        Assert.Equal(19, answers.Count(a => a.Status == HttpStatusCode.UnprocessableEntity));

        var lot = await app.RegisterLotAsync();

        await Eventually.TrueAsync(async () =>
        {
            using var evidence = await app.Anybody.GetAsync(lot.Api("/evidence"));
            return evidence.StatusCode == HttpStatusCode.OK;
        }, "the log goes on");
        Assert.DoesNotContain("confidential", app.Process.Output, StringComparison.Ordinal);
        Assert.DoesNotContain((string)lot["customsDeclarationNo"]!, app.Process.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_refused()
    {
        foreach (var body in new byte[][] { [.. "{\"brand\":\""u8, 0xff, 0xfe, .. "\"}"u8], [.. "{\"\\ud800\":1}"u8], [.. "{\""u8, .. Enumerable.Repeat((byte)'.', 80_000), .. "\":1}"u8] })
        {
            using var content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } };
            using var answer = await app.Importer.PostAsync("/api/lots", content);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }
    }

    [Theory]
    [InlineData("EC/VAN-%2F.17")]
    [InlineData("A+B(C)'*!")]
    [InlineData("<\"x&y\">;=?_,:")]
    public async Task Any_lot_number_works_everywhere_in_its_encoded_form(string number)
    {
        var lot = await app.RegisterLotAsync(number);

        var read = await app.Importer.GetFromJsonAsync<JsonObject>(lot.Api());
        using var page = await app.Anybody.GetAsync($"/{lot.Path}");

        Assert.Equal(number, read.Number);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    private async Task<(HttpStatusCode Status, string Body)> SendAsync(JsonObject lot, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/lots") { Content = JsonContent.Create(lot), Headers = { { "Idempotency-Key", key } } };
        using var answer = await app.Importer.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
