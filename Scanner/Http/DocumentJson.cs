using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Lotmark.Scanner.Lots;

namespace Lotmark.Scanner.Http;

/// <summary>The JSON form of a lot's page.</summary>
internal static class DocumentJson
{
    // The answer is never part of a page, so Chinese need not be escaped.
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>The document, with what the page derives from it.</summary>
    public static JsonObject Of(LotDocument lot, Standing standing, string uri, string evidenceHref)
    {
        var json = JsonSerializer.SerializeToNode(lot, Options)!.AsObject();
        json["standing"] = JsonSerializer.SerializeToNode(standing, Options);
        json["links"] = new JsonObject { ["page"] = uri, ["evidence"] = evidenceHref };
        return json;
    }

    /// <summary>What is known of a product.</summary>
    public static JsonObject Of(ProductDocument product, string uri)
    {
        var json = JsonSerializer.SerializeToNode(product, Options)!.AsObject();
        json["links"] = new JsonObject { ["page"] = uri };
        return json;
    }

    /// <summary>An answer made of JSON.</summary>
    public static Reply Reply(int status, string contentType, JsonNode json) =>
        Http.Reply.Text(status, contentType, json.ToJsonString(Options)) with { Vary = "Accept, Accept-Language" };
}
