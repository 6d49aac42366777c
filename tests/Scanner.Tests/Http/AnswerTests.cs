using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Lotmark.Scanner.Tests.Hosting;

namespace Lotmark.Scanner.Tests.Http;

public sealed class AnswerTests(ScannerHost host)
{
    [Fact]
    public async Task A_page_says_how_it_may_be_kept_and_what_it_may_load()
    {
        using var response = await host.Get("/" + host.Register(Samples.Shrimp with { LotNumber = "HEADERS" }).Path, ("Accept", "text/html"));
        var page = await host.Open("/01/09520123451189/10/HEADERS");

        Assert.Equal("*", Header("Access-Control-Allow-Origin"));
        Assert.Equal("nosniff", Header("X-Content-Type-Options"));
        Assert.Equal("no-referrer", Header("Referrer-Policy"));
        Assert.Equal(("same-origin", "cross-origin"), (Header("Cross-Origin-Opener-Policy"), Header("Cross-Origin-Resource-Policy")));
        Assert.Equal("Accept, Accept-Language, Accept-Encoding", Header("Vary"));
        Assert.Equal("public, must-revalidate, max-age=0", Header("Cache-Control"));
        Assert.False(response.Headers.ETag!.IsWeak);
        var style = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(page.QuerySelector("style")!.TextContent)));
        Assert.Equal(
            $"default-src 'none'; style-src 'sha256-{style}'; script-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            Header("Content-Security-Policy"));

        string Header(string name) => string.Join(", ", response.Headers.GetValues(name));
    }

    [Fact]
    public async Task Who_has_the_page_already_is_told_so()
    {
        var path = "/" + host.Register(Samples.Shrimp with { LotNumber = "KNOWN" }).Path;
        using var first = await host.Get(path, ("Accept", "text/html"));

        foreach (var known in new[] { first.Headers.ETag!.Tag, $"W/{first.Headers.ETag.Tag}", $"\"other\", {first.Headers.ETag.Tag}", "*" })
        {
            using var again = await host.Get(path, ("Accept", "text/html"), ("If-None-Match", known));
            Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
            Assert.Equal(first.Headers.ETag, again.Headers.ETag);
        }
        using var other = await host.Get(path, ("Accept", "text/html"), ("Accept-Language", "en"), ("If-None-Match", first.Headers.ETag.Tag));
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    [Theory]
    [InlineData("gzip, deflate, br", "br", "-br")]
    [InlineData("gzip", "gzip", "-gz")]
    [InlineData("gzip;q=1.0, br;q=0.5", "gzip", "-gz")]
    [InlineData("br;q=0, gzip;q=0", null, "")]
    [InlineData("identity", null, "")]
    [InlineData("*", "br", "-br")]
    public async Task A_page_comes_packed_as_its_reader_takes_it_each_form_with_a_tag_of_its_own(string accepted, string? encoding, string mark)
    {
        var path = "/" + host.Register(Samples.Shrimp with { LotNumber = "PACKED" }).Path;
        using var plain = await host.Get(path, ("Accept", "text/html"));
        using var packed = await host.Get(path, ("Accept", "text/html"), ("Accept-Encoding", accepted));

        Assert.Equal(encoding, packed.Content.Headers.ContentEncoding.SingleOrDefault());
        Assert.Equal(plain.Headers.ETag!.Tag.TrimEnd('"') + mark + "\"", packed.Headers.ETag!.Tag);
        await using var sent = await packed.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        await using var unpacked = encoding switch { "br" => new BrotliStream(sent, CompressionMode.Decompress), "gzip" => new GZipStream(sent, CompressionMode.Decompress), _ => sent };
        using var text = new StreamReader(unpacked);
        Assert.Equal(await plain.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), await text.ReadToEndAsync(TestContext.Current.CancellationToken));
        using var again = await host.Get(path, ("Accept", "text/html"), ("Accept-Encoding", accepted), ("If-None-Match", packed.Headers.ETag.Tag));
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
    }

    [Fact]
    public async Task A_new_version_of_the_record_is_a_new_page()
    {
        var path = "/" + host.Register(Samples.Shrimp with { LotNumber = "CHANGED" }).Path;
        using var before = await host.Get(path);
        host.Register(Samples.Shrimp with { LotNumber = "CHANGED", Version = 2 });

        using var after = await host.Get(path, ("If-None-Match", before.Headers.ETag!.Tag));

        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
    }

    [Theory]
    [InlineData("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html")]
    [InlineData("*/*", "text/html")]
    [InlineData("application/json", "application/json")]
    [InlineData("application/json, text/plain, */*", "application/json")]
    [InlineData("application/json;q=0.5, text/html", "text/html")]
    [InlineData("text/html;q=0.5, application/json;q=0.6", "application/json")]
    [InlineData("application/*", "application/json")]
    [InlineData("nonsense", "text/html")]
    [InlineData("image/png", "text/html")]
    public async Task People_get_a_page_and_programs_get_JSON(string accept, string type)
    {
        using var response = await host.Get("/" + host.Register(Samples.Shrimp with { LotNumber = "FORM" }).Path, ("Accept", accept));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(type, response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task The_JSON_form_says_what_the_page_says()
    {
        using var response = await host.Get("/" + host.Register(Samples.Shrimp with { LotNumber = "J/1" }).Path, ("Accept", "application/json"));
        var lot = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;

        Assert.Equal("J/1", lot.GetProperty("lotNumber").GetString());
        Assert.Equal("冻南美白虾（带头带壳）", lot.GetProperty("productName").GetProperty("zh").GetString());
        Assert.Equal("2026-11-07", lot.GetProperty("entryDate").GetString());
        Assert.Equal("registered", lot.GetProperty("status").GetString());
        Assert.Equal("fine", lot.GetProperty("standing").GetString());
        Assert.Equal("final", lot.GetProperty("proof").GetProperty("state").GetString());
        Assert.Equal("https://t.example.com/01/09520123451189/10/J%2F1", lot.GetProperty("links").GetProperty("page").GetString());
        Assert.Equal("/api/lots/09520123451189/J%2F1/evidence", lot.GetProperty("links").GetProperty("evidence").GetString());
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/labels/", ".zpl")]
    [InlineData("/labels/sheet?lot=")]
    public async Task A_head_request_gets_the_headers_alone(string before, string after = "")
    {
        var path = before + host.Register(Samples.Shrimp with { LotNumber = "HEAD" }).Path + after;
        using var request = new HttpRequestMessage(HttpMethod.Head, host.AsSpelled(path));
        using var response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.NotNull(response.Headers.ETag);
        Assert.True(response.Content.Headers.ContentLength > 0);
    }

    [Theory]
    [InlineData("/01/09520123451189/10/ANY")]
    [InlineData("/labels/01/09520123451189/10/ANY.svg")]
    [InlineData("/labels/01/09520123451189/10/ANY.zpl")]
    [InlineData("/labels/sheet")]
    public async Task Any_site_may_ask(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, host.AsSpelled(path));
        using var response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal(["GET", "HEAD", "OPTIONS"], response.Content.Headers.Allow);
        Assert.Equal("*", Assert.Single(response.Headers.GetValues("Access-Control-Allow-Origin")));
    }

    [Theory]
    [InlineData("EC%2FVAN-0926.17")]
    [InlineData("EC%2fVAN-0926.17")]
    [InlineData("%45C%2FVAN%2D0926%2E17")]
    [InlineData("EC%2FVAN-0926.17/")]
    [InlineData("EC%2FVAN-0926.17?17=280916&utm_source=a/b")]
    public async Task Another_spelling_of_a_lot_finds_it(string lot)
    {
        host.Register(Samples.Shrimp);

        using var response = await host.Get($"/01/{Samples.Gtin}/10/{lot}");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_lot_that_holds_a_percent_sign_is_not_decoded_twice()
    {
        host.Register(Samples.Shrimp with { LotNumber = "100%2F" });

        using var right = await host.Get($"/01/{Samples.Gtin}/10/100%252F");
        using var wrong = await host.Get($"/01/{Samples.Gtin}/10/100%2F");

        Assert.Equal(HttpStatusCode.OK, right.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, wrong.StatusCode);
    }

    [Fact]
    public async Task A_target_in_absolute_form_is_understood()
    {
        var path = host.Register(Samples.Shrimp with { LotNumber = "100%" }).Path;
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(host.Client.BaseAddress!.Host, host.Client.BaseAddress.Port, TestContext.Current.CancellationToken);
        await using var stream = tcp.GetStream();
        var authority = host.Client.BaseAddress.Authority;
        var request = $"GET http://{authority}/{path}?a=://b HTTP/1.1\r\nHost: {authority}\r\nConnection: close\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);

        Assert.Equal("HTTP/1.1 200 OK", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
    }
}
