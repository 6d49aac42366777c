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
    public static Reply Of(LotDocument lot, Standing standing, string uri, string evidenceHref)
    {
        var json = JsonSerializer.SerializeToNode(lot, Options)!.AsObject();
        json["standing"] = JsonSerializer.SerializeToNode(standing, Options);
        json["links"] = new JsonObject { ["page"] = uri, ["evidence"] = evidenceHref };
        return Reply.Text(200, "application/json; charset=utf-8", json.ToJsonString(Options)) with { Vary = "Accept, Accept-Language" };
    }
}
