using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Lotmark.Ledger.Access;

namespace Lotmark.Ledger.Tests.Description;

/// <summary>A route as the product describes it. Tests that walk all of them take a route that is added by themselves.</summary>
/// <param name="Method">GET, POST …</param>
/// <param name="Path">With parameters in braces.</param>
/// <param name="Described">The operation of OpenAPI.</param>
public record DescribedRoute(string Method, string Path, JsonObject Described)
{
    /// <summary>What it opens for; null when it is open to everybody.</summary>
    public Operation? Operation => (string?)Described["x-opens-for"] is { } name ? Enum.Parse<Operation>(name, ignoreCase: true) : null;

    /// <summary>The operationId.</summary>
    public string Id => (string)Described["operationId"]!;

    /// <summary>The types of bodies it takes; none when it takes none.</summary>
    public IEnumerable<string> Takes => Described["requestBody"]?["content"] is JsonObject content ? content.Select(c => c.Key) : [];

    /// <summary>The examples of bodies, with their types.</summary>
    public IEnumerable<(string Type, string Body)> Examples =>
        from content in Described["requestBody"]?["content"] as JsonObject ?? []
        from example in content.Value?["examples"] as JsonObject ?? []
        select (content.Key, example.Value?["value"] is JsonValue text ? (string)text! : example.Value?["value"]?.ToJsonString() ?? "");

    /// <summary>All of them.</summary>
    public static async Task<IReadOnlyList<DescribedRoute>> AllAsync(LedgerApp app) => [.. Of((await app.Anybody.GetFromJsonAsync<JsonObject>("/openapi/v1.json"))!)];

    /// <summary>All of a description.</summary>
    public static IEnumerable<DescribedRoute> Of(JsonObject description) =>
        from path in description["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        select new DescribedRoute(operation.Key.ToUpperInvariant(), path.Key, operation.Value!.AsObject());

    /// <inheritdoc />
    public sealed override string ToString() => $"{Method} {Path}";
}
