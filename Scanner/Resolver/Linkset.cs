using System.Text.Json.Nodes;
using Lotmark.Scanner.Http;

namespace Lotmark.Scanner.Resolver;

/// <summary>All links of a code, as JSON (RFC 9264, section 4.2).</summary>
internal static class Linkset
{
    public const string MediaType = "application/linkset+json";
    public const string Context = "https://ref.gs1.org/standards/resolver/linkset-context";

    private const string ContextLink = $"<{Context}>; rel=\"http://www.w3.org/ns/json-ld#context\"; type=\"application/ld+json\"";

    /// <summary>The links of things, the finest first.</summary>
    public static Reply Reply(int status, IEnumerable<LinkContext> contexts) =>
        DocumentJson.Reply(status, MediaType, new JsonObject { ["linkset"] = Of(contexts) }) with { Links = [ContextLink] };

    /// <summary>The same without its envelope.</summary>
    public static JsonArray Of(IEnumerable<LinkContext> contexts) => [.. contexts.Select(One)];

    /// <summary>The header that tells of all links of a code.</summary>
    public static string HeaderOf(string uri) => $"<{uri}?linkType={LinkType.Linkset}>; rel=\"linkset\"; type=\"{MediaType}\"";

    /// <summary>A link as an object.</summary>
    public static JsonObject Target(WebLink link)
    {
        var target = new JsonObject { ["href"] = link.Href, ["title"] = link.Title };
        if (link.MediaType is not null) target["type"] = link.MediaType;
        if (link.Languages.Length > 0) target["hreflang"] = new JsonArray([.. link.Languages.Select(language => JsonValue.Create(KnownLinks.Tag(language)))]);
        return target;
    }

    private static JsonObject One(LinkContext context)
    {
        var json = new JsonObject { ["anchor"] = context.Anchor, ["itemDescription"] = context.Description };
        foreach (var type in context.Links.GroupBy(link => link.Type)) json[type.Key] = new JsonArray([.. type.Select(Target)]);
        return json;
    }
}
