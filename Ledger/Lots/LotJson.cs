using System.Text.Json;
using Lotmark.Ledger.Requests;

namespace Lotmark.Ledger.Lots;

/// <summary>How lots are written.</summary>
public static class LotJson
{
    /// <summary>As in events: a confidential value stands beside its salt.</summary>
    public static readonly JsonSerializerOptions Stored = Make();

    /// <summary>For those who may know everything: a confidential value stands there as itself.</summary>
    public static readonly JsonSerializerOptions Answers = Make(new Confidential.AsAnswered(), new ConfidentialNumber.AsAnswered());

    private static JsonSerializerOptions Make(params IEnumerable<System.Text.Json.Serialization.JsonConverter> first)
    {
        var options = new JsonSerializerOptions();
        foreach (var converter in first) options.Converters.Add(converter);
        LedgerJson.Configure(options);
        return options;
    }
}
