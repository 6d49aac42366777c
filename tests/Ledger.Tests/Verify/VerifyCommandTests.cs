using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Lotmark.Ledger.Tests.Verify;

public sealed class VerifyCommandTests(LedgerApp app)
{
    [Fact]
    public async Task A_good_bundle_holds_and_the_chain_says_so()
    {
        var lot = await app.RegisterLotAsync();
        var bundle = await app.AnchoredEvidenceAsync(lot);

        var (exit, output) = await VerifyAsync(bundle, "--rpc", (string)bundle["anchor"]!["rpcUrls"]![0]!);

        Assert.Equal(0, exit);
        Assert.Contains("✓ freshness", output, StringComparison.Ordinal);
        Assert.Contains("✓ root", output, StringComparison.Ordinal);
        Assert.Contains($"lot: {lot.Path}", output, StringComparison.Ordinal);
        Assert.Contains("? key", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_pinned_is_not_taken_on_trust()
    {
        var bundle = await app.AnchoredEvidenceAsync(await app.RegisterLotAsync());
        var trust = JsonNode.Parse(await app.Anybody.GetStringAsync("/.well-known/lotmark-trust.json"))!.AsObject();

        var (exit, output) = await VerifyAsync(bundle, "--trust", await WriteAsync(trust));
        trust["contract"] = "0x0000000000000000000000000000000000000001";
        var (otherExit, other) = await VerifyAsync(bundle, "--trust", await WriteAsync(trust));

        Assert.Equal(0, exit);
        Assert.DoesNotContain("\n? ", output, StringComparison.Ordinal);
        Assert.Equal(1, otherExit);
        Assert.Contains("Does not hold: contract.", other, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_entry_is_refused_by_name()
    {
        var bundle = await app.AnchoredEvidenceAsync(await app.RegisterLotAsync());
        var entry = Convert.FromBase64String((string)bundle["entries"]![0]!);
        entry[40] ^= 1;
        bundle["entries"]![0] = Convert.ToBase64String(entry);

        var (exit, output) = await VerifyAsync(bundle);

        Assert.Equal(1, exit);
        Assert.Contains("Does not hold", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chain_that_can_not_be_asked_shows_nothing()
    {
        var bundle = await app.AnchoredEvidenceAsync(await app.RegisterLotAsync());

        var (exit, output) = await VerifyAsync(bundle, "--rpc", "http://127.0.0.1:1");

        Assert.Equal(1, exit);
        Assert.Contains("Does not hold: chain.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_documented_command_reads_files_where_the_reader_stands()
    {
        var bundle = await app.AnchoredEvidenceAsync(await app.RegisterLotAsync());
        var folder = Directory.CreateTempSubdirectory("lotmark-reader-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "evidence.json"), bundle.ToJsonString(), TestContext.Current.CancellationToken);
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root!.FullName, "Lotmark.slnx"))) root = root.Parent;

        using var run = Process.Start(new ProcessStartInfo(
            "dotnet", ["run", "--no-build", "--project", Path.Combine(root.FullName, "Ledger"), "--", "verify", "evidence.json"])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
        })!;
        var output = await run.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await run.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(run.ExitCode == 0, output);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(2, "--rpc")]
    [InlineData(2, "a", "b")]
    [InlineData(1, "/nowhere/evidence.json")]
    public async Task A_command_that_makes_no_sense_is_answered(int expected, params string[] arguments)
    {
        var (exit, output) = await LedgerProcess.RunAsync(["verify", .. arguments]);

        Assert.Equal(expected, exit);
        Assert.NotEmpty(output);
    }

    private static async Task<(int ExitCode, string Output)> VerifyAsync(JsonObject bundle, params string[] options) =>
        await LedgerProcess.RunAsync(["verify", await WriteAsync(bundle), .. options]);

    private static async Task<string> WriteAsync(JsonObject content)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, content.ToJsonString());
        return file;
    }
}
