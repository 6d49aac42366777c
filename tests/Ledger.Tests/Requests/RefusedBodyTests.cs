using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Lotmark.Ledger.Tests.Requests;

public sealed class RefusedBodyTests(LedgerApp app)
{
    [Theory]
    [InlineData(2_000_000, false)]
    [InlineData(2_000_000, true)]
    [InlineData(40_000_000, false)]
    public async Task A_body_that_is_too_large_is_refused_and_its_sender_reads_why(int length, bool asks)
    {
        using var content = new StringContent($"{{\"brand\":\"{new string('x', length)}\"}}", null, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/lots") { Content = content, Headers = { ExpectContinue = asks } };
        using var answer = await app.Importer.SendAsync(request);

        await AssertProblemAsync(answer, HttpStatusCode.RequestEntityTooLarge, "too-large");
    }

    [Fact]
    public async Task A_compressed_body_is_refused_unread()
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true)) await gzip.WriteAsync(new byte[10_000_000]);
        using var content = new ByteArrayContent(packed.ToArray()) { Headers = { ContentType = new("application/json"), ContentEncoding = { "gzip" } } };
        using var answer = await app.Importer.PostAsync("/api/lots", content);

        await AssertProblemAsync(answer, HttpStatusCode.UnsupportedMediaType, "content-encoding");
        Assert.Equal("identity", Assert.Single(answer.Headers.GetValues("Accept-Encoding")));
    }

    [Fact]
    public async Task A_body_of_another_type_is_refused()
    {
        using var answer = await app.Importer.PostAsync("/api/lots", new StringContent("gtin,lotNumber", null, "text/plain"));

        await AssertProblemAsync(answer, HttpStatusCode.UnsupportedMediaType, "media-type");
    }

    [Theory]
    [InlineData("GET", "/api/nothing-here", HttpStatusCode.NotFound, "no-such-address")]
    [InlineData("DELETE", "/api/lots", HttpStatusCode.MethodNotAllowed, "method")]
    public async Task What_is_not_there_says_so_in_both_languages(string method, string path, HttpStatusCode status, string code)
    {
        using var request = new HttpRequestMessage(new(method), path) { Headers = { AcceptLanguage = { new("zh") } } };
        using var answer = await app.Importer.SendAsync(request);

        var problem = await AssertProblemAsync(answer, status, code);
        Assert.Equal((string)problem["message"]!["zh"]!, (string)problem["title"]!);
        Assert.Equal(["zh"], answer.Content.Headers.ContentLanguage);
    }

    private static async Task<JsonObject> AssertProblemAsync(HttpResponseMessage answer, HttpStatusCode status, string code)
    {
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        var problem = await answer.Content.ReadFromJsonAsync<JsonObject>();
        Assert.Equal(code, (string)problem!["code"]!);
        return problem;
    }
}
