using System.Net;
using System.Security.Cryptography;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Lotmark.Scanner.Tests.Hosting;

namespace Lotmark.Scanner.Tests.Verify;

public sealed class VerifierFilesTests(ScannerHost host)
{
    private const long Most = 15 * 1024;

    [Fact]
    public async Task The_script_is_small_kept_for_ever_and_one_module_without_imports()
    {
        using var packed = await host.Get(await ScriptOfPage(), ("Accept-Encoding", "gzip"));
        using var plain = await host.Get(await ScriptOfPage());
        var script = await plain.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.InRange((await packed.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Length, 1, Most);
        Assert.Equal(["gzip"], packed.Content.Headers.ContentEncoding);
        Assert.Equal("text/javascript", plain.Content.Headers.ContentType!.MediaType);
        Assert.Equal("public, max-age=31536000, immutable", string.Join(", ", plain.Headers.GetValues("Cache-Control").Single().Split(", ").OrderByDescending(v => v)));
        Assert.False(plain.Headers.ETag!.IsWeak);
        Assert.DoesNotContain("\nimport ", script);
        await ParsesAsync(script);
    }

    [Fact]
    public async Task Another_address_than_that_of_this_very_script_leads_nowhere()
    {
        using var other = await host.Get("/verify/0000000000000000.js");
        Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);
    }

    [Fact]
    public async Task The_offline_page_needs_no_other_file_and_admits_its_own_script_and_style_alone()
    {
        using var response = await host.Get("/verify.html");
        var html = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var page = new HtmlParser().ParseDocument(html);
        var policy = page.QuerySelector("meta[http-equiv=Content-Security-Policy]")!.GetAttribute("content")!;
        var script = page.QuerySelectorAll("script").Single();

        Assert.Empty(page.QuerySelectorAll("[src], link[rel=stylesheet], iframe, [style], [onclick]"));
        Assert.Contains($"script-src '{Hash(script)}'", policy);
        Assert.Contains($"style-src '{Hash(page.QuerySelectorAll("style").Single())}'", policy);
        Assert.StartsWith("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Equal($"{policy}; frame-ancestors 'none'", response.Headers.GetValues("Content-Security-Policy").Single());
        Assert.InRange(Gzipped(script.TextContent), 1, Most);
        await ParsesAsync(script.TextContent);
    }

    [Fact]
    public async Task The_page_may_ask_the_named_nodes_and_nobody_else()
    {
        var link = host.Register(Samples.Shrimp with
        {
            LotNumber = "NODES",
            Proof = Samples.Final with { RpcUrls = ["https://one.example/key?a=1", "https://one.example/other", "http://127.0.0.1:8545", "http://far.example", "https://two.example:8443/x; script-src *", "nonsense"] },
        });
        using var response = await host.Get("/" + link.Path, ("Accept", "text/html"));

        Assert.Contains("; script-src 'self'; connect-src 'self' https://one.example http://127.0.0.1:8545 https://two.example:8443; img-src", response.Headers.GetValues("Content-Security-Policy").Single());
    }

    [Fact]
    public async Task Without_a_script_the_evidence_and_the_offline_page_stay_and_no_button_that_does_nothing()
    {
        var page = await host.Open("/" + host.Register(Samples.Shrimp with { LotNumber = "SCRIPTLESS" }).Path);

        Assert.Equal("核验记录", page.QuerySelector("button[hidden]")!.TextContent);
        Assert.Equal(["/api/lots/09520123451189/SCRIPTLESS/evidence", "/verify.html"], page.QuerySelectorAll(".evidence a").Select(a => a.GetAttribute("href")));
        Assert.Equal("", page.QuerySelector("#check [role=status]")!.TextContent);
    }

    private async Task<string> ScriptOfPage() =>
        (await host.Open("/" + host.Register(Samples.Shrimp with { LotNumber = "SCRIPT" }).Path)).QuerySelector("script[type=module]")!.GetAttribute("src")!;

    private static async Task ParsesAsync(string script) => await Judge.RunAsync(script, "--input-type=module", "--check", "-");

    private static string Hash(IElement element) => $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(element.TextContent)))}";

    private static long Gzipped(string text)
    {
        using var target = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(target, System.IO.Compression.CompressionLevel.SmallestSize, leaveOpen: true)) gzip.Write(Encoding.UTF8.GetBytes(text));
        return target.Length;
    }
}
