using System.Text.Json.Nodes;
using Lotmark.Scanner.Http;
using Microsoft.AspNetCore.Http;

namespace Lotmark.Scanner.Resolver;

/// <summary>The JSON form of a page, with the meaning of its words when it is asked for (JSON-LD 1.1; GS1 Web Vocabulary).</summary>
internal static class LinkedData
{
    /// <summary>The document as JSON, or the same with a context before it.</summary>
    public static Reply Reply(JsonObject document, MediaForm form, string uri, string publicUrl)
    {
        if (form != MediaForm.JsonLd) return DocumentJson.Reply(StatusCodes.Status200OK, "application/json; charset=utf-8", document);

        var linked = new JsonObject { ["@context"] = Context(publicUrl), ["@id"] = uri, ["@type"] = "gs1:Product" };
        foreach (var (name, value) in document) linked[name] = value?.DeepClone();
        return DocumentJson.Reply(StatusCodes.Status200OK, "application/ld+json", linked);
    }

    // What GS1 has a word for is its word; the others are ours.
    private static JsonObject Context(string publicUrl) => new()
    {
        ["@vocab"] = $"{publicUrl.TrimEnd('/')}/voc/",
        ["gs1"] = LinkType.Vocabulary,
        ["xsd"] = "http://www.w3.org/2001/XMLSchema#",
        ["gtin"] = "gs1:gtin",
        ["lotNumber"] = "gs1:hasBatchLotNumber",
        ["productName"] = Names(),
        ["name"] = Names(),
        ["productionDate"] = Date("gs1:productionDate"),
        ["expiryDate"] = Date("gs1:expirationDate"),
    };

    private static JsonObject Names() => new() { ["@id"] = "gs1:productName", ["@container"] = "@language" };

    private static JsonObject Date(string word) => new() { ["@id"] = word, ["@type"] = "xsd:date" };
}
