using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using Lotmark.Ledger.Problems;

namespace Lotmark.Ledger.Identifiers;

/// <summary>A code with a form of its own: parsed once, trusted after. In JSON it is a string.</summary>
public interface IIdentifier<TSelf> where TSelf : struct, IIdentifier<TSelf>
{
    /// <summary>The one spelling in which it is kept.</summary>
    string Value { get; }

    /// <summary>Takes what somebody wrote, or says what is wrong with it.</summary>
    static abstract bool TryParse(string text, out TSelf identifier, [NotNullWhen(false)] out FieldProblem? problem);
}

/// <summary>Reads codes that were found well formed before.</summary>
public static class Identifier
{
    /// <summary>The identifier that a text is.</summary>
    /// <exception cref="FormatException">It is none of this kind.</exception>
    public static T Parse<T>(string? text) where T : struct, IIdentifier<T> =>
        T.TryParse(text ?? "", out var identifier, out var problem) ? identifier : throw new FormatException(problem.En);
}

/// <summary>Identifiers as JSON strings.</summary>
public sealed class IdentifierJson : JsonConverterFactory
{
    /// <inheritdoc />
    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.IsValueType && typeToConvert.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IIdentifier<>));

    /// <inheritdoc />
    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert))!;

    private sealed class Converter<T> : JsonConverter<T> where T : struct, IIdentifier<T>
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            T.TryParse(reader.GetString() ?? "", out var identifier, out var problem) ? identifier : throw new JsonException(problem.En);

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
    }
}
