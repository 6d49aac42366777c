using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

[assembly: AssemblyFixture(typeof(Lotmark.Ledger.Tests.LedgerApp))]

namespace Lotmark.Ledger.Tests;

/// <summary>One running product for all tests, with its own PostgreSQL and chain. Every test brings its own lots.</summary>
public sealed class LedgerApp : IAsyncLifetime
{
    private LedgerProcess _process = null!;
    private int _lots;

    public LedgerProcess Process => _process;

    public HttpClient Anybody => _process.Http;

    public HttpClient Importer { get; private set; } = null!;

    public HttpClient Inspector { get; private set; } = null!;

    public HttpClient Admin { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _process = await LedgerProcess.StartAsync(null, "--Anchoring:Interval", "00:00:01", "--Webhooks:PrivateAddresses", "true", "--Webhooks:Schedule", "00:00:00.5,00:00:00.5");
        Importer = _process.As("importer");
        Inspector = _process.As("inspector");
        Admin = _process.As("admin");
    }

    public async ValueTask DisposeAsync()
    {
        Importer?.Dispose();
        Inspector?.Dispose();
        Admin?.Dispose();
        if (_process is null) return;
        await _process.DisposeAsync();
        Directory.Delete(_process.DataDirectory, recursive: true);
    }

    /// <summary>A registration that nobody sent yet.</summary>
    public JsonObject NewRegistration(string? lotNumber = null)
    {
        var lot = SampleFiles.Read("ecuador-shrimp-sea");
        lot["lotNumber"] = lotNumber ?? $"T/{Interlocked.Increment(ref _lots)}+(A)";
        return lot;
    }

    /// <summary>Registers a lot and returns its registration.</summary>
    public async Task<JsonObject> RegisterLotAsync(string? lotNumber = null)
    {
        var lot = NewRegistration(lotNumber);
        using var answer = await Importer.PostAsJsonAsync("/api/lots", lot);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return lot;
    }

    /// <summary>Posts the readings of a data logger for a lot: one every five minutes.</summary>
    public async Task MeasureAsync(JsonObject lot, IEnumerable<double> celsius, HttpClient? holder = null)
    {
        var start = new DateTimeOffset(2026, 11, 10, 0, 0, 0, TimeSpan.Zero);
        var lines = celsius.Select((c, i) => string.Create(CultureInfo.InvariantCulture, $"{start.AddMinutes(5 * i):O},{c:0.0}\n"));
        using var body = new StringContent("time,temperature\n" + string.Concat(lines), Encoding.UTF8, "text/csv");
        using var answer = await (holder ?? Importer).PostAsync(lot.Api("/temperatures?device=LOG-1"), body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>The evidence bundle of a lot, once it is anchored.</summary>
    public Task<JsonObject> AnchoredEvidenceAsync(JsonObject lot) => Eventually.ResultAsync(async () =>
    {
        using var answer = await Anybody.GetAsync(lot.Api("/evidence"));
        if (answer.StatusCode != HttpStatusCode.OK) return null;
        var bundle = await answer.Content.ReadFromJsonAsync<JsonObject>();
        return bundle!["anchor"] is null ? null : bundle;
    }, "the lot's evidence is anchored");
}

/// <summary>Addresses of a registration.</summary>
public static class LotAddress
{
    extension(JsonObject? lot)
    {
        public string Gtin => (string)lot!["gtin"]!;

        public string Number => (string)lot!["lotNumber"]!;

        public string Path => $"01/{lot.Gtin}/10/{Uri.EscapeDataString(lot.Number)}";

        public string Api(string rest = "") => $"/api/lots/{lot.Gtin}/{Uri.EscapeDataString(lot.Number)}{rest}";
    }
}

/// <summary>What the page of a lot says, as programs read it.</summary>
public static class LotPage
{
    extension(HttpClient reader)
    {
        public async Task<JsonObject> PageAsync(JsonObject lot)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/{lot.Path}") { Headers = { Accept = { new("application/json") } } };
            using var answer = await reader.SendAsync(request);
            return (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
        }
    }
}
