using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Lotmark.Contracts.Notes;
using Lotmark.Ledger.Verify;

namespace Lotmark.Ledger.Tests.Verify;

public sealed class VerifyCommandTests(LedgerApp app)
{
    private const string RootAt = "0xeaa38b41";
    private const string Count = "0x06661abd";
    private const string None = "0x0000000000000000000000000000000000000000000000000000000000000000";

    [Fact]
    public async Task A_good_bundle_holds_and_the_chain_says_so()
    {
        var lot = await app.RegisterLotAsync();
        var bundle = await FinalEvidenceAsync(lot);

        var (exit, output) = await VerifyAsync(bundle, "--rpc", NodeOf(bundle), "--lot", lot.Path);

        Assert.Equal(0, exit);
        foreach (var shown in new[] { "✓ freshness", "✓ root", "✓ final", "? key", "- compared", $"lot: {lot.Path}", "\nHolds." }) Assert.Contains(shown, output, StringComparison.Ordinal);
        Assert.EndsWith("Only the file's own word: the log's origin and key, the contract and the chain id. Pin them with --trust.", output.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_pinned_is_not_taken_on_trust()
    {
        var bundle = await FinalEvidenceAsync(await app.RegisterLotAsync());
        var trust = await TrustAsync();

        var (exit, output) = await VerifyAsync(bundle, "--trust", await WriteAsync(trust));
        trust["contract"] = "0x0000000000000000000000000000000000000001";
        var (otherExit, other) = await VerifyAsync(bundle, "--trust", await WriteAsync(trust));

        Assert.Equal(0, exit);
        Assert.DoesNotContain("\n? ", output, StringComparison.Ordinal);
        Assert.DoesNotContain("own word", output, StringComparison.Ordinal);
        Assert.Equal(1, otherExit);
        Assert.Contains("Does not hold: contract.", other, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_of_before_counts_when_it_is_pinned_as_such()
    {
        var bundle = await app.AnchoredEvidenceAsync(await app.RegisterLotAsync());
        var trust = await TrustAsync();
        var newer = new NoteSigner((string)trust["origin"]!, new byte[32]).Key.ToString();
        var before = (string)trust["key"]!;
        trust["key"] = newer;

        var (stranger, refused) = await VerifyAsync(bundle, "--trust", await WriteAsync(trust));
        trust["previousKeys"] = new JsonArray(before);
        var (known, _) = await VerifyAsync(bundle, "--trust", await WriteAsync(trust));

        Assert.Equal((1, 0), (stranger, known));
        Assert.Contains("Does not hold: checkpoint.", refused, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nodes_that_agree_are_compared_and_those_that_do_not_are_named()
    {
        var bundle = await FinalEvidenceAsync(await app.RegisterLotAsync());
        var node = NodeOf(bundle);
        await using var honest = await ContraryNode.StartAsync(node, (_, answer) => answer);
        await using var forgetful = await ContraryNode.StartAsync(node, (call, answer) => call.StartsWith(RootAt, StringComparison.Ordinal) ? None : answer);
        await using var outdated = await ContraryNode.StartAsync(node, (call, answer) => call == Count ? None : answer);

        var (agree, output) = await VerifyAsync(bundle, "--rpc", node, "--rpc", honest.Url);
        Assert.True(agree == 0, output);
        Assert.Contains("✓ compared", output, StringComparison.Ordinal);

        foreach (var other in new[] { forgetful.Url, outdated.Url })
        {
            var (exit, refused) = await VerifyAsync(bundle, "--rpc", node, "--rpc", other);
            Assert.Equal(1, exit);
            var line = Assert.Single(refused.Split('\n'), l => l.StartsWith("✗ compared", StringComparison.Ordinal));
            Assert.Contains(node, line, StringComparison.Ordinal);
            Assert.Contains(other, line, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Before_it_is_final_nothing_is_called_proven()
    {
        var bundle = await FinalEvidenceAsync(await app.RegisterLotAsync());
        var asked = 0;
        // The root is asked for at the latest block first, and then as finalized.
        await using var young = await ContraryNode.StartAsync(
            NodeOf(bundle), (call, answer) => call.StartsWith(RootAt, StringComparison.Ordinal) && Interlocked.Increment(ref asked) == 2 ? None : answer);

        var (exit, output) = await VerifyAsync(bundle, "--rpc", young.Url);

        Assert.Equal(0, exit);
        Assert.Matches("\n- final +anchored, not final yet: [0-9]+ blocks? deep", output);
        Assert.Contains("Holds as far as it goes: anchored, not final yet", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evidence_that_a_later_tree_may_have_overtaken_is_dated()
    {
        var bundle = await FinalEvidenceAsync(await app.RegisterLotAsync());
        await FinalEvidenceAsync(await app.RegisterLotAsync());

        var (exit, output) = await VerifyAsync(bundle, "--rpc", NodeOf(bundle));

        Assert.Equal(0, exit);
        Assert.Matches("It may be outdated: a tree of [0-9]+ leaves has been anchored since: what stands here is how it was at [0-9]{4}-", output);
    }

    [Fact]
    public async Task A_true_record_of_another_lot_is_refused()
    {
        var (lot, other) = (await app.RegisterLotAsync(), await app.RegisterLotAsync());
        var bundle = await app.AnchoredEvidenceAsync(lot);

        var (exit, output) = await VerifyAsync(bundle, "--lot", other.Path);
        var (same, _) = await VerifyAsync(bundle, "--lot", $"https://t.example.com/{lot.Path.Replace("%2F", "%2f", StringComparison.Ordinal)}");

        Assert.Equal((1, 0), (exit, same));
        Assert.Contains("Does not hold: asked.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task That_a_lot_is_not_registered_is_shown_and_not_of_one_that_is()
    {
        var lot = await app.RegisterLotAsync();
        await FinalEvidenceAsync(lot);
        using var answer = await app.Anybody.GetAsync("/api/lots/09520123451189/NEVER-2/evidence");
        var document = (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
        var trust = await WriteAsync(await TrustAsync());

        var (exit, output) = await VerifyAsync(document, "--trust", trust, "--lot", "01/09520123451189/10/NEVER-2");
        document["lot"] = lot.Path;
        var (registered, refused) = await VerifyAsync(document, "--trust", trust);

        Assert.Equal((0, 1), (exit, registered));
        foreach (var shown in new[] { "✓ absent", "✓ root" }) Assert.Contains(shown, output, StringComparison.Ordinal);
        Assert.Contains("Does not hold: absent.", refused, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_receipt_shows_that_the_event_is_in_the_log()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/lots") { Content = JsonContent.Create(app.NewRegistration()), Headers = { { "Prefer", "wait=60" } } };
        using var answer = await app.Importer.SendAsync(request);
        var body = (await answer.Content.ReadFromJsonAsync<JsonObject>())!;

        var (exit, output) = await VerifyAsync(body, "--trust", await WriteAsync(await TrustAsync()));

        Assert.Equal(0, exit);
        Assert.Contains("in the log; not yet anchored", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bundle_without_freshness_holds_as_less()
    {
        var bundle = await FinalEvidenceAsync(await app.RegisterLotAsync());
        bundle["freshness"] = null;

        var (exit, output) = await VerifyAsync(bundle);

        Assert.Equal(0, exit);
        Assert.Contains("Holds, as less", output, StringComparison.Ordinal);
        Assert.Contains("the nodes that were asked", output, StringComparison.Ordinal);
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
    [InlineData(2, "a", "--lot", "NO-SAL-2611A")]
    [InlineData(2, "a", "--rpc", "ftp://node")]
    [InlineData(1, "/nowhere/evidence.json", "--trust", "/nowhere/trust.json")]
    [InlineData(1, "/nowhere/evidence.json")]
    public async Task A_command_that_makes_no_sense_is_answered(int expected, params string[] arguments)
    {
        var (exit, output) = await LedgerProcess.RunAsync(["verify", .. arguments]);

        Assert.Equal(expected, exit);
        Assert.NotEmpty(output);
    }

    private static string NodeOf(JsonObject bundle) => (string)bundle["anchor"]!["rpcUrls"]![0]!;

    private async Task<JsonObject> TrustAsync() => JsonNode.Parse(await app.Anybody.GetStringAsync("/.well-known/lotmark-trust.json"))!.AsObject();

    private Task<JsonObject> FinalEvidenceAsync(JsonObject lot) => Eventually.ResultAsync(async () =>
    {
        var bundle = await app.AnchoredEvidenceAsync(lot);
        return (string)bundle["anchor"]!["state"]! == "final" ? bundle : null;
    }, "the lot's anchor is final");

    private static async Task<(int ExitCode, string Output)> VerifyAsync(JsonObject bundle, params string[] options)
    {
        await using var output = new StringWriter();
        var exit = await VerifyCommand.RunAsync([await WriteAsync(bundle), .. options], output);
        return (exit, output.ToString());
    }

    private static async Task<string> WriteAsync(JsonObject content)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, content.ToJsonString());
        return file;
    }
}
