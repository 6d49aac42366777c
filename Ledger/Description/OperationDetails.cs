using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Lotmark.Ledger.Access;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Lotmark.Ledger.Description;

/// <summary>Says of each operation who may do it, by what name programs call it, what stands in its path, and what a body looks like.</summary>
public sealed partial class OperationDetails(RequestExamples bodies) : IOpenApiOperationTransformer
{
    /// <summary>The extension that names the operation a route opens for, as in the table of permissions.</summary>
    public const string OpensFor = "x-opens-for";

    private static readonly Dictionary<string, string> PathParts = new()
    {
        ["gtin"] = "Trade item: GTIN of 14 digits (8, 12 or 13 are padded).",
        ["number"] = "Lot number as printed, percent-encoded: EC/VAN-0926.17 is EC%2FVAN-0926.17.",
        ["lot"] = "Lot number as printed, percent-encoded: EC/VAN-0926.17 is EC%2FVAN-0926.17.",
        ["id"] = "Its id.",
        ["delivery"] = "Id of the delivery.",
        ["job"] = "Id of the import, from Location of its first answer.",
        ["label"] = "The key's label.",
        ["sha256"] = "SHA-256 of the text, hex.",
        ["serial"] = "Serial number as printed, percent-encoded.",
        ["path"] = "Path of the tile (C2SP tlog-tiles).",
    };

    private static readonly Dictionary<string, string> Answers = new()
    {
        ["200"] = "Done, or already so.",
        ["201"] = "Recorded. Location names it.",
        ["202"] = "Taken; it goes on by itself.",
        ["204"] = "Done.",
        ["400"] = "Fields are wrong: errors names each of them. Nothing was stored.",
        ["401"] = "No key, or one that opens nothing.",
        ["403"] = "This key does not open this, or not for this lot.",
        ["404"] = "There is no such thing.",
        ["409"] = "The state of things forbids it; code says why.",
        ["413"] = "The body is too large.",
        ["415"] = "The body has a type that is not taken, or is compressed.",
        ["422"] = "The Idempotency-Key was used with another request.",
        ["429"] = "Too many requests; Retry-After says how long to wait.",
        ["503"] = "Nothing can be recorded just now; Retry-After says when to try again.",
    };

    /// <inheritdoc />
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        operation.OperationId ??= NameOf(context.Description, metadata.OfType<MethodInfo>().FirstOrDefault());
        Who(operation, metadata.OfType<Opening>().FirstOrDefault(), context);
        PathParameters(operation, context.Description);
        Examples(operation, bodies.Of(operation.OperationId));
        // What is no JSON is text, whatever type it is read into.
        foreach (var (_, body) in operation.RequestBody?.Content?.Where(c => c.Key is "text/csv" or "application/x-ndjson") ?? [])
            body.Schema = new OpenApiSchema { Type = JsonSchemaType.String };
        if (operation.RequestBody is not null)
            foreach (var status in (string[])["413", "415"]) operation.Responses!.TryAdd(status, Refusal());
        foreach (var (status, answer) in operation.Responses!)
        {
            answer.Description = status == "200" && context.Description.HttpMethod == HttpMethods.Get ? "What was asked for." : Answers.GetValueOrDefault(status, answer.Description ?? status);
            if (answer.Content?.TryGetValue("application/problem+json", out var problem) == true) problem.Schema = new OpenApiSchemaReference(nameof(Problem), context.Document);
        }
        return Task.CompletedTask;
    }

    private static OpenApiResponse Refusal() =>
        new() { Content = new Dictionary<string, OpenApiMediaType> { ["application/problem+json"] = new() } };

    // The file of a use case has its name: RegisterLot is registerLot. What is more than one handler there names them.
    private static string NameOf(ApiDescription route, MethodInfo? handler)
    {
        var method = handler?.Name is { } name && !name.Contains('<', StringComparison.Ordinal) ? name.Replace("Async", "", StringComparison.Ordinal).Replace("Handle", "", StringComparison.Ordinal) : null;
        return method is null || handler!.DeclaringType is not { } type
            ? Camel(route.HttpMethod!.ToLowerInvariant() + string.Concat(Words().Matches(route.RelativePath ?? "").Select(w => char.ToUpperInvariant(w.Value[0]) + w.Value[1..])))
            : Camel(type.Name + method);
    }

    private static void Who(OpenApiOperation operation, Opening? opening, OpenApiOperationTransformerContext context)
    {
        var sentence = "Open to everybody, without a key.";
        if (opening is { Operation: var opensFor })
        {
            var roles = Permissions.MayDo(opensFor).ToLookup(role => Permissions.Of(role, opensFor), role => Camel(role.ToString()));
            sentence = string.Join(' ', new[]
            {
                roles[Reach.Own].Any() ? $"For what their organisation is a party to: {string.Join(", ", roles[Reach.Own])}." : "",
                roles[Reach.Any].Any() ? $"For everything: {string.Join(", ", roles[Reach.Any])}." : "",
            }.Where(part => part.Length > 0));
            operation.Security = [new() { [new OpenApiSecuritySchemeReference(ApiKeyAuthentication.Bearer, context.Document)] = [] }];
            (operation.Extensions ??= new Dictionary<string, IOpenApiExtension>())[OpensFor] = new JsonNodeExtension(JsonValue.Create(Camel(opensFor.ToString())));
        }
        operation.Description = operation.Description is { Length: > 0 } said ? $"{said}\n\n{sentence}" : sentence;
    }

    private static void PathParameters(OpenApiOperation operation, ApiDescription route)
    {
        operation.Parameters ??= [];
        foreach (Match part in PathPart().Matches(route.RelativePath ?? ""))
        {
            var name = part.Groups[1].Value;
            if (!operation.Parameters.Any(p => p.In == ParameterLocation.Path && p.Name == name))
                operation.Parameters.Add(new OpenApiParameter { Name = name, In = ParameterLocation.Path, Required = true, Schema = new OpenApiSchema { Type = JsonSchemaType.String } });
            foreach (var parameter in operation.Parameters.Where(p => p.Name == name)) parameter.Description ??= PathParts.GetValueOrDefault(name);
        }
    }

    private static void Examples(OpenApiOperation operation, IEnumerable<RequestExample> examples)
    {
        foreach (var example in examples)
        {
            if (operation.RequestBody?.Content is not { } content || !content.TryGetValue(example.ContentType, out var body))
                throw new InvalidOperationException($"Examples/ has a body of {example.ContentType} for {operation.OperationId}, which does not take it.");
            (body.Examples ??= new Dictionary<string, IOpenApiExample>())[example.Name] = new OpenApiExample { Value = example.Body.DeepClone() };
        }
    }

    private static string Camel(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);

    [GeneratedRegex(@"\{\**(\w+)[?:}]")]
    private static partial Regex PathPart();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Words();
}
