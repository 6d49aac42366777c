using System.Text.Json.Nodes;
using static Lotmark.Ledger.Tests.Interchange.Bulk.BulkFile;

namespace Lotmark.Ledger.Tests.Interchange.Bulk;

public sealed class ImportCommandTests(LedgerApp app) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lotmark-import-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_file_is_sent_and_its_bad_lines_are_printed_with_their_reasons()
    {
        var (good, bad) = (app.NewRegistration(), app.NewRegistration());
        bad["gtin"] = "09520123451180";
        var (file, goodFile, refusals) = (Path.Combine(_folder, "lots.csv"), Path.Combine(_folder, "lots.ndjson"), Path.Combine(_folder, "refused.ndjson"));
        await File.WriteAllTextAsync(file, AsCsv([good, bad]));
        await File.WriteAllTextAsync(goodFile, AsNdjson([good]));
        string[] service = ["--url", app.Anybody.BaseAddress!.ToString(), "--key-file", Path.Combine(app.Process.DataDirectory, "importer.key")];

        var rehearsed = await LedgerProcess.RunAsync(["lots", "import", file, .. service, "--dry-run", "--refusals", refusals]);
        var first = await LedgerProcess.RunAsync(["lots", "import", file, .. service]);
        var again = await LedgerProcess.RunAsync(["lots", "import", goodFile, .. service]);

        Assert.Equal(1, rehearsed.ExitCode);
        Assert.Contains("1 would be registered, 0 unchanged, 1 refused", rehearsed.Output, StringComparison.Ordinal);
        Assert.Equal(3, (int)JsonNode.Parse(await File.ReadAllTextAsync(refusals))!["line"]!);
        Assert.Equal(1, first.ExitCode);
        Assert.Contains("1 registered, 0 unchanged, 1 refused", first.Output, StringComparison.Ordinal);
        Assert.Contains($"line 3 ({bad.Number}): gtin: ", first.Output, StringComparison.Ordinal);
        Assert.Equal((0, true), (again.ExitCode, again.Output.Contains("0 registered, 1 unchanged, 0 refused", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_can_not_be_done_is_told_by_the_exit_code()
    {
        var file = Path.Combine(_folder, "lots.csv");
        await File.WriteAllTextAsync(file, "nothing,known\n");
        string[] service = ["--url", app.Anybody.BaseAddress!.ToString(), "--key-file", Path.Combine(app.Process.DataDirectory, "importer.key")];

        Assert.Equal(2, (await LedgerProcess.RunAsync("lots", "import")).ExitCode);
        Assert.Equal(3, (await LedgerProcess.RunAsync(["lots", "import", file + ".not", .. service])).ExitCode);
        var refused = await LedgerProcess.RunAsync(["lots", "import", file, .. service]);
        Assert.Equal(3, refused.ExitCode);
        Assert.Contains("unknown-column", refused.Output, StringComparison.Ordinal);
    }
}
