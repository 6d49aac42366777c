using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lotmark.Ledger.Lots;

/// <summary>A number for few eyes, such as a quantity between businesses; kept and logged as <see cref="Confidential" /> is.</summary>
/// <param name="Value">The number.</param>
/// <param name="Salt">16 random bytes, base64.</param>
[JsonConverter(typeof(AsStored))]
public sealed record ConfidentialNumber(decimal Value, string Salt)
{
    /// <summary>Puts a fresh salt beside a number.</summary>
    public static ConfidentialNumber Seal(decimal value) => new(value, Confidential.FreshSalt());

    /// <summary>Equal when the numbers are.</summary>
    public bool Equals(ConfidentialNumber? other) => other?.Value == Value;

    /// <inheritdoc />
    public override int GetHashCode() => Value.GetHashCode();

    // One spelling a number: what is hashed must be reproducible.
    private string Text => Value.ToString("0.############################", CultureInfo.InvariantCulture);

    /// <summary>The form in events: <c>{"confidential":"24000","salt":"…"}</c>.</summary>
    public sealed class AsStored : JsonConverter<ConfidentialNumber>
    {
        private static readonly Confidential.AsStored AsText = new();

        /// <inheritdoc />
        public override ConfidentialNumber Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var text = AsText.Read(ref reader, typeof(Confidential), options);
            return new(decimal.Parse(text.Value, CultureInfo.InvariantCulture), text.Salt);
        }

        /// <inheritdoc />
        public override void Write(Utf8JsonWriter writer, ConfidentialNumber value, JsonSerializerOptions options) =>
            AsText.Write(writer, new(value.Text, value.Salt), options);
    }

    /// <summary>The form in answers to those who may know: the bare number.</summary>
    public sealed class AsAnswered : JsonConverter<ConfidentialNumber>
    {
        /// <inheritdoc />
        public override ConfidentialNumber Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("Answers are written, not read.");

        /// <inheritdoc />
        public override void Write(Utf8JsonWriter writer, ConfidentialNumber value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Value);
    }
}
