using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Lotmark.Ledger.Embedded;

namespace Lotmark.Ledger.Tests.Description;

public sealed class DescriptionTests(LedgerApp app)
{
    [Fact]
    public async Task The_description_passes_the_linter_without_a_warning()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "Description");
        var tools = await PinnedTools.InstallAsync(folder, PinnedTools.UserCache()!, Console.WriteLine, CancellationToken.None);
        var document = Path.Combine(Directory.CreateTempSubdirectory("lotmark-test-").FullName, "openapi.json");
        await File.WriteAllTextAsync(document, await app.Anybody.GetStringAsync("/openapi/v1.json"));

        using var spectral = Process.Start(new ProcessStartInfo("node",
        [
            tools.Find("@stoplight/spectral-cli", "dist/index.js")!, "lint", document, "--ruleset", Path.Combine(folder, "spectral.yaml"), "--fail-severity", "hint",
        ])
        { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var said = await spectral.StandardOutput.ReadToEndAsync();
        await spectral.WaitForExitAsync();

        Assert.True(spectral.ExitCode == 0, said);
    }

    [Fact]
    public async Task It_is_OpenAPI_3_1_and_says_what_the_records_can_t()
    {
        var description = await app.Anybody.GetFromJsonAsync<JsonObject>("/openapi/v1.json");

        Assert.StartsWith("3.1", (string)description!["openapi"]!, StringComparison.Ordinal);
        var lot = description["components"]!["schemas"]!["RegisterLot"]!;
        Assert.Contains("gtin", lot["required"]!.AsArray().Select(n => (string)n!));
        Assert.DoesNotContain("brand", lot["required"]!.AsArray().Select(n => (string)n!));
        Assert.Contains("crustacean", lot["properties"]!["category"]!["enum"]!.AsArray().Select(n => (string)n!));
        var examples = description["paths"]!["/api/lots"]!["post"]!["requestBody"]!["content"]!["application/json"]!["examples"]!;
        foreach (var name in SampleFiles.Names) Assert.True(JsonNode.DeepEquals(SampleFiles.Read(name), examples[name]!["value"]), name);
    }

    [Fact]
    public async Task Every_field_is_described()
    {
        var description = await app.Anybody.GetFromJsonAsync<JsonObject>("/openapi/v1.json");

        var silent = from schema in description!["components"]!["schemas"]!.AsObject()
                     from member in schema.Value!["properties"]?.AsObject() ?? []
                     where !Words(member.Value!, description) && !(member.Value!["oneOf"]?.AsArray().Any(part => Words(part!, description)) ?? false)
                     select $"{schema.Key}.{member.Key}";
        Assert.Empty(silent);
    }

    // A member that points to a schema with words of its own has those.
    private static bool Words(JsonNode node, JsonObject description) => node["description"] is not null
        || ((string?)node["$ref"] is { } reference && description["components"]!["schemas"]![reference[(reference.LastIndexOf('/') + 1)..]]!["description"] is not null);
}
