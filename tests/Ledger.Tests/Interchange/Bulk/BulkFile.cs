using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Lotmark.Ledger.Tests.Interchange.Bulk;

/// <summary>Files of registrations, and what is answered to them.</summary>
public static class BulkFile
{
    public const string Csv = "text/csv", Ndjson = "application/x-ndjson";

    /// <summary>The registrations as CSV: a column for every member that one of them has.</summary>
    public static string AsCsv(IReadOnlyList<JsonObject> lots, char separator = ',', string end = "\n", IEnumerable<string>? order = null)
    {
        var rows = lots.Select(Flat).ToList();
        var columns = (order ?? rows.SelectMany(r => r.Keys).Distinct()).ToList();
        var text = new StringBuilder(string.Join(separator, columns)).Append(end);
        foreach (var row in rows) text.AppendJoin(separator, columns.Select(c => Quoted(row.GetValueOrDefault(c, "")))).Append(end);
        return text.ToString();
    }

    /// <summary>The registrations as a JSON object a line.</summary>
    public static string AsNdjson(IEnumerable<JsonObject> lots) => string.Concat(lots.Select(l => l.ToJsonString() + "\n"));

    /// <summary>A registration's members by their paths.</summary>
    public static Dictionary<string, string> Flat(JsonObject lot)
    {
        var flat = new Dictionary<string, string>();
        Add(lot, "");
        return flat;

        void Add(JsonObject members, string above)
        {
            foreach (var (name, value) in members)
            {
                if (value is JsonObject inner) Add(inner, $"{above}{name}.");
                else if (value is not null) flat.Add(above + name, value.GetValueKind() == System.Text.Json.JsonValueKind.String ? (string)value! : value.ToJsonString());
            }
        }
    }

    /// <summary>Sends a file and reads all results.</summary>
    public static async Task<(HttpStatusCode Status, string? Job, IReadOnlyList<JsonObject> Results)> SendAsync(
        HttpClient client, byte[] file, string contentType, string query = "")
    {
        using var body = new ByteArrayContent(file);
        body.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        using var answer = await client.PostAsync("/api/lots/batch" + query, body);
        var text = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, answer.Headers.Location?.ToString(),
            [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonNode.Parse(l)!.AsObject())]);
    }

    public static Task<(HttpStatusCode Status, string? Job, IReadOnlyList<JsonObject> Results)> SendAsync(
        HttpClient client, string file, string contentType = Csv, string query = "") => SendAsync(client, Encoding.UTF8.GetBytes(file), contentType, query);

    private static string Quoted(string cell) => cell.AsSpan().ContainsAny("\",;\r\n") ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
}
