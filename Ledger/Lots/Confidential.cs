using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lotmark.Ledger.Lots;

/// <summary>
/// A value for few eyes. The log carries only SHA-256(salt || value), so that who knows both can show that this was the
/// value, and who knows neither can't guess it.
/// </summary>
/// <param name="Value">The value itself.</param>
/// <param name="Salt">16 random bytes, base64.</param>
[JsonConverter(typeof(AsStored))]
public sealed record Confidential(string Value, string Salt)
{
    /// <summary>Puts a fresh salt beside a value.</summary>
    public static Confidential Seal(string value) => new(value, FreshSalt());

    /// <summary>16 random bytes, base64.</summary>
    internal static string FreshSalt() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));

    /// <summary>The same for a value that may be absent or empty.</summary>
    public static Confidential? SealIfGiven(string? value) => value is { Length: > 0 } ? Seal(value) : null;

    /// <summary>The last four characters, which may be shown to anybody.</summary>
    public string LastFour => Value.Length > 4 ? Value[^4..] : "";

    /// <summary>Equal when the values are: two salts of one value don't make two values.</summary>
    public bool Equals(Confidential? other) => other?.Value == Value;

    /// <inheritdoc />
    public override int GetHashCode() => Value.GetHashCode(StringComparison.Ordinal);

    /// <summary>The form in events: <c>{"confidential":"…","salt":"…"}</c>, by which the log knows what to keep back.</summary>
    public sealed class AsStored : JsonConverter<Confidential>
    {
        /// <inheritdoc />
        public override Confidential Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using var document = JsonDocument.ParseValue(ref reader);
            return new(document.RootElement.GetProperty("confidential").GetString()!, document.RootElement.GetProperty("salt").GetString()!);
        }

        /// <inheritdoc />
        public override void Write(Utf8JsonWriter writer, Confidential value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            writer.WriteString("confidential", value.Value);
            writer.WriteString("salt", value.Salt);
            writer.WriteEndObject();
        }
    }

    /// <summary>The form in answers to those who may know: the bare value.</summary>
    public sealed class AsAnswered : JsonConverter<Confidential>
    {
        /// <inheritdoc />
        public override Confidential Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("Answers are written, not read.");

        /// <inheritdoc />
        public override void Write(Utf8JsonWriter writer, Confidential value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
    }
}
