using System.Security.Cryptography;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using FluentValidation;
using Lotmark.Ledger.Access;
using Microsoft.AspNetCore.OpenApi;
using Scalar.AspNetCore;

namespace Lotmark.Ledger.Description;

/// <summary>The API's description: OpenAPI 3.1 for programs, a reference page for people.</summary>
public static class DescriptionModule
{
    private const string Reference = "/reference";

    /// <summary>Adds the description. Comes after the capabilities: it asks their validators.</summary>
    public static void AddDescription(this WebApplicationBuilder builder)
    {
        foreach (var validator in builder.Services.Where(s => s.ServiceType.IsGenericType && s.ServiceType.GetGenericTypeDefinition() == typeof(IValidator<>)).ToList())
            builder.Services.AddSingleton(new RequestType(validator.ServiceType.GenericTypeArguments[0]));
        builder.Services.AddSingleton<RequestRules>();
        builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.NumberHandling = JsonNumberHandling.Strict);
        builder.Services.AddOpenApi(options =>
        {
            options.CreateSchemaReferenceId = NameOf;
            options.AddSchemaTransformer<SchemaDetails>();
            options.AddOperationTransformer<OperationDetails>();
            options.AddDocumentTransformer<DocumentDetails>();
        });
    }

    /// <summary>Serves /openapi/v1.json and /reference.</summary>
    public static void MapDescription(this WebApplication app)
    {
        app.MapOpenApi();
        app.MapScalarApiReference(Reference, (options, context) =>
        {
            // All of it comes from here: no fonts, proxies, plug-ins or statistics of others, and the browser is told to fetch none.
            var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
            context.Response.Headers.ContentSecurityPolicy =
                $"default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic'; style-src 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
            options.WithTitle("Lotmark API").WithNonce(nonce).DisableDefaultFonts().DisableTelemetry().DisableAgent().DisableMcp().HideClientButton().HideDeveloperTools()
                .AddPreferredSecuritySchemes(ApiKeyAuthentication.Bearer);
        });
    }

    // The parts of a request are named after it: RegisterLotManufacturer.
    private static string? NameOf(JsonTypeInfo type)
    {
        var name = OpenApiOptions.CreateDefaultSchemaReferenceId(type);
        return name is not null && (Nullable.GetUnderlyingType(type.Type) ?? type.Type) is { DeclaringType: { } outer, IsGenericType: false } ? outer.Name + name : name;
    }
}
