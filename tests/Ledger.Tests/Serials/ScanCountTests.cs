using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Lotmark.Ledger.Serials;
using Lotmark.Ledger.Tests.Access;
using Npgsql;

namespace Lotmark.Ledger.Tests.Serials;

public sealed class ScanCountTests(LedgerApp app)
{
    [Fact]
    public async Task Scans_at_the_same_time_are_all_counted_and_stay_so_when_they_are_written()
    {
        var lot = await LotAsync("P-1", "P-2");

        var pages = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => LookAsync(lot, i % 3 == 0 ? "P-2" : "P-1")));

        Assert.All(pages, page => Assert.Contains("class=\"item\"", page, StringComparison.Ordinal));
        Assert.Equal((40, 20), ((int)(await ReadWrittenAsync(lot, "P-1", 40))["scans"]!, (int)(await ReadWrittenAsync(lot, "P-2", 20))["scans"]!));
        Assert.Contains("scanned 41 times", await LookAsync(lot, "P-1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Counts_are_exact_while_they_are_written_and_no_bundle_counts_twice()
    {
        var lot = await LotAsync("E-1");
        await using var services = new LedgerServices(app);
        var (counts, known) = (services.Get<ScanCounts>(), (await services.Get<SerialStore>().FindAsync(lot.Path, "E-1", CancellationToken.None))!);
        using var written = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            while (!written.IsCancellationRequested) await counts.FlushAsync(CancellationToken.None);
        });

        for (var i = 1; i <= 300; i++)
        {
            counts.Note(known.Lot, "E-1");
            Assert.Equal(i, (await counts.OfAsync(known.Lot, "E-1", CancellationToken.None)).Total);
        }

        await written.CancelAsync();
        await writing;
        await counts.FlushAsync(CancellationToken.None);
        await counts.FlushAsync(CancellationToken.None);
        Assert.Equal(300, await StoredAsync(services, known));
    }

    [Fact]
    public async Task A_bundle_that_could_not_be_written_is_counted_and_written_the_next_time()
    {
        var lot = await LotAsync("U-1");
        await using var services = new LedgerServices(app);
        var (counts, known) = (services.Get<ScanCounts>(), (await services.Get<SerialStore>().FindAsync(lot.Path, "U-1", CancellationToken.None))!);
        var database = services.Get<NpgsqlDataSource>();
        counts.Note(known.Lot, "U-1");

        await using (var other = await database.OpenConnectionAsync())
        await using (await other.BeginTransactionAsync())
        {
            await using var inTheWay = new NpgsqlCommand("insert into serials.scan select $1, 'U-1', (now() at time zone 'Asia/Shanghai')::date + n, 1, now() from generate_series(-1, 1) n", other);
            inTheWay.Parameters.Add(new() { Value = known.Lot });
            await inTheWay.ExecuteNonQueryAsync();
            using var cut = new CancellationTokenSource();
            var flush = counts.FlushAsync(cut.Token);
            await Eventually.TrueAsync(async () =>
            {
                await using var waits = database.CreateCommand("select count(*) from pg_stat_activity where $1 = any(pg_blocking_pids(pid))");
                waits.Parameters.Add(new() { Value = other.ProcessID });
                return (long)(await waits.ExecuteScalarAsync())! > 0;
            }, "the bundle waits");
            counts.Note(known.Lot, "U-1");
            Assert.Equal(2, (await counts.OfAsync(known.Lot, "U-1", CancellationToken.None)).Total);
            await cut.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => flush);
        }

        Assert.Equal((2, 0), ((await counts.OfAsync(known.Lot, "U-1", CancellationToken.None)).Total, await StoredAsync(services, known)));
        await counts.FlushAsync(CancellationToken.None);
        Assert.Equal((2, 2), ((await counts.OfAsync(known.Lot, "U-1", CancellationToken.None)).Total, await StoredAsync(services, known)));
    }

    [Fact]
    public async Task A_holder_reads_what_is_known_and_a_stranger_does_not()
    {
        var lot = await LotAsync("K/1");
        var stranger = await app.AdmitAsync("importer");

        var never = await ReadAsync(lot, "K/1");
        await LookAsync(lot, "K/1");
        var once = await ReadAsync(lot, "K/1");
        var unknown = await ReadAsync(lot, "K/2");
        using var foreign = await stranger.Http.GetAsync(lot.Api("/serials/K%2F1"));
        using var wrong = await app.Importer.GetAsync(lot.Api("/serials/a%20b"));

        Assert.Equal((true, 0, false), ((bool)never["known"]!, (int)never["scans"]!, (bool)never["looksCopied"]!));
        Assert.Null(never["firstScannedAt"]);
        Assert.True((DateTimeOffset)once["firstScannedAt"]! >= (DateTimeOffset)once["issuedAt"]!);
        Assert.Equal((1, 1), ((int)once["scans"]!, (int)Assert.Single(once["days"]!.AsArray())!["scans"]!));
        Assert.Equal((false, true), ((bool)unknown["known"]!, ((string)unknown["warning"]!["en"]!).Contains("not issued", StringComparison.Ordinal)));
        Assert.Equal(HttpStatusCode.Forbidden, foreign.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.NotNull((await wrong.Content.ReadFromJsonAsync<JsonObject>())!["errors"]!["serial"]);
    }

    [Fact]
    public async Task Eleven_scans_on_a_day_warn_the_shopper_and_the_inspector()
    {
        var lot = await LotAsync("C-1");
        for (var i = 0; i < 10; i++) Assert.DoesNotContain("may be a copy", await LookAsync(lot, "C-1"), StringComparison.Ordinal);

        Assert.Contains("may be a copy", await LookAsync(lot, "C-1"), StringComparison.Ordinal);
        var read = await ReadAsync(lot, "C-1");
        Assert.True((bool)read["looksCopied"]!);
        Assert.NotNull(read["warning"]!["zh"]);
    }

    [Fact]
    public async Task The_public_page_says_nothing_of_other_serials_and_made_up_ones_leave_no_trace()
    {
        var lot = await LotAsync("SECRET-1", "SECRET-2");

        var page = await LookAsync(lot, "SECRET-1");
        var made = await LookAsync(lot, "MADE-UP");
        var whole = await app.Anybody.GetStringAsync($"/{lot.Path}?lang=en");
        var evidence = await app.AnchoredEvidenceAsync(lot);

        Assert.Contains("was not issued for this lot", made, StringComparison.Ordinal);
        foreach (var text in new[] { page, made, whole, string.Concat(evidence["entries"]!.AsArray().Select(e => System.Text.Encoding.UTF8.GetString(Convert.FromBase64String((string)e!)))) })
            Assert.DoesNotContain("SECRET-2", text, StringComparison.Ordinal);
        await using var services = new LedgerServices(app);
        await using var traces = services.Get<NpgsqlDataSource>().CreateCommand("select count(*) from serials.scan where serial = 'MADE-UP'");
        Assert.Equal(0L, await traces.ExecuteScalarAsync());
    }

    private async Task<JsonObject> LotAsync(params string[] serials)
    {
        var lot = await app.RegisterLotAsync();
        using var issued = await app.Importer.PostAsJsonAsync(lot.Api("/serials"), new { serials });
        Assert.Equal(HttpStatusCode.Created, issued.StatusCode);
        return lot;
    }

    // Without what the process still has in memory.
    private async Task<JsonObject> ReadWrittenAsync(JsonObject lot, string serial, long scans)
    {
        await using var services = new LedgerServices(app);
        var (counts, known) = (services.Get<ScanCounts>(), (await services.Get<SerialStore>().FindAsync(lot.Path, serial, CancellationToken.None))!);
        await Eventually.TrueAsync(async () => (await counts.OfAsync(known.Lot, serial, CancellationToken.None)).Total == scans, "all scans are written");
        return await ReadAsync(lot, serial);
    }

    private async Task<JsonObject> ReadAsync(JsonObject lot, string serial) =>
        (await app.Inspector.GetFromJsonAsync<JsonObject>(lot.Api($"/serials/{Uri.EscapeDataString(serial)}")))!;

    private Task<string> LookAsync(JsonObject lot, string serial) => LookAsync(app.Anybody, lot, serial);

    private static async Task<string> LookAsync(HttpClient reader, JsonObject lot, string serial)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/{lot.Path}/21/{Uri.EscapeDataString(serial)}");
        request.Headers.Accept.ParseAdd("text/html");
        request.Headers.AcceptLanguage.ParseAdd("en");
        using var answer = await reader.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }

    private static async Task<long> StoredAsync(LedgerServices services, KnownSerial known)
    {
        await using var command = services.Get<NpgsqlDataSource>().CreateCommand("select coalesce(sum(scans), 0)::bigint from serials.scan where lot = $1");
        command.Parameters.Add(new() { Value = known.Lot });
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
