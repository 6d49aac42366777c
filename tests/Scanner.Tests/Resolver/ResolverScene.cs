using System.Text.Json;
using Lotmark.Scanner.Lots;
using Lotmark.Scanner.Tests.Hosting;

namespace Lotmark.Scanner.Tests.Resolver;

/// <summary>A product and a lot of it for the tests of the resolver, and what all of them ask.</summary>
public abstract class ResolverScene(ScannerHost host)
{
    private protected ScannerHost Host { get; } = host;

    private protected const string Voc = "https://ref.gs1.org/voc/";
    private protected const string Browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
    private protected const string Gtin = "09520123457778";
    private protected const string Product = $"/01/{Gtin}";
    private protected const string Lot = $"/01/{Gtin}/10/R%2F1-0926.17";

    // A product of this class alone: others change theirs while these tests run.
    private protected static readonly LotDocument Shrimp = Samples.Shrimp with { Gtin = Gtin, LotNumber = "R/1-0926.17" };

    private protected static LotDocument Certified(string lotNumber, params string[] files) => Shrimp with
    {
        LotNumber = lotNumber,
        Certificates = [.. files.Select(file => new LotCertificate("healthCertificate", "0123", "Example Authority", new(2026, 11, 1), null, null, file))],
    };

    private protected static IEnumerable<(string Type, string Href)> Targets(JsonElement context) =>
        from member in context.EnumerateObject()
        where member.Value.ValueKind == JsonValueKind.Array
        from target in member.Value.EnumerateArray()
        select (member.Name, target.GetProperty("href").GetString()!);

    private protected static void AssertOpen(HttpResponseMessage response)
    {
        Assert.Equal("*", Assert.Single(response.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.Contains(response.Headers.GetValues("Link"), link => link.Contains("?linkType=linkset>; rel=\"linkset\"; type=\"application/linkset+json\"", StringComparison.Ordinal));
    }

    private protected async Task<JsonElement> Json(string path, string accept = "application/json")
    {
        using var response = await Host.Get(path, ("Accept", accept));
        return JsonDocument.Parse(await Text(response)).RootElement;
    }

    private protected static Task<string> Text(HttpResponseMessage response) => response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
}
