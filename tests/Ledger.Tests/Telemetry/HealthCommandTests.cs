namespace Lotmark.Ledger.Tests.Telemetry;

public sealed class HealthCommandTests(LedgerApp app)
{
    private readonly string _here = app.Anybody.BaseAddress!.ToString().TrimEnd('/');

    [Fact]
    public async Task It_says_whether_the_service_is_ready()
    {
        var (ready, told) = await LedgerProcess.RunAsync("health", "--urls", _here);
        var (missing, why) = await LedgerProcess.RunAsync("health", "--urls", $"http://127.0.0.1:{LedgerProcess.FreePort()}");

        Assert.True(ready == 0, told);
        Assert.Contains("\"Healthy\"", told, StringComparison.Ordinal);
        Assert.Equal(1, missing);
        Assert.Contains("not ready", why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_setting_may_stand_in_a_file_of_secrets_and_the_command_line_counts_for_more()
    {
        var folder = Directory.CreateTempSubdirectory("lotmark-secrets-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "urls"), _here + "\n", TestContext.Current.CancellationToken);

            var (ready, told) = await LedgerProcess.RunAsync("health", "--Lotmark:SecretsDirectory", folder);
            var (elsewhere, _) = await LedgerProcess.RunAsync("health", "--Lotmark:SecretsDirectory", folder, "--urls", $"http://127.0.0.1:{LedgerProcess.FreePort()}");

            Assert.True(ready == 0, told);
            Assert.Equal(1, elsewhere);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_folder_of_secrets_that_is_not_there_is_named()
    {
        var (exit, output) = await LedgerProcess.RunAsync("health", "--Lotmark:SecretsDirectory", "/nowhere/at-all");

        Assert.Equal(1, exit);
        Assert.Contains("Lotmark:SecretsDirectory is '/nowhere/at-all'", output, StringComparison.Ordinal);
    }
}
