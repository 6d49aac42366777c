using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Lotmark.Ledger.ShopperReports;
using Lotmark.Ledger.Tests.Access;
using Lotmark.Ledger.Tests.Custody;
using Npgsql;
using SkiaSharp;

namespace Lotmark.Ledger.Tests.ShopperReports;

public sealed class ReportTests(LedgerApp app)
{
    private const string Secret = "The shrimp smelled of ammonia", Contact = "shopper@example.com";

    [Fact]
    public async Task What_was_written_stands_in_no_event_and_no_leaf_and_is_bound_by_its_hash()
    {
        var lot = await app.RegisterLotAsync();

        var number = await app.Anybody.ReportAsync(lot, Photo(), ("kind", "spoiled"), ("district", "Ningbo Yinzhou"), ("text", Secret), ("contact", Contact));

        var history = await app.Inspector.GetFromJsonAsync<JsonObject>(lot.Api("/history"));
        var e = history!["events"]![1]!;
        Assert.Equal(("problem_reported", "spoiled", "Ningbo Yinzhou", "shoppers"),
            ((string)e["type"]!, (string)e["data"]!["kind"]!, (string)e["data"]!["district"]!, (string)e["data"]!["by"]!["organisation"]!));
        var evidence = await Eventually.ResultAsync(async () =>
        {
            using var answer = await app.Anybody.GetAsync(lot.Api("/evidence"));
            return answer.IsSuccessStatusCode ? await answer.Content.ReadFromJsonAsync<JsonObject>() : null;
        }, "the report is in the log");
        var leaf = Encoding.UTF8.GetString(Convert.FromBase64String((string)evidence["entries"]![1]!));
        foreach (var told in new[] { history.ToJsonString(), leaf })
        {
            Assert.Contains("problem_reported", told, StringComparison.Ordinal);
            foreach (var hidden in new[] { Secret, Contact, number }) Assert.DoesNotContain(hidden, told, StringComparison.Ordinal);
        }

        var report = await TheOnlyReportAsync(lot);
        Assert.Equal(((string)e["data"]!["report"]!, number, Secret, Contact), ((string)report["report"]!["id"]!, (string)report["report"]!["number"]!, (string)report["text"]!, (string)report["contact"]!));
        using var photo = await app.Inspector.GetAsync((string)report["report"]!["links"]!["photo"]!);
        var jpeg = await photo.Content.ReadAsByteArrayAsync();
        await using var database = await DatabaseAsync();
        await using var salt = database.CreateCommand("select salt from reports.content where report = $1");
        salt.Parameters.AddWithValue(Guid.Parse((string)e["data"]!["report"]!));
        Assert.Equal((string)e["data"]!["contentSha256"]!, ProblemReported.HashOf((byte[])(await salt.ExecuteScalarAsync())!, Secret, Contact, jpeg));
        Assert.Contains((string)e["data"]!["contentSha256"]!, leaf, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_changes_nothing_about_the_lot_and_anybody_still_reads_its_page()
    {
        var lot = await app.RegisterLotAsync();
        var before = await app.Inspector.GetFromJsonAsync<JsonObject>(lot.Api());

        await app.Anybody.ReportAsync(lot, null, ("kind", "ill"), ("district", "Ningbo"));

        var after = await app.Inspector.GetFromJsonAsync<JsonObject>(lot.Api());
        Assert.Equal(((string)before!["status"]!, 2), ((string)after!["status"]!, (int)after["version"]!));
        using var page = await app.Anybody.SendAsync(new(HttpMethod.Get, "/" + lot.Path) { Headers = { { "Accept", "application/json" } } });
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.DoesNotContain("ill", (await page.Content.ReadFromJsonAsync<JsonObject>())!["journey"]!.ToJsonString(), StringComparison.Ordinal);
        using var correction = await app.Importer.PostAsJsonAsync(lot.Api("/corrections"), new { @event = 2, reason = "didNotOccur", explanation = "It is inconvenient." });
        Assert.Equal((HttpStatusCode.Forbidden, "not-your-event"), (correction.StatusCode, (string?)(await correction.Content.ReadFromJsonAsync<JsonObject>())!["code"]));
    }

    [Fact]
    public async Task Cities_where_the_lot_is_on_sale_are_offered_and_no_shop_is_named()
    {
        var trade = await Trade.OpenAsync(app);
        var lot = await trade.ReleasedLotAsync(app);
        await Trade.HandOverAsync(lot, trade.Importer, trade.Warehouse, trade.Shop, trade.Store, 100);
        await trade.Shop.DoAsync(lot, "stock", Trade.Sale(trade.Store, 50));

        var form = await app.Anybody.GetStringAsync($"/report/{lot.Path}");
        await app.Anybody.ReportAsync(lot, null, ("kind", "thawed"), ("city", "Ningbo"));

        Assert.Contains("name=\"city\" value=\"Ningbo\"", form, StringComparison.Ordinal);
        Assert.DoesNotContain(trade.Store, form, StringComparison.Ordinal);
        Assert.Equal("Ningbo", (string)(await TheOnlyReportAsync(lot))["report"]!["city"]!);
    }

    [Fact]
    public async Task The_same_form_sent_twice_is_one_report_and_other_words_are_another()
    {
        var lot = await app.RegisterLotAsync();
        var path = $"/report/{lot.Path}";
        var stamp = Reporter.Stamp().Match(await app.Anybody.GetStringAsync(path)).Groups[1].Value;
        (string, string)[] fields = [("kind", "thawed"), ("district", "Ningbo")];

        var twice = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => app.Anybody.SendReportAsync(path, stamp, null, fields)));
        using var other = await app.Anybody.SendReportAsync(path, stamp, null, [.. fields, ("text", "more")]);

        var address = Assert.Single(twice.Select(t => t.Headers.Location!.ToString()).Distinct());
        Assert.NotEqual(address, other.Headers.Location!.ToString());
        Assert.Equal(2, (await app.ReportsOfAsync(lot)).Count);
        Assert.Equal(3, (await app.Inspector.GetFromJsonAsync<JsonObject>(lot.Api("/history")))!["events"]!.AsArray().Count);
    }

    [Fact]
    public async Task An_answer_stands_on_the_page_of_the_report_and_the_newest_counts()
    {
        var lot = await app.RegisterLotAsync();
        var number = await app.Anybody.ReportAsync(lot, null, ("kind", "wrongDate"), ("district", "Ningbo"), ("text", Secret), ("contact", Contact));
        var self = (string)(await TheOnlyReportAsync(lot))["report"]!["links"]!["self"]!;

        await app.AnswerReportAsync(self, new { status = "lookedInto" });
        Assert.Contains("Being looked into", await PageAsync(number), StringComparison.Ordinal);
        await app.AnswerReportAsync(self, new { status = "answered", en = "We look at <it>." });
        await app.AnswerReportAsync(self, new { status = "answered", en = "It was another lot.", zh = "并非本批次。" });
        var page = await PageAsync(number.ToLowerInvariant().Replace("-", "", StringComparison.Ordinal));

        Assert.Contains("It was another lot.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("We look at", page, StringComparison.Ordinal);
        foreach (var hidden in new[] { Secret, Contact }) Assert.DoesNotContain(hidden, page, StringComparison.Ordinal);
        Assert.Equal(3, (await app.Admin.GetFromJsonAsync<JsonObject>(self))!["answers"]!.AsArray().Count);
    }

    [Fact]
    public async Task Answers_that_are_given_at_once_are_kept_one_after_the_other()
    {
        var lot = await app.RegisterLotAsync();
        await app.Anybody.ReportAsync(lot, null, ("kind", "thawed"), ("district", "Ningbo"));
        var self = (string)(await TheOnlyReportAsync(lot))["report"]!["links"]!["self"]!;
        var words = Enumerable.Range(0, 12).Select(i => $"Answer {i}").ToList();

        await Task.WhenAll(words.Select(en => app.AnswerReportAsync(self, new { status = "answered", en })));

        var kept = (await app.Inspector.GetFromJsonAsync<JsonObject>(self))!["answers"]!.AsArray().Select(a => (string)a!["en"]!);
        Assert.Equal(words.Order(StringComparer.Ordinal), kept.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("""{"status":"answered"}""", "zh", "required")]
    [InlineData("""{"status":"received"}""", "status", "received-already")]
    [InlineData("""{"en":"x"}""", "status", "required")]
    [InlineData("""{"status":"done"}""", "status", "type-code")]
    public async Task An_answer_that_says_nothing_is_refused(string body, string field, string code)
    {
        var lot = await app.RegisterLotAsync();
        await app.Anybody.ReportAsync(lot, null, ("kind", "thawed"), ("district", "Ningbo"));
        var self = (string)(await TheOnlyReportAsync(lot))["report"]!["links"]!["self"]!;

        using var answer = await app.Inspector.PostAsync($"{self}/answer", new StringContent(body, Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var errors = (await answer.Content.ReadFromJsonAsync<JsonObject>())!["errors"]!.AsObject();
        Assert.Contains(field, errors.Select(e => e.Key));
        if (code != "type-code") Assert.Equal(code, (string)errors[field]![0]!["code"]!);
    }

    [Fact]
    public async Task Reports_are_nobody_s_business_but_that_of_those_who_look_into_them()
    {
        var lot = await app.RegisterLotAsync();
        await app.Anybody.ReportAsync(lot, Photo(), ("kind", "thawed"), ("district", "Ningbo"));
        var self = (string)(await TheOnlyReportAsync(lot))["report"]!["links"]!["self"]!;

        Assert.Equal(HttpStatusCode.Forbidden, (await app.Importer.DeleteAsync($"{self}/content")).StatusCode);
        foreach (var path in new[] { self, $"{self}/photo", "/api/reports" })
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await app.Importer.GetAsync(path)).StatusCode);
            Assert.Equal(HttpStatusCode.Unauthorized, (await app.Anybody.GetAsync(path)).StatusCode);
        }
    }

    [Theory]
    [InlineData("text", "\0")]
    [InlineData("text", "\u202E")]
    [InlineData("district", "'; drop table reports.report; --")]
    [InlineData("kind", "thawed\r\nX: 1")]
    [InlineData("stamp", "x")]
    [InlineData("website", "x")]
    public async Task What_is_refused_leaves_nothing_behind(string field, string value)
    {
        var lot = await app.RegisterLotAsync();
        (string Name, string Value)[] fields = [("kind", "thawed"), ("district", "Ningbo"), ("text", Secret)];

        using var answer = field == "stamp"
            ? await app.Anybody.SendReportAsync($"/report/{lot.Path}", value, Photo(), fields)
            : await app.Anybody.SendReportAsync(lot, Photo(), [.. fields.Where(f => f.Name != field), (field, value)]);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Empty(await app.ReportsOfAsync(lot));
        Assert.Single((await app.Inspector.GetFromJsonAsync<JsonObject>(lot.Api("/history")))!["events"]!.AsArray());
    }

    [Fact]
    public async Task What_was_written_is_erased_on_request_and_that_there_was_a_report_stays()
    {
        var lot = await app.RegisterLotAsync();
        var number = await app.Anybody.ReportAsync(lot, Photo(), ("kind", "spoiled"), ("district", "Ningbo"), ("text", Secret), ("contact", Contact));
        var self = (string)(await TheOnlyReportAsync(lot))["report"]!["links"]!["self"]!;

        for (var i = 0; i < 2; i++)
        {
            using var erased = await app.Inspector.DeleteAsync($"{self}/content");
            Assert.Equal(HttpStatusCode.NoContent, erased.StatusCode);
        }

        var report = await TheOnlyReportAsync(lot);
        Assert.Equal((null, null, null), ((string?)report["text"], (string?)report["contact"], (string?)report["report"]!["links"]!["photo"]));
        Assert.NotNull(report["erasedAt"]);
        await using var database = await DatabaseAsync();
        await using var left = database.CreateCommand("select (select count(*) from reports.content where report = $1) + (select count(*) from reports.photo where report = $1)");
        left.Parameters.AddWithValue(Guid.Parse((string)report["report"]!["id"]!));
        Assert.Equal(0L, await left.ExecuteScalarAsync());
        Assert.Contains("were erased on", await PageAsync(number), StringComparison.Ordinal);
        Assert.Equal(2, (await app.Inspector.GetFromJsonAsync<JsonObject>(lot.Api("/history")))!["events"]!.AsArray().Count);
    }

    [Fact]
    public async Task What_was_written_is_erased_when_it_was_kept_for_long_enough()
    {
        await using var ledger = await LedgerProcess.StartAsync(null, "--Reports:KeepFor", "00:00:02", "--Reports:PerLot", "1", "--Reports:Quickest", "00:00:00");
        using var importer = ledger.As("importer");
        using var inspector = ledger.As("inspector");
        var lot = app.NewRegistration();
        Assert.Equal(HttpStatusCode.Created, (await importer.PostAsJsonAsync("/api/lots", lot)).StatusCode);
        await ledger.Http.ReportAsync(lot, null, ("kind", "spoiled"), ("district", "Ningbo"), ("text", Secret), ("contact", Contact));

        // One an hour, as the database counts them and not this process.
        using var second = await ledger.Http.SendReportAsync(lot, null, ("kind", "thawed"), ("district", "Ningbo"));
        Assert.Equal(HttpStatusCode.TooManyRequests, second.StatusCode);

        var self = (string)(await inspector.GetFromJsonAsync<JsonObject>("/api/reports"))!["reports"]![0]!["links"]!["self"]!;
        await Eventually.TrueAsync(async () => (await inspector.GetFromJsonAsync<JsonObject>(self))!["erasedAt"] is not null, "the report is erased");
        Assert.Null((await inspector.GetFromJsonAsync<JsonObject>(self))!["text"]);
    }

    [Fact]
    public async Task Signs_of_every_script_and_noncharacters_are_kept_or_refused()
    {
        var lot = await app.RegisterLotAsync();
        var words = "𠮷🦐 e\u0301 \U0001FFFE \\u0000 {0} %s ? ?? $1 'x' \"y\"";

        using var answer = await app.Anybody.SendReportAsync(lot, null, ("kind", "other"), ("district", "宁波"), ("text", words), ("contact", "?"));

        Assert.Contains(answer.StatusCode, new[] { HttpStatusCode.SeeOther, HttpStatusCode.BadRequest });
        if (answer.StatusCode == HttpStatusCode.SeeOther) Assert.Equal(words.Normalize(), (string)(await TheOnlyReportAsync(lot))["text"]!);
    }

    [Fact]
    public async Task No_organisation_is_admitted_as_the_shoppers()
    {
        var shoppers = Members.NewOrganisation("retailer");
        shoppers["id"] = "shoppers";

        using var answer = await app.Admin.PostAsJsonAsync("/api/organisations", shoppers);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    private async Task<string> PageAsync(string number)
    {
        using var page = await app.Anybody.SendAsync(new(HttpMethod.Get, $"/report/{number}") { Headers = { { "Accept-Language", "en" } } });
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        return await page.Content.ReadAsStringAsync();
    }

    private async Task<JsonObject> TheOnlyReportAsync(JsonObject lot) =>
        (await app.Inspector.GetFromJsonAsync<JsonObject>((string)(await app.ReportsOfAsync(lot)).Single()!["links"]!["self"]!))!;

    private async Task<NpgsqlDataSource> DatabaseAsync() => NpgsqlDataSource.Create(await File.ReadAllTextAsync(Path.Combine(app.Process.DataDirectory, "connection-string")));

    private static byte[] Photo()
    {
        using var bitmap = new SKBitmap(64, 48);
        using var jpeg = bitmap.Encode(SKEncodedImageFormat.Jpeg, 80);
        return jpeg.ToArray();
    }
}
