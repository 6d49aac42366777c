using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Lotmark.Ledger.Tests.Access;

namespace Lotmark.Ledger.Tests.ColdChain;

public sealed class RecordTemperaturesTests(LedgerApp app)
{
    private static readonly DateTimeOffset Start = new(2026, 11, 10, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_batch_is_one_event_that_binds_its_readings()
    {
        var lot = await app.RegisterLotAsync();

        var (status, answer) = await SendAsync(lot, Json("LOG-1", [(0, -19.2m), (20, -18.9m), (10, -19.4m)]));

        Assert.Equal(HttpStatusCode.Created, status);
        var batch = answer["batch"]!;
        Assert.Equal((3, 3, 0, 0), ((int)batch["received"]!, (int)batch["recorded"]!, (int)batch["known"]!, (int)batch["rejected"]!));
        var text = await app.Importer.GetByteArrayAsync(lot.Api($"/temperatures/{batch["sha256"]}"));
        Assert.Equal("2026-11-10T00:00:00.000000Z -19.2 -19.2 CEL\n2026-11-10T00:10:00.000000Z -19.4 -19.4 CEL\n2026-11-10T00:20:00.000000Z -18.9 -18.9 CEL\n", Encoding.UTF8.GetString(text));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(text)), (string)batch["sha256"]!);
        var history = await app.Inspector.GetFromJsonAsync<JsonObject>(lot.Api("/history"));
        var recorded = history!["events"]![1]!;
        Assert.Equal(("temperatures_recorded", (string)batch["sha256"]!), ((string)recorded["type"]!, (string)recorded["data"]!["sha256"]!));
        Assert.Equal(-19.17m, (decimal)recorded["data"]!["readings"]!["meanC"]!);
    }

    [Fact]
    public async Task The_same_readings_again_change_nothing_and_only_what_is_new_is_added()
    {
        var lot = await app.RegisterLotAsync();
        await SendAsync(lot, Json("LOG-1", [(0, -19m), (10, -19m)]));

        var (again, same) = await SendAsync(lot, Json("LOG-1", [(0, -19m), (10, -19m)]));
        var (longer, more) = await SendAsync(lot, Json("LOG-1", [(0, -19m), (10, -19m), (20, -20m)]));

        Assert.Equal((HttpStatusCode.OK, 0, 2, 2), (again, (int)same["batch"]!["recorded"]!, (int)same["batch"]!["known"]!, (int)same["version"]!));
        Assert.Equal((HttpStatusCode.Created, 1, 2, 3), (longer, (int)more["batch"]!["recorded"]!, (int)more["batch"]!["known"]!, (int)more["version"]!));
        var chart = await ChartAsync(lot);
        Assert.Equal(3, (int)chart["statistics"]!["count"]!);
    }

    [Fact]
    public async Task Requests_at_the_same_time_record_each_reading_once()
    {
        var lot = await app.RegisterLotAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => SendAsync(lot, Json("LOG-1", [.. Enumerable.Range(i % 3, 20).Select(m => (m, -19m))]))));

        Assert.All(answers, a => Assert.True(a.Status is HttpStatusCode.OK or HttpStatusCode.Created));
        Assert.Equal(22, answers.Sum(a => (int)a.Body["batch"]!["recorded"]!));
        Assert.Equal(22, (int)(await ChartAsync(lot))["statistics"]!["count"]!);
    }

    [Fact]
    public async Task Readings_that_can_not_be_are_named_and_the_others_land()
    {
        var lot = await app.RegisterLotAsync();

        var (status, answer) = await SendAsync(lot, Json("LOG-1", [(0, -19m), (-200_000, -19m), (10, -91m), (0, -15m), (90_000, -19m)]), "zh");

        Assert.Equal((HttpStatusCode.Created, 1, 4), (status, (int)answer["batch"]!["recorded"]!, (int)answer["batch"]!["rejected"]!));
        var rejections = answer["batch"]!["rejections"]!.AsArray();
        Assert.Equal(["before-production", "implausible-temperature", "reading-contradicts", "in-the-future"], rejections.Select(r => (string)r!["code"]!));
        Assert.Equal([2, 3, 4, 5], rejections.Select(r => (int)r!["line"]!));
        Assert.Equal((string)rejections[0]!["message"]!["zh"]!, (string)rejections[0]!["detail"]!);
    }

    [Fact]
    public async Task Nothing_lands_when_nothing_is_good()
    {
        var lot = await app.RegisterLotAsync();

        var (status, answer) = await SendAsync(lot, Json("LOG-1", [(0, -91m), (10, 61m)]));

        Assert.Equal((HttpStatusCode.BadRequest, "no-good-reading", 2), (status, (string)answer["code"]!, (int)answer["rejected"]!));
        Assert.Equal(1, (int)(await app.Importer.GetFromJsonAsync<JsonObject>(lot.Api()))!["version"]!);
    }

    [Fact]
    public async Task The_file_of_a_logger_is_taken_as_it_is()
    {
        var lot = await app.RegisterLotAsync();
        var file = "\uFEFFTime;Temperature (°F)\n"
            + string.Concat(Enumerable.Range(0, 50).Select(i => $"{Start.AddHours(8).AddMinutes(i):yyyy-MM-dd HH:mm:ss};-2,56\r\n"));

        var (status, answer) = await SendAsync(lot, new StringContent(file, Encoding.UTF8, "text/csv"), address: "/temperatures?device=LOG%201&offset=%2B08:00");

        Assert.Equal((HttpStatusCode.Created, 50, "LOG 1"), (status, (int)answer["batch"]!["recorded"]!, (string)answer["batch"]!["device"]!));
        Assert.Equal((-19.2m, "2026-11-10T00:00:00+00:00"), ((decimal)answer["batch"]!["summary"]!["minC"]!, (string)answer["batch"]!["summary"]!["from"]!));
    }

    [Fact]
    public async Task An_excursion_is_found_across_batches_whichever_came_first()
    {
        var (lot, other) = (await app.RegisterLotAsync(), await app.RegisterLotAsync());
        (int, decimal)[] first = [(0, -19m), (10, -17m), (25, -16m)];
        (int, decimal)[] second = [(40, -12.5m), (50, -19m)];

        await SendAsync(lot, Json("LOG-1", first));
        var (_, answer) = await SendAsync(lot, Json("LOG-1", second));
        await SendAsync(other, Json("LOG-1", second));
        await SendAsync(other, Json("LOG-1", first));

        var found = Assert.Single(answer["batch"]!["excursions"]!.AsArray())!;
        Assert.Equal(("above", -12.5m, "2026-11-10T00:10:00+00:00", "2026-11-10T00:50:00+00:00"), ((string)found["kind"]!, (decimal)found["peakC"]!, (string)found["start"]!, (string)found["end"]!));
        Assert.True(JsonNode.DeepEquals((await ChartAsync(lot))["excursions"], (await ChartAsync(other))["excursions"]));
        var read = await app.Inspector.GetFromJsonAsync<JsonObject>(lot.Api());
        Assert.Equal(-12.5m, (decimal)Assert.Single(read!["temperatures"]!["excursions"]!.AsArray())!["peakC"]!);
    }

    [Fact]
    public async Task An_excursion_says_where_it_was_and_a_place_that_is_not_registered_is_none()
    {
        var lot = await app.RegisterLotAsync();
        using var registered = await app.Importer.PostAsJsonAsync("/api/locations", Members.NewPlace());
        var place = (string)(await registered.Content.ReadFromJsonAsync<JsonObject>())!["location"]!["id"]!;
        const string file = "at,value\n2026-11-10T00:00:00Z,-10\n2026-11-10T01:00:00Z,-10\n";

        var (_, answer) = await SendAsync(lot, new StringContent(file, Encoding.UTF8, "text/csv"), address: $"/temperatures?device=A&location={place}");
        var (status, refusal) = await SendAsync(lot, new StringContent(file, Encoding.UTF8, "text/csv"), address: "/temperatures?device=B&location=nowhere");

        Assert.Equal(place, (string)Assert.Single(answer["batch"]!["excursions"]!.AsArray())!["location"]!);
        Assert.Equal((HttpStatusCode.BadRequest, "location-unknown"), (status, (string)refusal["errors"]!["location"]![0]!["code"]!));
    }

    [Fact]
    public async Task A_chart_keeps_peaks_however_few_points_it_has()
    {
        var lot = await app.RegisterLotAsync();
        await SendAsync(lot, Json("LOG-1", [.. Enumerable.Range(0, 3000).Select(i => (i, i == 1234 ? -2.5m : -19m))]));
        await SendAsync(lot, Json("LOG-2", [(5, -20m)]));

        var chart = await ChartAsync(lot, "?points=10");
        var part = await ChartAsync(lot, $"?from={Uri.EscapeDataString("2026-11-10T08:00:00+08:00")}&to=2026-11-10T00:09:00Z&points=5");

        Assert.Equal(["LOG-1", "LOG-2"], chart["series"]!.AsArray().Select(s => (string)s!["device"]!));
        Assert.True(chart["series"]![0]!["points"]!.AsArray() is { Count: > 5 and <= 10 } points && points.Max(p => (decimal)p!["maxC"]!) == -2.5m);
        Assert.Equal(3001, (int)chart["statistics"]!["count"]!);
        Assert.Equal(11, (int)part["statistics"]!["count"]!);
        Assert.Equal(-18m, (decimal)part["limits"]!["maxC"]!);
    }

    [Theory]
    [InlineData("?points=0", "points")]
    [InlineData("?points=9999999999999", "points")]
    [InlineData("?from=yesterday", "from")]
    [InlineData("?from=2026-11-20T00:00:00Z&to=2026-11-19T00:00:00Z", "to")]
    public async Task A_chart_that_can_not_be_is_said_to_be_so(string query, string field)
    {
        var lot = await app.RegisterLotAsync();

        using var answer = await app.Importer.GetAsync(lot.Api($"/temperatures{query}"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.NotNull((await answer.Content.ReadFromJsonAsync<JsonObject>())!["errors"]![field]);
    }

    [Fact]
    public async Task Bad_requests_are_refused_with_the_reason()
    {
        var lot = await app.RegisterLotAsync();
        var many = Json("LOG-1", [.. Enumerable.Range(0, 100_001).Select(i => (i / 10, -19m))]);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await SendAsync(lot, many)).Status);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await SendAsync(lot, new StringContent("<a/>", Encoding.UTF8, "application/xml"))).Status);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await SendAsync(lot, new StringContent("{}", Encoding.Latin1, "application/json"))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(lot, new StringContent("{", Encoding.UTF8, "application/json"))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(lot, new StringContent("at,value\n", Encoding.UTF8, "text/csv"), address: "/temperatures?device=a&offset=east&uom=R")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(app.NewRegistration("NO-SUCH-LOT"), Json("LOG-1", [(0, -19m)]))).Status);
    }

    private async Task<JsonObject> ChartAsync(JsonObject lot, string query = "") => (await app.Importer.GetFromJsonAsync<JsonObject>(lot.Api($"/temperatures{query}")))!;

    private static StringContent Json(string device, params (int Minute, decimal Value)[] readings) => new(
        new JsonObject
        {
            ["device"] = device,
            ["readings"] = new JsonArray([.. readings.Select(r => new JsonObject { ["at"] = Start.AddMinutes(r.Minute).ToString("O"), ["value"] = r.Value, ["uom"] = "CEL" })]),
        }.ToJsonString(), Encoding.UTF8, "application/json");

    private async Task<(HttpStatusCode Status, JsonObject Body)> SendAsync(JsonObject lot, HttpContent content, string language = "en", string address = "/temperatures")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, lot.Api(address)) { Content = content };
        request.Headers.AcceptLanguage.ParseAdd(language);
        using var answer = await app.Importer.SendAsync(request);
        return (answer.StatusCode, (await answer.Content.ReadFromJsonAsync<JsonObject>())!);
    }
}
