using System.Net.Http.Headers;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Lotmark.Scanner.DigitalLinks;
using Lotmark.Scanner.Tests.Hosting;

namespace Lotmark.Scanner.Tests.Reports;

/// <summary>Somebody with a browser that has no JavaScript.</summary>
internal sealed class Shopper(ScannerHost host, string lotNumber)
{
    private static readonly HttpClient Browser = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    public DigitalLink Lot { get; } = new(Samples.Gtin, lotNumber);

    public string Path => $"/report/{Lot.Path}";

    public string Language { get; init; } = "en";

    /// <summary>Says from where a form is sent, as browsers do.</summary>
    public (string Name, string Value) From { get; init; } = ("Sec-Fetch-Site", "same-origin");

    /// <summary>The form as it is shown first, and left open for a while.</summary>
    public async Task<IDocument> OpenAsync()
    {
        var page = await host.Open(Path, Language);
        host.Clock.Advance(TimeSpan.FromSeconds(10));
        return page;
    }

    /// <summary>Opens the form, fills it in and sends it.</summary>
    public async Task<Sent> ReportAsync(params (string Name, string Value)[] fields) => await SendAsync(await StampAsync(), null, fields);

    public async Task<Sent> ReportAsync(byte[] photo, params (string Name, string Value)[] fields) => await SendAsync(await StampAsync(), photo, fields);

    public async Task<string> StampAsync() => (await OpenAsync()).QuerySelector("input[name=stamp]")!.GetAttribute("value")!;

    public async Task<Sent> SendAsync(string stamp, byte[]? photo, params (string Name, string Value)[] fields)
    {
        using var form = new MultipartFormDataContent { { Field(stamp), "stamp" } };
        foreach (var (name, value) in fields) form.Add(Field(value), name);
        var file = new ByteArrayContent(photo ?? []);
        file.Headers.ContentType = new("application/octet-stream");
        file.Headers.TryAddWithoutValidation("Content-Disposition", $"form-data; name=\"photo\"; filename=\"{(photo is null ? "" : "IMG_0001.JPG")}\"");
        form.Add(file);
        return await PostAsync(form);
    }

    public async Task<Sent> PostAsync(HttpContent content)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, host.AsSpelled(Path)) { Content = content };
        request.Headers.AcceptLanguage.Add(new(Language));
        if (From.Name.Length > 0) request.Headers.TryAddWithoutValidation(From.Name, From.Value);
        using var answer = await Browser.SendAsync(request, TestContext.Current.CancellationToken);
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new((int)answer.StatusCode, answer.Headers, new HtmlParser().ParseDocument(body));
    }

    private static ByteArrayContent Field(string value) => new(Encoding.UTF8.GetBytes(value));
}

/// <summary>What came back.</summary>
internal sealed record Sent(int Status, HttpResponseHeaders Headers, IDocument Page)
{
    public string? FaultOf(string field) => Page.QuerySelector($"#{field}-fault")?.TextContent;

    public string? Alert => Page.QuerySelector("[role=alert]")?.TextContent;
}
