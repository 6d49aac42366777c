using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Lotmark.Ledger.Identifiers;

namespace Lotmark.Ledger.Requests;

/// <summary>How this ledger writes JSON, stored or answered.</summary>
public static class LedgerJson
{
    /// <summary>camelCase, identifiers and enumerations as strings, absent values left out.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping; // answers are JSON, never part of HTML
        options.Converters.Add(new IdentifierJson());
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
    }

    /// <summary>A value of an enumeration as it is written, in tables and addresses too.</summary>
    public static string Code<T>(T value) where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
