using System.Text.Json.Nodes;

namespace Lotmark.Ledger.Requests;

/// <summary>A body as somebody would send it, in a route's metadata: it stands in the API's description, and the tests send it.</summary>
/// <param name="Name">What it shows.</param>
/// <param name="ContentType">Its type.</param>
/// <param name="Body">What stands in the description: JSON itself, other bodies as text.</param>
public sealed record RequestExample(string Name, string ContentType, JsonNode Body);

/// <summary>How a route shows what it takes.</summary>
public static class RequestExamples
{
    /// <summary>Shows a JSON body.</summary>
    public static RouteHandlerBuilder WithExample(this RouteHandlerBuilder route, string name, string json) =>
        route.WithMetadata(new RequestExample(name, "application/json", JsonNode.Parse(json)!));

    /// <summary>Shows a body of another type.</summary>
    public static RouteHandlerBuilder WithExample(this RouteHandlerBuilder route, string name, string contentType, string text) =>
        route.WithMetadata(new RequestExample(name, contentType, JsonValue.Create(text)));

    /// <summary>Shows JSON files that are embedded in a folder.</summary>
    public static RouteHandlerBuilder WithExamplesFrom(this RouteHandlerBuilder route, string folder)
    {
        foreach (var (name, json) in EmbeddedJson.In(folder)) route.WithExample(name, json);
        return route;
    }
}
