using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Lotmark.Contracts.Evidence;
using Lotmark.Ledger.Log;
using Microsoft.Extensions.Hosting;

namespace Lotmark.Ledger.Tests.Lots;

public sealed class ReceiptTests(LedgerApp app)
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(50);

    [Fact]
    public async Task An_importer_that_waits_gets_what_the_operator_cannot_take_back()
    {
        var lot = app.NewRegistration();

        var (answer, body) = await RegisterAsync(lot, "wait=30");

        Assert.Equal((HttpStatusCode.Created, "wait=30"), (answer.StatusCode, Assert.Single(answer.Headers.GetValues("Preference-Applied"))));
        Assert.StartsWith("c2sp.org/tlog-proof@v1\n", (string)body["receipt"]!["proof"]!, StringComparison.Ordinal);
        Assert.True(EvidenceFile.TryParse(await answer.Content.ReadAsByteArrayAsync(), out var file, out var problem), problem);
        Assert.Equal(lot.Path, Assert.IsType<ReceiptEvidence>(file).Lot);
        Assert.True(TrustFile.TryParse(await app.Anybody.GetByteArrayAsync("/.well-known/lotmark-trust.json"), out var trust, out _));
        Assert.True(EvidenceCheck.Holds(EvidenceCheck.Offline(file, trust)));
    }

    [Fact]
    public async Task Who_does_not_wait_gets_none()
    {
        foreach (var prefer in new[] { null, "wait=0", "wait=soon", "return=minimal" })
        {
            var (answer, body) = await RegisterAsync(app.NewRegistration(), prefer);

            Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
            Assert.False(answer.Headers.Contains("Preference-Applied"));
            Assert.True(body.ContainsKey("receipt"));
            Assert.Null(body["receipt"]);
        }
    }

    [Fact]
    public async Task A_request_that_is_sent_again_gets_the_receipt_of_the_first()
    {
        var lot = app.NewRegistration();
        var key = Guid.NewGuid().ToString();

        var (_, first) = await RegisterAsync(lot, null, key);
        var (answer, second) = await RegisterAsync(lot, "wait=30", key);
        var (same, third) = await RegisterAsync(lot, "wait=30");

        Assert.Null(first["receipt"]);
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK), (answer.StatusCode, same.StatusCode));
        Assert.Equal((string)second["receipt"]!["entry"]!, (string)third["receipt"]!["entry"]!);
    }

    [Fact]
    public async Task Many_wait_together_and_each_gets_its_own()
    {
        var lots = Enumerable.Range(0, 64).Select(_ => app.NewRegistration()).ToList();

        var answers = await Task.WhenAll(lots.Select(lot => RegisterAsync(lot, "wait=60")));

        for (var i = 0; i < lots.Count; i++)
        {
            Assert.True(EvidenceFile.TryParse(await answers[i].Answer.Content.ReadAsByteArrayAsync(), out var file, out var problem), problem);
            Assert.Equal(lots[i].Path, file.Lot);
            Assert.True(EvidenceCheck.Holds(EvidenceCheck.Offline(file, null)));
        }
    }

    [Fact]
    public async Task What_does_not_come_is_not_waited_for_longer_than_asked()
    {
        await using var services = new LedgerServices(app);
        var receipts = services.Get<Receipts>();
        var never = app.NewRegistration().Path;

        Assert.Null(await receipts.WaitAsync(never, 1, Soon, CancellationToken.None));

        using var gone = new CancellationTokenSource(Soon);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => receipts.WaitAsync(never, 1, TimeSpan.FromMinutes(1), gone.Token));

        var ending = receipts.WaitAsync(never, 1, TimeSpan.FromMinutes(1), CancellationToken.None);
        services.Get<IHostApplicationLifetime>().StopApplication();
        Assert.Null(await ending.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task A_caller_that_goes_away_leaves_nothing_behind()
    {
        var lot = app.NewRegistration();
        using var gone = new CancellationTokenSource();
        using var request = Request(lot, "wait=60");
        var sending = app.Importer.SendAsync(request, gone.Token);
        await gone.CancelAsync();
        await Task.WhenAny(sending);

        // Whether it was taken or not, the next one is told as soon as ever.
        var watch = Stopwatch.StartNew();
        var (answer, body) = await RegisterAsync(lot, "wait=60");
        Assert.Contains(answer.StatusCode, (HttpStatusCode[])[HttpStatusCode.Created, HttpStatusCode.OK]);
        Assert.NotNull(body["receipt"]);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30));
    }

    private async Task<(HttpResponseMessage Answer, JsonObject Body)> RegisterAsync(JsonObject lot, string? prefer, string? idempotencyKey = null)
    {
        using var request = Request(lot, prefer);
        if (idempotencyKey is not null) request.Headers.Add("Idempotency-Key", idempotencyKey);
        var answer = await app.Importer.SendAsync(request);
        return (answer, (await answer.Content.ReadFromJsonAsync<JsonObject>())!);
    }

    private static HttpRequestMessage Request(JsonObject lot, string? prefer)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/lots") { Content = JsonContent.Create(lot) };
        if (prefer is not null) request.Headers.Add("Prefer", prefer);
        return request;
    }
}
