using System.Net.Http.Json;

namespace Lotmark.Ledger.Tests.Inspection;

public sealed class AuditCommandTests
{
    [Fact]
    public async Task A_ledger_is_audited_beside_the_service_and_without_it()
    {
        await using var ledger = await LedgerProcess.StartAsync(null, "--Anchoring:Interval", "00:00:01");
        using var importer = ledger.As("importer");
        using var stop = new CancellationTokenSource();
        var recording = RecordAsync(importer, stop.Token);
        var (besideExit, beside) = await LedgerProcess.RunAsync("audit", "--Lotmark:DataDirectory", ledger.DataDirectory);
        await stop.CancelAsync();
        await recording;
        await ledger.StopAsync();

        var (aloneExit, alone) = await LedgerProcess.RunAsync("audit", "--Lotmark:DataDirectory", ledger.DataDirectory);

        Assert.True(besideExit == 0, beside);
        Assert.True(aloneExit == 0, alone);
        Assert.Contains("Everything fits.", alone, StringComparison.Ordinal);
        Assert.DoesNotContain(" 0 anchors", alone, StringComparison.Ordinal);
        await using var again = await LedgerProcess.StartAsync(ledger.DataDirectory); // everything was stopped again
    }

    [Theory]
    [InlineData(2, "--from")]
    [InlineData(2, "--from", "-1")]
    [InlineData(2, "--form", "1")]
    [InlineData(2, "everything")]
    [InlineData(2, "--rpc", "ftp://127.0.0.1")]
    [InlineData(3, "--Lotmark:DataDirectory", "/nowhere")]
    [InlineData(3, "--ConnectionStrings:Ledger", "Host=127.0.0.1;Port=1;Database=x;Username=x")]
    public async Task A_command_that_makes_no_sense_is_answered(int expected, params string[] arguments)
    {
        var (exit, output) = await LedgerProcess.RunAsync(["audit", .. arguments]);

        Assert.Equal(expected, exit);
        Assert.NotEmpty(output);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    private static async Task RecordAsync(HttpClient importer, CancellationToken cancel)
    {
        for (var i = 0; !cancel.IsCancellationRequested; i++)
        {
            var lot = SampleFiles.Read("ecuador-shrimp-sea");
            lot["lotNumber"] = $"BESIDE-{i}";
            using var answer = await importer.PostAsJsonAsync("/api/lots", lot, CancellationToken.None);
            answer.EnsureSuccessStatusCode();
        }
    }
}
