using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Lotmark.Ledger.Serials;
using Lotmark.Ledger.Tests.Access;
using Npgsql;

namespace Lotmark.Ledger.Tests.Serials;

public sealed class IssueSerialsTests(LedgerApp app)
{
    [Fact]
    public async Task A_hundred_thousand_come_as_one_file_and_are_one_event_that_binds_them()
    {
        var lot = await app.RegisterLotAsync();

        var (status, rows) = await IssueAsync(lot, new { count = 100_000 });

        Assert.Equal((HttpStatusCode.Created, 100_000), (status, rows.Count));
        Assert.Equal(100_000, rows.Select(r => r.Serial).Distinct().Count());
        Assert.All(rows, row => Assert.True(NewSerials.Checks(row.Serial) && row.Address.EndsWith($"/{lot.Path}/21/{row.Serial}", StringComparison.Ordinal)));
        var issued = Assert.Single(await IssuesAsync(lot));
        var canonical = string.Concat(rows.Select(r => r.Serial).Order(StringComparer.Ordinal).Select(serial => serial + "\n"));
        Assert.Equal((100_000, Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(canonical)))), ((int)issued["count"]!, (string)issued["sha256"]!));
        Assert.DoesNotContain(rows[0].Serial, issued.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_request_gives_the_same_serials_in_either_form_and_another_one_is_refused()
    {
        var lot = await app.RegisterLotAsync();
        var key = Guid.NewGuid().ToString();

        var (first, rows) = await IssueAsync(lot, new { count = 5_000 }, key);
        var (again, same) = await IssueAsync(lot, new { count = 5_000 }, key);
        using var lines = await SendAsync(lot, new { count = 5_000 }, key, accept: "application/x-ndjson");
        using var other = await SendAsync(lot, new { count = 5_001 }, key);
        var (_, more) = await IssueAsync(lot, new { count = 10 });

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (first, again));
        Assert.Equal(rows, same);
        Assert.Equal("application/x-ndjson", lines.Content.Headers.ContentType!.MediaType);
        var told = (await lines.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!);
        Assert.Equal(rows, told.Select(line => ((string)line["serial"]!, (string)line["address"]!)));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "idempotency-key-reused"), (other.StatusCode, await CodeAsync(other)));
        Assert.Empty(more.Intersect(rows));
        Assert.Equal(2, (await IssuesAsync(lot)).Count);
    }

    [Fact]
    public async Task Many_who_send_the_same_request_at_once_get_the_same_and_record_it_once()
    {
        var lot = await app.RegisterLotAsync();
        var key = Guid.NewGuid().ToString();

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => IssueAsync(lot, new { count = 300 }, key)));

        Assert.All(answers, answer => Assert.Equal(answers[0].Rows, answer.Rows));
        Assert.Single(await IssuesAsync(lot));
    }

    [Fact]
    public async Task A_broken_connection_is_made_good_by_the_same_request()
    {
        var lot = await app.RegisterLotAsync();
        var key = Guid.NewGuid().ToString();
        string begun;
        using (var answer = await SendAsync(lot, new { count = 50_000 }, key))
        {
            await using var body = await answer.Content.ReadAsStreamAsync();
            var bytes = new byte[4096];
            await body.ReadExactlyAsync(bytes);
            begun = Encoding.ASCII.GetString(bytes);
        }

        var (_, rows) = await IssueAsync(lot, new { count = 50_000 }, key);

        Assert.Equal(50_000, rows.Count);
        Assert.StartsWith(begun[..4000], "serial,address\r\n" + string.Concat(rows.Take(200).Select(r => $"{r.Serial},{r.Address}\r\n")), StringComparison.Ordinal);
        Assert.Single(await IssuesAsync(lot));
    }

    [Fact]
    public async Task A_request_that_is_cut_off_anywhere_leaves_all_or_nothing()
    {
        var lot = await app.RegisterLotAsync();
        foreach (var milliseconds in new[] { 0, 5, 20, 60, 150, 400 })
        {
            var key = Guid.NewGuid().ToString();
            using var gone = new CancellationTokenSource(milliseconds);
            try
            {
                using var cut = await SendAsync(lot, new { count = 20_000 }, key, cancel: gone.Token);
            }
            catch (OperationCanceledException)
            {
                // as meant
            }
            var (status, rows) = await IssueAsync(lot, new { count = 20_000 }, key);
            Assert.Equal((HttpStatusCode.Created, 20_000), (status, rows.Count));
        }
        Assert.Equal(6, (await IssuesAsync(lot)).Count);
    }

    [Fact]
    public async Task What_a_crash_left_between_serials_and_event_is_taken_up_by_the_retry_or_cleared_away()
    {
        var lot = await app.RegisterLotAsync();
        await using var services = new LedgerServices(app);
        string[] serials = ["LEFT-1", "LEFT-2"];
        await using (var open = await services.Get<SerialStore>().OpenAsync(lot.Path, CancellationToken.None))
        {
            await open.StoreAsync(CanonicalSerials.Hash(serials), serials, null, null, CancellationToken.None);
            await open.StoreAsync(CanonicalSerials.Hash(["LOST"]), ["LOST"], null, null, CancellationToken.None);
        }

        Assert.False(await KnownAsync(lot, "LEFT-1"));
        Assert.Equal(HttpStatusCode.Created, (await IssueAsync(lot, new { serials })).Status);
        Assert.True(await KnownAsync(lot, "LEFT-1"));

        await using (var later = services.Get<NpgsqlDataSource>().CreateCommand("update serials.batch b set stored_at = now() - interval '1 hour' from serials.lot l where l.id = b.lot and l.lot = $1"))
        {
            later.Parameters.Add(new() { Value = lot.Path });
            await later.ExecuteNonQueryAsync();
        }
        await IssueAsync(lot, new { count = 1 });
        await using var left = services.Get<NpgsqlDataSource>().CreateCommand("select count(*) from serials.serial s join serials.lot l on l.id = s.lot where l.lot = $1 and s.serial in ('LOST', 'LEFT-1')");
        left.Parameters.Add(new() { Value = lot.Path });
        Assert.Equal(1L, await left.ExecuteScalarAsync());
    }

    [Fact]
    public async Task Serials_that_items_bear_already_are_taken_as_they_are_once()
    {
        var lot = await app.RegisterLotAsync();
        string[] serials = ["B/2", "A\"1,", "c%3"];

        var (first, rows) = await IssueAsync(lot, new { serials });
        var (again, same) = await IssueAsync(lot, new { serials = serials.Reverse() });
        using var some = await SendAsync(lot, new { serials = new[] { "NEW", "B/2" } });

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK), (first, again));
        Assert.Equal(["A\"1,", "B/2", "c%3"], rows.Select(r => r.Serial));
        Assert.EndsWith("/21/A%221%2C", rows[0].Address, StringComparison.Ordinal);
        Assert.Equal(rows, same);
        Assert.Equal(HttpStatusCode.Conflict, some.StatusCode);
        Assert.Equal("""["B/2"]""", (await some.Content.ReadFromJsonAsync<JsonObject>())!["serials"]!.ToJsonString());
        Assert.False(await KnownAsync(lot, "NEW"));
        Assert.Single(await IssuesAsync(lot));
    }

    [Fact]
    public async Task A_lot_of_one_may_bear_the_serials_of_another()
    {
        var (one, other) = (await app.RegisterLotAsync(), await app.RegisterLotAsync());

        Assert.Equal(HttpStatusCode.Created, (await IssueAsync(one, new { serials = new[] { "1" } })).Status);
        Assert.False(await KnownAsync(other, "1"));
        Assert.Equal(HttpStatusCode.Created, (await IssueAsync(other, new { serials = new[] { "1" } })).Status);
    }

    [Theory]
    [InlineData("{}", "count")]
    [InlineData("""{"count":0}""", "count")]
    [InlineData("""{"count":-1}""", "count")]
    [InlineData("""{"count":100001}""", "count")]
    [InlineData("""{"count":1.5}""", "count")]
    [InlineData("""{"count":"7"}""", "count")]
    [InlineData("""{"count":1,"serials":["A"]}""", "serials")]
    [InlineData("""{"serials":[]}""", "serials")]
    [InlineData("""{"serials":["A","B","A"]}""", "serials")]
    [InlineData("""{"serials":["A","a b"]}""", "serials[1]")]
    [InlineData("""{"serials":["A",".."]}""", "serials[1]")]
    [InlineData("""{"serials":["123456789012345678901"]}""", "serials[0]")]
    [InlineData("""{"serials":["虾"]}""", "serials[0]")]
    [InlineData("""{"serials":[""]}""", "serials[0]")]
    [InlineData("""{"serials":[null]}""", "serials[0]")]
    public async Task A_wrong_request_is_told_which_field_is_wrong(string body, string field)
    {
        var lot = await app.RegisterLotAsync();

        using var answer = await app.Importer.PostAsync(lot.Api("/serials"), new StringContent(body, Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal([field], (await answer.Content.ReadFromJsonAsync<JsonObject>())!["errors"]!.AsObject().Select(e => e.Key));
        Assert.Empty(await IssuesAsync(lot));
    }

    [Fact]
    public async Task Only_who_registered_a_lot_issues_codes_and_only_while_it_may_be_sold()
    {
        var lot = await app.RegisterLotAsync();
        var other = await app.AdmitAsync("importer");

        using var foreign = await other.Http.PostAsJsonAsync(lot.Api("/serials"), new { count = 1 });
        using var unknown = await app.Importer.PostAsJsonAsync(app.NewRegistration("NO-SUCH-LOT").Api("/serials"), new { count = 1 });
        using var recall = await app.Inspector.PostAsJsonAsync(lot.Api("/recall"), new { reason = "Residues" });
        using var recalled = await SendAsync(lot, new { count = 1 });

        Assert.Equal((HttpStatusCode.Forbidden, "foreign-lot"), (foreign.StatusCode, await CodeAsync(foreign)));
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.Equal((HttpStatusCode.Conflict, "lot-recalled"), (recalled.StatusCode, await CodeAsync(recalled)));
    }

    [Fact]
    public async Task A_roll_of_codes_that_was_lost_can_be_declared_void()
    {
        var lot = await app.RegisterLotAsync();
        await IssueAsync(lot, new { serials = new[] { "ROLL-1" } });

        using var changed = await app.Importer.PostAsJsonAsync(lot.Api("/corrections"), new { @event = 2, reason = "incorrectData", explanation = "others", values = new { serials = new[] { "ROLL-2" } } });
        Assert.Equal((HttpStatusCode.Conflict, true), (changed.StatusCode, await KnownAsync(lot, "ROLL-1")));

        using var voided = await app.Importer.PostAsJsonAsync(lot.Api("/corrections"), new { @event = 2, reason = "didNotOccur", explanation = "The roll was lost" });
        Assert.Equal((HttpStatusCode.Created, false), (voided.StatusCode, await KnownAsync(lot, "ROLL-1")));

        Assert.Equal(HttpStatusCode.Created, (await IssueAsync(lot, new { serials = new[] { "ROLL-1" } })).Status);
        Assert.True(await KnownAsync(lot, "ROLL-1"));
    }

    private async Task<bool> KnownAsync(JsonObject lot, string serial) =>
        (bool)(await app.Inspector.GetFromJsonAsync<JsonObject>(lot.Api($"/serials/{Uri.EscapeDataString(serial)}")))!["known"]!;

    private async Task<List<JsonObject>> IssuesAsync(JsonObject lot) =>
        [.. (await app.Inspector.GetFromJsonAsync<JsonObject>(lot.Api("/history")))!["events"]!.AsArray().Where(e => (string)e!["type"]! == "serials_issued").Select(e => e!["data"]!.AsObject())];

    private async Task<(HttpStatusCode Status, List<(string Serial, string Address)> Rows)> IssueAsync(JsonObject lot, object body, string? key = null)
    {
        using var answer = await SendAsync(lot, body, key);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return (answer.StatusCode, SerialRows.Of(text));
    }

    private async Task<HttpResponseMessage> SendAsync(JsonObject lot, object body, string? key = null, string? accept = null, CancellationToken cancel = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, lot.Api("/serials")) { Content = JsonContent.Create(body) };
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        if (accept is not null) request.Headers.Accept.ParseAdd(accept);
        return await app.Importer.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
    }

    private static async Task<string?> CodeAsync(HttpResponseMessage answer) => (string?)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["code"];
}
