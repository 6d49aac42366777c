using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Lotmark.Ledger.Tests.Description;

public sealed partial class GuideTests(LedgerApp app)
{
    [Fact]
    public async Task The_five_calls_of_the_guide_lead_from_a_key_to_a_label()
    {
        var calls = ShellBlock().Matches(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Guide.md"))).Select(m => m.Groups[1].Value).ToList();
        Assert.Equal(5, calls.Count);

        // A clone as the guide sees it: the samples, and the data directory of the running ledger.
        var clone = Directory.CreateTempSubdirectory("lotmark-test-").FullName;
        Directory.CreateDirectory(Path.Combine(clone, "Ledger"));
        Directory.CreateSymbolicLink(Path.Combine(clone, "Ledger", "Samples"), Path.Combine(AppContext.BaseDirectory, "Samples"));
        Directory.CreateSymbolicLink(Path.Combine(clone, ".lotmark"), app.Process.DataDirectory);
        var script = string.Join("\necho\n", calls).Replace("http://127.0.0.1:5080", app.Anybody.BaseAddress!.ToString().TrimEnd('/'), StringComparison.Ordinal);

        using var bash = Process.Start(new ProcessStartInfo("bash", ["-euo", "pipefail", "-c", script])
        { WorkingDirectory = clone, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (said, failed) = (bash.StandardOutput.ReadToEndAsync(), bash.StandardError.ReadToEndAsync());
        await bash.WaitForExitAsync();

        Assert.True(bash.ExitCode == 0, $"{await said}\n{await failed}");
        Assert.Contains("\"label\":\"erp-1\"", await said, StringComparison.Ordinal);
        Assert.Contains("\"uri\":", await said, StringComparison.Ordinal);
        Assert.Contains("\"links\":", await said, StringComparison.Ordinal);
        Assert.StartsWith("<svg", (await File.ReadAllTextAsync(Path.Combine(clone, "label.svg"))).TrimStart('\uFEFF'), StringComparison.Ordinal);
    }

    [GeneratedRegex("""```sh\n(.*?)\n```""", RegexOptions.Singleline)]
    private static partial Regex ShellBlock();
}
