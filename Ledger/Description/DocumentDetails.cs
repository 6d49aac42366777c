using System.Text.Json.Nodes;
using Lotmark.Ledger.Access;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Lotmark.Ledger.Description;

/// <summary>What stands before and behind the operations: what this is, where it is, how one signs in, what a refusal looks like.</summary>
public sealed class DocumentDetails(PublicAddress address, IEnumerable<EndpointDataSource> endpoints) : IOpenApiDocumentTransformer
{
    /// <summary>The extension that lists the routes which this document does not describe.</summary>
    public const string OtherRoutes = "x-other-routes";

    private static readonly (string Name, string Description)[] Tags =
    [
        ("Lots", "Registering, correcting and reading lots."),
        ("Documents", "Certificates and reports of a lot, and its release to the market."),
        ("Custody", "Receiving, shipping, splitting, repacking, selling, destroying."),
        ("Cold chain", "What data loggers measured, and when it was too warm."),
        ("Trace", "Where lots came from and where they went."),
        ("Holds", "Holds and recalls."),
        ("Recalls", "Holds and recalls of many lots at once, and who knows of them."),
        ("Exports", "Records of lots as spreadsheets, in the forms that authorities ask for."),
        ("Serials", "Codes of single items, and how often they were scanned."),
        ("Reports", "What shoppers report about lots, and what they are answered."),
        ("Signals", "What shoppers, loggers, handovers and scans tell, and what rises beyond what chance explains."),
        ("Tasks", "What inspectors are sent to do: published, taken, carried out on the spot, closed with an assessment."),
        ("Webhooks", "Messages to other systems about what happens here, and what became of them."),
        ("Organisations", "Organisations, their keys, and who one is."),
        ("Locations", "Places that lots are kept at, shipped to and sold at."),
        ("Pages", "What the QR code on a package leads to."),
        ("Log", "The transparency log: checkpoints, tiles, evidence."),
        ("Anchors", "Where the log is anchored on a chain."),
    ];

    /// <inheritdoc />
    public async Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new()
        {
            Title = "Lotmark",
            Version = "1",
            Description = """
                An open ledger for imported cold-chain food. Importers register lots, holders record what happens to them, anybody checks what was recorded.

                Sign in with a key: `Authorization: Bearer lmk_…`. Refusals are problem documents (RFC 9457) with a stable `code` and a title in
                English or Chinese (`Accept-Language`). An `Idempotency-Key` makes a retry of a command safe. A lot is named by its GTIN and its lot
                number, percent-encoded: `EC/VAN-0926.17` is `EC%2FVAN-0926.17`.
                """,
            Contact = new() { Name = "The operator of this ledger", Url = new(address.Of("/")) },
            License = new() { Name = "Apache-2.0", Identifier = "Apache-2.0" },
        };
        document.Servers = [new() { Url = address.Url, Description = "This ledger" }];
        document.AddComponent(ApiKeyAuthentication.Bearer, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "A key that the operator made: lmk_ and 48 hexadecimal digits.",
        });
        document.AddComponent(nameof(Problem), await context.GetOrCreateSchemaAsync(typeof(Problem), null, cancellationToken));
        document.Components!.Schemas!.Remove("ProblemDetails");

        // A HEAD is what GET is, without the body.
        foreach (var path in document.Paths.Values) path.Operations!.Remove(HttpMethod.Head);
        var used = document.Paths.Values.SelectMany(p => p.Operations!.Values).SelectMany(o => o.Tags ?? new HashSet<OpenApiTagReference>()).Select(t => t.Name).ToHashSet();
        document.Tags = Tags.Where(tag => used.Contains(tag.Name)).Select(tag => new OpenApiTag { Name = tag.Name, Description = tag.Description }).ToHashSet();
        (document.Extensions ??= new Dictionary<string, IOpenApiExtension>())[OtherRoutes] = new JsonNodeExtension(new JsonArray([.. Undescribed(document).Select(r => JsonValue.Create(r))]));
    }

    private IEnumerable<string> Undescribed(OpenApiDocument document)
    {
        var described = document.Paths.SelectMany(path => path.Value.Operations!.Keys.Select(method => $"{method} {path.Key}")).ToHashSet();
        return endpoints.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["*"])
                .Where(method => !HttpMethods.IsHead(method))
                .Select(method => $"{method} /{(endpoint.RoutePattern.RawText ?? "").Trim('/').Replace("**", "", StringComparison.Ordinal).Replace("?}", "}", StringComparison.Ordinal)}"))
            .Where(route => !described.Contains(route))
            .Distinct().Order(StringComparer.Ordinal);
    }
}
