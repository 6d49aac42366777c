using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Lotmark.Ledger.Tests.ShopperReports;

/// <summary>A shopper in front of the form of a lot, without JavaScript.</summary>
internal static partial class Reporter
{
    /// <summary>Sends the form as a browser would.</summary>
    public static async Task<HttpResponseMessage> SendReportAsync(this HttpClient shopper, JsonObject lot, byte[]? photo, params (string Name, string Value)[] fields)
    {
        var path = $"/report/{lot.Path}";
        var stamp = Stamp().Match(await shopper.GetStringAsync(path)).Groups[1].Value;
        return await shopper.SendReportAsync(path, stamp, photo, fields);
    }

    /// <summary>Sends it with the stamp of a form that was opened before.</summary>
    public static async Task<HttpResponseMessage> SendReportAsync(this HttpClient shopper, string path, string stamp, byte[]? photo, params (string Name, string Value)[] fields)
    {
        using var form = new MultipartFormDataContent { { new StringContent(stamp), "stamp" } };
        foreach (var (name, value) in fields) form.Add(new StringContent(value), name);
        if (photo is not null) form.Add(new ByteArrayContent(photo), "photo", "IMG_0001.JPG");
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = form, Headers = { { "Sec-Fetch-Site", "same-origin" }, { "Accept-Language", "en" } } };
        return await shopper.SendAsync(request);
    }

    /// <summary>Reports, and returns the number.</summary>
    public static async Task<string> ReportAsync(this HttpClient shopper, JsonObject lot, byte[]? photo, params (string Name, string Value)[] fields)
    {
        using var answer = await shopper.SendReportAsync(lot, photo, fields);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        return answer.Headers.Location!.ToString()["/report/".Length..];
    }

    /// <summary>Reports about a lot, as those see them who look into them.</summary>
    public static async Task<JsonArray> ReportsOfAsync(this LedgerApp app, JsonObject lot, string more = "") =>
        (await app.Inspector.GetFromJsonAsync<JsonObject>($"/api/reports?lot={Uri.EscapeDataString(lot.Path)}{more}"))!["reports"]!.AsArray();

    /// <summary>Answers a report.</summary>
    public static async Task AnswerReportAsync(this LedgerApp app, string self, object answer)
    {
        using var answered = await app.Inspector.PostAsJsonAsync($"{self}/answer", answer);
        Assert.Equal(HttpStatusCode.OK, answered.StatusCode);
    }

    [GeneratedRegex("""name="stamp" value="([^"]+)""")]
    public static partial Regex Stamp();
}
