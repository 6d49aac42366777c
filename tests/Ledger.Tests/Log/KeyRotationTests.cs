using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Lotmark.Contracts.Evidence;
using Lotmark.Contracts.Notes;

namespace Lotmark.Ledger.Tests.Log;

public sealed class KeyRotationTests
{
    [Fact]
    public async Task A_key_is_changed_with_an_overlap_in_which_both_sign_and_the_old_introduces_the_new()
    {
        await using var first = await LedgerProcess.StartAsync();
        var before = await KeyAsync(first);
        var pinned = await TrustAsync(first);
        await first.StopAsync();
        Assert.Equal(0, await RotateAsync(first.DataDirectory));
        Assert.Equal(1, await RotateAsync(first.DataDirectory));

        await using var overlap = await LedgerProcess.StartAsync(first.DataDirectory);
        var after = await KeyAsync(overlap);
        var note = await CheckpointAfterOneMoreAsync(overlap, "KEY-1");
        var history = await HistoryAsync(overlap);
        var (pinnedInOverlap, shown) = (await TrustAsync(overlap), await EvidenceAsync(overlap, "KEY-1"));
        await overlap.StopAsync();
        Assert.Equal(0, await RotateAsync(first.DataDirectory, "--finish"));
        Assert.Equal(1, await RotateAsync(first.DataDirectory, "--finish"));

        await using var finished = await LedgerProcess.StartAsync(first.DataDirectory);
        var alone = await CheckpointAfterOneMoreAsync(finished, "KEY-2");

        Assert.NotEqual(before, after);
        Assert.Equal([before, after], history.Select(k => (string)k!["key"]!));
        Assert.True(Signed(note, before) && Signed(note, after));
        Assert.True(SignedNote.TryOpen((string)history[1]!["introduction"]!, [Parsed(before)], out var introduction));
        Assert.Equal($"lotmark-key/1\n{Parsed(before).Name}\n{(long)history[1]!["firstSize"]!}\n{after}\n", introduction.Text);
        Assert.True(!Signed(alone, before) && Signed(alone, after));
        Assert.NotNull((await HistoryAsync(finished))[0]!["lastSize"]);

        // Who pinned the old key can check until the overlap ends, and who pins anew can check all.
        Assert.Equal((0, 1), (pinned.PreviousKeys.Count, pinnedInOverlap.PreviousKeys.Count));
        var shownLater = await EvidenceAsync(finished, "KEY-2");
        Assert.Equal((true, false), (Holds(shown, pinned), Holds(shownLater, pinned)));
        Assert.Equal((true, true), (Holds(shown, pinnedInOverlap), Holds(shownLater, pinnedInOverlap)));
        Assert.True(Holds(shown, null) && Holds(shownLater, null));
    }

    [Fact]
    public async Task A_key_file_that_is_not_that_of_the_log_does_not_start()
    {
        await using var first = await LedgerProcess.StartAsync();
        await first.StopAsync();
        await File.WriteAllTextAsync(Path.Combine(first.DataDirectory, "log.key"), Convert.ToBase64String(new byte[32]), TestContext.Current.CancellationToken);

        var (exit, output) = await LedgerProcess.RunAsync("--urls", $"http://127.0.0.1:{LedgerProcess.FreePort()}", "--Lotmark:DataDirectory", first.DataDirectory);

        Assert.Equal(1, exit);
        Assert.Contains("bring the key file that belongs to this database", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "--now")]
    [InlineData(1, "--Lotmark:DataDirectory", "/nowhere")]
    public async Task A_command_that_makes_no_sense_is_answered(int expected, params string[] arguments) =>
        Assert.Equal(expected, (await LedgerProcess.RunAsync(["rotate-key", .. arguments])).ExitCode);

    private static async Task<int> RotateAsync(string data, params string[] options) =>
        (await LedgerProcess.RunAsync(["rotate-key", .. options, "--Lotmark:DataDirectory", data])).ExitCode;

    private static async Task<string> KeyAsync(LedgerProcess ledger) => (await ledger.Http.GetStringAsync("/log/key")).TrimEnd('\n');

    private static async Task<JsonArray> HistoryAsync(LedgerProcess ledger) => (await ledger.Http.GetFromJsonAsync<JsonObject>("/log/keys"))!["keys"]!.AsArray();

    private static async Task<string> CheckpointAfterOneMoreAsync(LedgerProcess ledger, string lotNumber)
    {
        var lot = SampleFiles.Read("ecuador-shrimp-sea");
        lot["lotNumber"] = lotNumber;
        using var importer = ledger.As("importer");
        using var answer = await importer.PostAsJsonAsync("/api/lots", lot);
        answer.EnsureSuccessStatusCode();
        await Eventually.TrueAsync(async () =>
        {
            using var evidence = await ledger.Http.GetAsync(lot.Api("/evidence"));
            return evidence.IsSuccessStatusCode;
        }, "the lot is in the log");
        return await ledger.Http.GetStringAsync("/log/checkpoint");
    }

    private static async Task<TrustFile> TrustAsync(LedgerProcess ledger) =>
        TrustFile.TryParse(await ledger.Http.GetByteArrayAsync("/.well-known/lotmark-trust.json"), out var trust, out var problem) ? trust : throw new FormatException(problem);

    private static Task<byte[]> EvidenceAsync(LedgerProcess ledger, string lotNumber)
    {
        var lot = SampleFiles.Read("ecuador-shrimp-sea");
        lot["lotNumber"] = lotNumber;
        return ledger.Http.GetByteArrayAsync(lot.Api("/evidence"));
    }

    private static bool Holds(byte[] evidence, TrustFile? trust) => EvidenceCheck.Holds(EvidenceCheck.Offline(evidence, trust));

    private static bool Signed(string note, string key) => SignedNote.TryOpen(note, [Parsed(key)], out _);

    private static VerifierKey Parsed(string key) => VerifierKey.TryParse(key, out var parsed) ? parsed : throw new FormatException(key);
}
