using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Lotmark.Ledger.Tests.Custody;
using Lotmark.Ledger.Verify;
using static Lotmark.Ledger.Tests.Custody.Trade;

namespace Lotmark.Ledger.Tests.Interchange.Dossiers;

public sealed class DossierTests(LedgerApp app)
{
    [Fact]
    public async Task A_trace_leaves_as_one_file_whose_every_part_is_named_by_its_hash_and_whose_evidence_is_checked_without_the_ledger()
    {
        var trade = await OpenAsync(app);
        var lot = await trade.ReleasedLotAsync(app);
        await HandOverAsync(lot, trade.Importer, trade.Warehouse, trade.Wholesaler, trade.Depot, 500);
        var made = new JsonObject { ["gtin"] = lot.Gtin, ["lotNumber"] = RepackedNumber(lot, "DS") };
        await trade.Wholesaler.DoAsync(lot, "repack", Repack(trade.Depot, 100, null, 0, made.Number, 100));
        await app.AnchoredEvidenceAsync(made);
        using var folder = new TemporaryFolder();

        await ExtractAsync(lot.Api("/dossier?trace=forward"), folder.Path);

        var manifest = JsonNode.Parse(await File.ReadAllTextAsync(folder.Of("manifest.json")))!;
        Assert.Equal(new[] { lot.Path, made.Path }.Order(StringComparer.Ordinal), manifest["lots"]!.AsArray().Select(l => (string)l!));
        var listed = manifest["files"]!.AsArray().ToDictionary(f => (string)f!["path"]!, f => (string)f!["sha256"]!);
        var found = Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(folder.Path, f).Replace('\\', '/')).Where(f => f != "manifest.json").ToList();
        Assert.Equal(found.Order(StringComparer.Ordinal), listed.Keys.Order(StringComparer.Ordinal));
        foreach (var (path, sha256) in listed) Assert.Equal((path, sha256), (path, Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(folder.Of(path))))));
        Assert.Contains(listed.Keys, path => path.EndsWith("-ciqCertificate.pdf", StringComparison.Ordinal));
        foreach (var path in listed.Keys.Where(p => p.EndsWith("evidence.json", StringComparison.Ordinal)))
        {
            var told = new StringWriter();
            Assert.True(await VerifyCommand.RunAsync([folder.Of(path), "--trust", folder.Of("trust.json")], told) == 0, told.ToString());
        }
    }

    [Fact]
    public async Task A_recall_leaves_with_its_list_and_a_report_in_which_hostile_names_are_text()
    {
        var trade = await OpenAsync(app);
        var lot = await trade.ReceivedLotAsync(app, l => l["productName"]!["en"] = "<script>alert(1)</script>");
        using var proposed = await app.Inspector.PostAsJsonAsync("/api/recalls", new { kind = "hold", reason = "Residues <b>", scope = new { gtin = lot.Gtin, lotNumber = lot.Number } });
        var id = (string)(await proposed.Content.ReadFromJsonAsync<JsonObject>())!["recall"]!["id"]!;
        using var confirmed = await app.Inspector.PostAsync($"/api/recalls/{id}/confirm", null);
        using var folder = new TemporaryFolder();

        await ExtractAsync($"/api/recalls/{id}/dossier", folder.Path);

        var report = await File.ReadAllTextAsync(folder.Of("report.html"));
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", report, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", report, StringComparison.Ordinal);
        Assert.Contains("Residues &lt;b&gt;", report, StringComparison.Ordinal);
        var recall = JsonNode.Parse(await File.ReadAllTextAsync(folder.Of("recall.json")))!;
        Assert.Equal(("active", 1), ((string)recall["recall"]!["state"]!, recall["notices"]!.AsArray().Count));
    }

    [Fact]
    public async Task What_can_not_be_given_out_is_told()
    {
        var lot = await app.RegisterLotAsync();
        using var unknown = await app.Inspector.GetAsync("/api/lots/09520123451189/NO-SUCH-LOT/dossier");
        using var sideways = await app.Inspector.GetAsync(lot.Api("/dossier?trace=sideways"));
        using var importer = await app.Importer.GetAsync(lot.Api("/dossier"));
        using var recall = await app.Inspector.GetAsync($"/api/recalls/{Guid.Empty}/dossier");

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.BadRequest, HttpStatusCode.Forbidden, HttpStatusCode.NotFound), (unknown.StatusCode, sideways.StatusCode, importer.StatusCode, recall.StatusCode));
    }

    private async Task ExtractAsync(string address, string folder)
    {
        using var answer = await app.Inspector.GetAsync(address);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        Assert.Equal("application/zip", answer.Content.Headers.ContentType!.MediaType);
        using var zip = new ZipArchive(await answer.Content.ReadAsStreamAsync());
        zip.ExtractToDirectory(folder);
    }

    private sealed class TemporaryFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("lotmark-dossier-").FullName;

        public string Of(string file) => System.IO.Path.Combine(Path, file);

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
