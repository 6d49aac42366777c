using System.Text.Json.Nodes;
using Lotmark.Scanner.DigitalLinks;
using Lotmark.Scanner.Http;
using Microsoft.AspNetCore.Http;

namespace Lotmark.Scanner.Resolver;

/// <summary>What this resolver is and does, for programs (GS1-Conformant Resolver Standard, section 3).</summary>
internal static class ResolverDescription
{
    public const string Path = "/.well-known/gs1resolver";

    public static Task Answer(HttpContext http, PublicAddress address)
    {
        var root = address.Url.TrimEnd('/');
        return DocumentJson.Reply(StatusCodes.Status200OK, "application/json; charset=utf-8", new JsonObject
        {
            ["name"] = "Lotmark",
            ["resolverRoot"] = root,
            ["supportedPrimaryKeys"] = new JsonArray(ApplicationIdentifiers.Gtin),
            ["supportedLinkType"] = new JsonArray(new JsonObject { ["namespace"] = LinkType.Vocabulary, ["prefix"] = "gs1:" }),
            ["linkTypeDefaultCanBeLinkset"] = false,
            ["jsonLdContextLocation"] = Linkset.Context,
            ["contact"] = new JsonObject { ["fn"] = "Lotmark", ["hasURL"] = $"{root}/" },
        }).WriteAsync(http);
    }
}
