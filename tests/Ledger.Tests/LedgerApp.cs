using System.Net;
using System.Net.Http.Json;
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
        _process = await LedgerProcess.StartAsync(null, "--Anchoring:Interval", "00:00:01");
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
