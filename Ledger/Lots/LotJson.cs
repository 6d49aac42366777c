using System.Text.Json;
using Lotmark.Ledger.Requests;

namespace Lotmark.Ledger.Lots;

/// <summary>How lots are written for those who may know everything about them.</summary>
public static class LotJson
{
    /// <summary>Confidential values stand there as themselves.</summary>
    public static readonly JsonSerializerOptions Answers = Make();

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions { Converters = { new Confidential.AsAnswered() } };
        LedgerJson.Configure(options);
        return options;
    }
}
