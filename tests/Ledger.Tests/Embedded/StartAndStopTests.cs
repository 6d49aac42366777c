using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Lotmark.Ledger.Tests.Embedded;

public sealed class StartAndStopTests
{
    private static readonly string[] Sepolia = ["--Chain:Network", "sepolia", "--Chain:RpcUrls:0", "http://127.0.0.1:1"];
    private static readonly string[] Contract = ["--Chain:Contract", "0x5FbDB2315678afecb367f032d93F642f64180aa3"];

    [Fact]
    public async Task A_fresh_ledger_shows_its_samples_and_says_where_everything_is()
    {
        await using var ledger = await LedgerProcess.StartAsync();
        foreach (var sample in SampleFiles.Names)
        {
            using var page = await ledger.Http.GetAsync($"/{SampleFiles.Read(sample).Path}");
            Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        }
        await Eventually.TrueAsync(() => Task.FromResult(ledger.Output.Contains("Ctrl-C", StringComparison.Ordinal)), "the welcome is printed");

        Assert.Contains(ledger.Http.BaseAddress!.ToString().TrimEnd('/'), ledger.Output, StringComparison.Ordinal);
        Assert.Contains(ledger.DataDirectory, ledger.Output, StringComparison.Ordinal);
        Assert.Contains("curl -H", ledger.Output, StringComparison.Ordinal);
        Assert.Contains("▀", ledger.Output, StringComparison.Ordinal);
        if (OperatingSystem.IsWindows()) return;
        foreach (var secret in new[] { "admin.key", "importer.key", "inspector.key", "connection-string", "log.key" })
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(ledger.DataDirectory, secret)));
    }

    [Fact]
    public async Task Stopped_and_started_again_a_ledger_has_everything_and_nothing_twice()
    {
        await using var first = await LedgerProcess.StartAsync();
        var lot = await RegisterAsync(first);
        var before = await AnchoredAsync(first, lot);
        Assert.Equal(0, await first.StopAsync());
        Assert.Empty(ProcessesOn(first.DataDirectory));

        await using var second = await LedgerProcess.StartAsync(first.DataDirectory);
        var after = await AnchoredAsync(second, lot);

        Assert.DoesNotContain("Registering the sample lots", second.Output, StringComparison.Ordinal);
        Assert.Equal((string)before["key"]!, (string)after["key"]!);
        Assert.Equal((string)before["anchor"]!["contract"]!, (string)after["anchor"]!["contract"]!);
        Assert.True(JsonNode.DeepEquals(before["entries"], after["entries"]));

        var file = Path.Combine(second.DataDirectory, "evidence.json");
        await File.WriteAllTextAsync(file, after.ToJsonString(), TestContext.Current.CancellationToken);
        var (exit, output) = await LedgerProcess.RunAsync("verify", file);
        Assert.True(exit == 0, output);
        Assert.Contains("✓ final", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_kill_the_next_start_recovers_by_itself()
    {
        await using var killed = await LedgerProcess.StartAsync();
        var lot = await RegisterAsync(killed);
        await killed.KillAsync();
        Assert.NotEmpty(ProcessesOn(killed.DataDirectory));

        await using var next = await LedgerProcess.StartAsync(killed.DataDirectory);

        await AnchoredAsync(next, lot);
        Assert.Equal(0, await next.StopAsync());
        Assert.Empty(ProcessesOn(killed.DataDirectory));
    }

    [Fact]
    public async Task A_dev_chain_that_lost_its_state_is_anchored_anew()
    {
        await using var first = await LedgerProcess.StartAsync();
        var lot = await RegisterAsync(first);
        await AnchoredAsync(first, lot);
        await first.StopAsync();
        File.Delete(Path.Combine(first.DataDirectory, "dev-chain.json"));

        await using var second = await LedgerProcess.StartAsync(first.DataDirectory);

        var bundle = await Eventually.ResultAsync(async () =>
        {
            using var answer = await second.Http.GetAsync(lot.Api("/evidence"));
            var found = answer.IsSuccessStatusCode ? await answer.Content.ReadFromJsonAsync<JsonObject>() : null;
            return found?["anchor"] is null ? null : found;
        }, "the log is anchored on the new chain");
        Assert.NotNull(bundle["anchor"]);
    }

    [Fact]
    public async Task A_lost_password_does_not_cost_the_ledger()
    {
        await using var first = await LedgerProcess.StartAsync();
        var lot = await RegisterAsync(first);
        await first.StopAsync();
        var password = Path.Combine(first.DataDirectory, "postgres.password");
        File.Move(password, password + ".away");

        await FailsAsync("postgres.password", FreeUrl(), first.DataDirectory);

        File.Move(password + ".away", password);
        await using var second = await LedgerProcess.StartAsync(first.DataDirectory);
        using var importer = second.As("importer");
        Assert.Equal(lot.Number, (await importer.GetFromJsonAsync<JsonObject>(lot.Api())).Number);
    }

    [Fact]
    public async Task What_keeps_a_ledger_from_starting_is_said_in_one_sentence()
    {
        await using var running = await LedgerProcess.StartAsync();
        var port = running.Http.BaseAddress!.Port;
        var elsewhere = LedgerProcess.NewDataDirectory();
        var file = Path.Combine(elsewhere, "file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);
        var old = Directory.CreateDirectory(Path.Combine(elsewhere, "old", "postgres")).FullName;
        await File.WriteAllTextAsync(Path.Combine(old, "PG_VERSION"), "15\n", TestContext.Current.CancellationToken);

        var key = Path.Combine(elsewhere, "operator.key");
        await File.WriteAllTextAsync(key, "ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80", TestContext.Current.CancellationToken);

        await FailsAsync($"Port {port} is taken", $"http://127.0.0.1:{port}", elsewhere);
        await FailsAsync("Another Lotmark is running", FreeUrl(), running.DataDirectory);
        await FailsAsync("can't be written", FreeUrl(), Path.Combine(file, "data"));
        await FailsAsync("PostgreSQL 15", FreeUrl(), Path.Combine(elsewhere, "old"));
        await FailsAsync("--urls", "127.0.0.1:5", elsewhere);
        await FailsAsync("Lotmark:Roles", FreeUrl(), elsewhere, "--Lotmark:Roles", "cook");
        await FailsAsync("Lotmark:PublicUrl", FreeUrl(), elsewhere, "--Lotmark:PublicUrl", "ftp://x");
        await FailsAsync("ConnectionStrings:Ledger", FreeUrl(), elsewhere, "--ConnectionStrings:Ledger", "Host=127.0.0.1;Port=1;Database=x;Username=x");
        await FailsAsync("Chain:RpcUrls", FreeUrl(), elsewhere, "--Chain:Network", "sepolia");
        await FailsAsync("Chain:Contract", FreeUrl(), elsewhere, [.. Sepolia]);
        await FailsAsync("Chain:KeyFile", FreeUrl(), elsewhere, [.. Sepolia, .. Contract]);
        await FailsAsync("dev chain", FreeUrl(), elsewhere, [.. Sepolia, .. Contract, "--Chain:KeyFile", key]);
        await FailsAsync("Node", FreeUrl(), elsewhere, "--Lotmark:ToolsDirectory", Path.Combine(elsewhere, "tools"));
    }

    private static async Task FailsAsync(string sentence, string url, string data, params string[] settings)
    {
        var withoutNode = settings.Contains("--Lotmark:ToolsDirectory") ? data : null;
        var (exit, output) = await LedgerProcess.RunAsync(withoutNode, ["--urls", url, "--Lotmark:DataDirectory", data, .. settings]);

        Assert.Equal(1, exit);
        Assert.Contains(sentence, output, StringComparison.Ordinal);
        Assert.StartsWith("lotmark: ", output.Split('\n')[^1], StringComparison.Ordinal);
    }

    private static async Task<JsonObject> RegisterAsync(LedgerProcess ledger)
    {
        var lot = SampleFiles.Read("ecuador-shrimp-sea");
        lot["lotNumber"] = "START-1";
        using var importer = ledger.As("importer");
        using var answer = await importer.PostAsJsonAsync("/api/lots", lot);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return lot;
    }

    private static Task<JsonObject> AnchoredAsync(LedgerProcess ledger, JsonObject lot) => Eventually.ResultAsync(async () =>
    {
        using var answer = await ledger.Http.GetAsync(lot.Api("/evidence"));
        var bundle = answer.IsSuccessStatusCode ? await answer.Content.ReadFromJsonAsync<JsonObject>() : null;
        return bundle?["anchor"] is null ? null : bundle;
    }, "the lot is anchored");

    private static string FreeUrl() => $"http://127.0.0.1:{LedgerProcess.FreePort()}";

    private static List<string> ProcessesOn(string dataDirectory) => [.. Directory.EnumerateDirectories("/proc")
        .Where(d => int.TryParse(Path.GetFileName(d), out var pid) && pid != Environment.ProcessId)
        .Select(d => TryRead(Path.Combine(d, "cmdline"))).Where(c => c.Contains(dataDirectory, StringComparison.Ordinal))];

    private static string TryRead(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (IOException)
        {
            return ""; // ended meanwhile
        }
    }
}
