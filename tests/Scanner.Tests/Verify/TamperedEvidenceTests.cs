using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Lotmark.Contracts.Evidence;
using Lotmark.Contracts.Tests.Evidence;

namespace Lotmark.Scanner.Tests.Verify;

/// <summary>The browser's verdict on evidence, beside that of the command line on the same bytes.</summary>
public sealed class TamperedEvidenceTests
{
    private static readonly SyntheticLedger Ledger = new();
    private static readonly EvidenceBundle Good = Ledger.Bundle();
    private static readonly byte[] Pinned = Judge.Bytes(Ledger.Trust);

    [Fact]
    public async Task Every_part_agrees_with_what_was_published() => await Judge.RunAsync("", "--test", "vectors.test.mjs");

    [Theory, InlineData("bundle"), InlineData("absence"), InlineData("receipt"), InlineData("not anchored"), InlineData("without freshness"), InlineData("two keys")]
    public async Task What_is_right_passes_the_same_steps_as_on_the_command_line(string kind)
    {
        EvidenceFile file = kind switch
        {
            "bundle" => Good,
            "absence" => Ledger.Absence(),
            "receipt" => Ledger.Receipt(),
            "not anchored" => Good with { Freshness = null, Anchor = null },
            "without freshness" => Good with { Freshness = null },
            _ => Ledger.BundleInOverlap(SyntheticLedger.Signer(0), SyntheticLedger.Signer(1), SyntheticLedger.Signer(1)),
        };

        await SameAsOnTheCommandLine([.. new[] { null, Pinned }.Select(trust => (BundleJson.Bytes(BundleJson.Of(file)), trust))]);
    }

    [Fact]
    public async Task Each_kind_of_tampering_fails_at_its_step_here_and_on_the_command_line()
    {
        var other = new SyntheticLedger(24);
        var freshness = Good.Freshness!;
        (string Step, EvidenceBundle Bundle)[] cases =
        [
            ("format", Good with { Entries = [] }),
            ("entries", Good with { Entries = [.. Good.Entries.Take(6), [.. Good.Entries[6], (byte)' ']] }),
            ("entries", Good with { Entries = [.. Good.Entries.Take(6), [0xff]] }),
            ("previous", WithEntry(3, "Callao", "Manta")),
            ("inclusion", WithEntry(6, "Callao", "Manta")),
            ("versions", Good with { Entries = [.. Good.Entries.Where((_, i) => i != 3)] }),
            ("versions", Good with { Entries = [.. Good.Entries.Skip(1)] }),
            ("previous", Good with { Entries = [.. Good.Entries.Take(5), .. other.Bundle().Entries.Skip(7).Take(1).Select(e => Replaced(e, "\"version\":8", "\"version\":6"))] }),
            ("lot", Good with { Lot = "01/09520123451011/10/NO-SAL-2611A" }),
            ("inclusion", Good with { Proof = Good.Proof.Replace("index 18", "index 17", StringComparison.Ordinal) }),
            ("inclusion", Good with { Proof = WithLine(Good.Proof, 2, Convert.ToBase64String(new byte[32])) }),
            ("checkpoint", Good with { Proof = Good.Proof.Replace($"\n{Ledger.Size}\n", $"\n{Ledger.Size + 1}\n", StringComparison.Ordinal) }),
            ("checkpoint", Good with { Proof = Good.Proof[..^8] + (Good.Proof[^8] == 'A' ? 'B' : 'A') + Good.Proof[^7..] }),
            ("checkpoint", Good with { Key = SyntheticLedger.Signer(9).Key.ToString() }),
            ("checkpoint", Good with { Proof = Ledger.Proof(18, SyntheticLedger.Signer(9).Sign($"ledger.example/food\n{Ledger.Size}\n{Convert.ToBase64String(Ledger.Root)}\n")) }),
            ("checkpoint", Good with { Proof = Ledger.Proof(18, Ledger.Checkpoint(Ledger.Size, Ledger.Root, "ledger.example/other")) }),
            ("key", Good with { Key = Good.Key[..^2] + "A=" }),
            ("freshness", Ledger.BundleThatHidesTheNewest()),
            ("freshness", Good with { Freshness = other.Bundle().Freshness }),
            ("freshness", Good with { Freshness = freshness with { Epoch = Replaced(freshness.Epoch, "\"lots\":3", "\"lots\":4") } }),
            ("freshness", Good with { Freshness = freshness with { Inclusion = [.. freshness.Inclusion.Skip(1)] } }),
            ("freshness", Good with { Freshness = freshness with { Map = freshness.Map with { Terminal = null } } }),
            ("freshness", Good with { Freshness = freshness with { Map = new([.. freshness.Map.Siblings, new byte[32]], freshness.Map.Terminal) } }),
            ("anchor", Good with { Anchor = Good.Anchor! with { Size = Ledger.Size - 1 } }),
            ("anchor", Good with { Anchor = Good.Anchor! with { Root = other.Root } }),
        ];

        var reports = await SameAsOnTheCommandLine([.. cases.Select(c => (BundleJson.Bytes(BundleJson.Of(c.Bundle)), (byte[]?)null))]);

        Assert.Equal(cases.Select(c => $"{c.Step} failed"), reports.Select(r => r.Last));
        Assert.All(reports, r => Assert.Equal("failed", r.Verdict));
    }

    [Fact]
    public async Task Evidence_of_another_lot_than_the_scanned_one_fails_however_true_it_is()
    {
        var evidence = BundleJson.Bytes(BundleJson.Of(Good));
        var reports = await Judge.Of(
            new Judge.Case(evidence, Asked: new { lot = SyntheticLedger.Lot }), new Judge.Case(evidence, Asked: new { lot = SyntheticLedger.NoLot }), new Judge.Case(evidence, Asked: new { lot = "?" }));

        Assert.Equal("passed", reports[0].Of("asked").Outcome);
        Assert.Equal(["asked failed", "asked failed"], reports.Skip(1).Select(r => r.Last));
    }

    [Fact]
    public async Task A_page_that_shows_more_than_the_evidence_fails_and_one_that_shows_less_is_told_so()
    {
        var evidence = BundleJson.Bytes(BundleJson.Of(Good));
        var reports = await Judge.Of(new Judge.Case(evidence, Asked: new { version = 7 }), new Judge.Case(evidence, Asked: new { version = 8 }), new Judge.Case(evidence, Asked: new { version = 6 }));

        Assert.Equal(["passed", "failed", "open"], reports.Select(r => r.Of("page").Outcome));
    }

    [Fact]
    public async Task A_trust_file_is_taken_whole_and_its_key_counts_alone()
    {
        var other = Ledger.Trust with { Key = SyntheticLedger.Signer(9).Key };
        var reports = await SameAsOnTheCommandLine([(BundleJson.Bytes(BundleJson.Of(Good)), Judge.Bytes(other))]);
        Assert.Equal("checkpoint failed", reports.Single().Last);

        var pin = JsonNode.Parse(Pinned)!.AsObject();
        foreach (var member in (string[])["origin", "key", "chainId", "contract", "rpcUrls"])
        {
            var without = pin.DeepClone().AsObject();
            without.Remove(member);
            await Assert.ThrowsAnyAsync<Exception>(() => Judge.Of(new Judge.Case(BundleJson.Bytes(BundleJson.Of(Good)), BundleJson.Bytes(without))));
        }
    }

    [Fact]
    public async Task No_change_of_a_character_holds_here_and_not_on_the_command_line()
    {
        var random = new Random(1);
        var changed = new List<(byte[], byte[]?)>();
        foreach (var file in (EvidenceFile[])[Good, Ledger.Absence(), Ledger.Receipt()])
        {
            var bytes = BundleJson.Bytes(BundleJson.Of(file));
            for (var i = 0; i < 120; i++)
            {
                byte[] one = [.. bytes];
                one[random.Next(one.Length)] ^= (byte)random.Next(1, 128);
                changed.Add((one, Pinned));
            }
        }
        await SameAsOnTheCommandLine(changed);
    }

    [Theory, InlineData("bundle"), InlineData("absence"), InlineData("receipt")]
    public async Task No_change_of_the_structure_holds_here_and_not_on_the_command_line(string kind)
    {
        EvidenceFile good = kind switch { "bundle" => Good, "absence" => Ledger.Absence(), _ => Ledger.Receipt() };
        var changed = JsonMutations.Of(BundleJson.Of(good)).Array[120].Single(_ => true, "0N0XIzNsQ0O2");

        var reports = await Judge.Of([.. changed.Select(bytes => new Judge.Case(bytes, Pinned))]);

        foreach (var (bytes, report) in changed.Zip(reports))
        {
            // 1e1 is 10 here, and no number of leaves there.
            var read = Encoding.UTF8.GetString(bytes).Replace("e1,", "0,", StringComparison.Ordinal);
            if (report.Steps.Any(s => s.Outcome == "failed")) continue;
            Assert.True(EvidenceCheck.Holds(EvidenceCheck.Offline(Encoding.UTF8.GetBytes(read), Ledger.Trust)), Encoding.UTF8.GetString(bytes));
        }
    }

    [Fact]
    public async Task What_is_no_evidence_fails_by_its_form_in_both()
    {
        var good = Encoding.UTF8.GetString(BundleJson.Bytes(BundleJson.Of(Good)));
        string[] wrong =
        [
            "", "null", "[]", "{}", "1", good[1..], good[..^1], '\ufeff' + good, good.Insert(1, "\"lot\":\"x\","), good.Insert(1, "\"extra\":1,"), good.Replace("evidence/1", "evidence/2", StringComparison.Ordinal),
            good.Replace("\"chainId\":31337", "\"chainId\":-1", StringComparison.Ordinal), good.Replace("\"chainId\":31337", "\"chainId\":31337.5", StringComparison.Ordinal), good.Replace("\"0x5FbD", "\"0x5FbX", StringComparison.Ordinal),
            good.Replace("\"state\":\"final\"", "\"state\":\"\\ud800\"", StringComparison.Ordinal), good.Replace("\"state\":\"final\"", "\"state\":7", StringComparison.Ordinal), new string('[', 100_000), """{"title":"Not found","status":404}""",
        ];
        var reports = await SameAsOnTheCommandLine([.. wrong.Select(text => (Encoding.UTF8.GetBytes(text), (byte[]?)null))]);

        Assert.All(reports, r => Assert.Equal(("format failed", "failed"), (r.Last, r.Verdict)));
    }

    private static async Task<IReadOnlyList<Judge.Report>> SameAsOnTheCommandLine(IReadOnlyList<(byte[] Evidence, byte[]? Trust)> cases)
    {
        var reports = await Judge.Of([.. cases.Select(c => new Judge.Case(c.Evidence, c.Trust))]);
        foreach (var ((evidence, pin), report) in cases.Zip(reports))
        {
            TrustFile? trust = null;
            Assert.True(pin is null || TrustFile.TryParse(pin, out trust, out _));
            var expected = EvidenceCheck.Offline(evidence, trust).Select(s => $"{s.Name} {s.Outcome}".Replace("NotChecked", "open", StringComparison.Ordinal).Replace("TakenOnTrust", "trust", StringComparison.Ordinal).ToLowerInvariant());
            var actual = report.Steps.Where(s => s.Name != "asked").Select(s => $"{s.Name} {s.Outcome}");
            Assert.True(expected.SequenceEqual(actual), $"{string.Join(", ", expected)}\n{string.Join(", ", actual)}\n{Encoding.UTF8.GetString(evidence)}");
        }
        return reports;
    }

    private static EvidenceBundle WithEntry(int at, string text, string other) =>
        Good with { Entries = [.. Good.Entries.Select((entry, i) => i == at ? Replaced(entry, text, other) : entry)] };

    private static byte[] Replaced(byte[] entry, string text, string other) => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(entry).Replace(text, other, StringComparison.Ordinal));

    private static string WithLine(string text, int line, string other) => string.Join('\n', text.Split('\n').Select((l, i) => i == line ? other : l));
}
