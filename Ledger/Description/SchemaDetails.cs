using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Lotmark.Ledger.Identifiers;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Requests;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Lotmark.Ledger.Description;

/// <summary>Says of each schema what its C# type does not: what must be there, what is left out when it is null, what is text.</summary>
public sealed class SchemaDetails(RequestRules rules) : IOpenApiSchemaTransformer
{
    // How the generator remembers to allow null, and the words of a member whose schema stands elsewhere.
    private const string NullableProperty = "x-is-nullable-property";
    private const string WordsOfMember = "x-ref-description";

    /// <inheritdoc />
    public async Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        if (IsText(type)) (schema.Type, schema.Properties) = (JsonSchemaType.String, null);
        else if (schema.Properties is { Count: > 0 }) Members(schema, context.JsonTypeInfo.Properties, rules.Of(type));
        if (type.GetCustomAttribute<DescribesAttribute>() is { Type: var described })
            Words(schema, await context.GetOrCreateSchemaAsync(described, null, cancellationToken));
    }

    private static void Members(OpenApiSchema schema, IEnumerable<JsonPropertyInfo> properties, IReadOnlyDictionary<string, MemberRules>? asked)
    {
        schema.Required = new HashSet<string>();
        foreach (var property in properties)
        {
            if (!schema.Properties!.TryGetValue(property.Name, out var value)) continue; // what takes up unknown members
            var said = asked?.GetValueOrDefault((property.AttributeProvider as MemberInfo)?.Name ?? "");
            var keepsNull = property.AttributeProvider?.GetCustomAttributes(typeof(JsonIgnoreAttribute), true) is [JsonIgnoreAttribute { Condition: JsonIgnoreCondition.Never }];
            if (asked is null ? keepsNull || !property.IsGetNullable : said is { Required: true }) schema.Required.Add(property.Name);
            if (value is not OpenApiSchema inline) continue;
            if (!keepsNull) NeverNull(inline);
            inline.MaxLength ??= said?.AtMost;
            if (said?.OneOf is { } codes) inline.Enum = [.. codes.Select(code => JsonValue.Create(code))];
        }
    }

    // A member that has nothing to say is left out, in requests and answers alike.
    private static void NeverNull(OpenApiSchema value)
    {
        value.Metadata?.Remove(NullableProperty);
        if (value.Type is { } type) value.Type = type & ~JsonSchemaType.Null;
    }

    private static void Words(OpenApiSchema schema, OpenApiSchema described)
    {
        schema.Description ??= described.Description;
        foreach (var (name, member) in schema.Properties ?? new Dictionary<string, IOpenApiSchema>())
        {
            if (member is not OpenApiSchema mine || described.Properties?.TryGetValue(name, out var there) != true || there is not OpenApiSchema theirs) continue;
            mine.Description ??= theirs.Description;
            if (theirs.Metadata?.TryGetValue(WordsOfMember, out var words) == true) (mine.Metadata ??= new Dictionary<string, object>())[WordsOfMember] = words;
        }
    }

    private static bool IsText(Type type) =>
        type == typeof(Confidential) || (type.IsValueType && type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IIdentifier<>)));
}
