using System.Text;
using Lotmark.Contracts.Evidence;
using Lotmark.Contracts.Freshness;

namespace Lotmark.Contracts.Tests.Evidence;

public sealed class EvidenceCheckTests
{
    private static readonly SyntheticLedger Ledger = new();
    private static readonly EvidenceBundle Good = Ledger.Bundle();

    [Fact]
    public void A_true_bundle_holds_in_every_step()
    {
        var steps = EvidenceCheck.Offline(Good, Ledger.Trust);
        Assert.Equal(["format", "entries", "lot", "versions", "previous", "key", "checkpoint", "inclusion", "freshness", "anchor"], steps.Select(s => s.Name));
        Assert.All(steps, s => Assert.Equal(CheckOutcome.Passed, s.Outcome));
    }

    [Fact]
    public void Without_a_trust_file_the_key_is_the_bundles_own_word()
    {
        var steps = EvidenceCheck.Offline(Good, null);
        Assert.True(EvidenceCheck.Holds(steps));
        Assert.Equal("key", Assert.Single(steps, s => s.Outcome == CheckOutcome.TakenOnTrust).Name);
    }

    [Fact]
    public void Without_freshness_and_anchor_the_gap_is_named()
    {
        var steps = EvidenceCheck.Offline(Good with { Freshness = null, Anchor = null }, Ledger.Trust);
        Assert.True(EvidenceCheck.Holds(steps));
        Assert.Equal(["freshness", "anchor"], steps.Where(s => s.Outcome == CheckOutcome.NotChecked).Select(s => s.Name));
    }

    [Fact]
    public void An_anchored_bundle_without_freshness_shows_less_and_says_so()
    {
        var steps = EvidenceCheck.Offline(Good with { Freshness = null }, Ledger.Trust);

        Assert.True(EvidenceCheck.Holds(steps));
        Assert.Contains("may be hidden", Assert.Single(steps, s => s.Name == "freshness" && s.Outcome == CheckOutcome.NotChecked).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void An_older_entry_shown_as_the_newest_fails_at_freshness() => FailsAt("freshness", Ledger.BundleThatHidesTheNewest());

    [Fact]
    public void Each_untruth_fails_at_its_step_and_ends_the_check()
    {
        var other = new SyntheticLedger(24);
        FailsAt("format", Good with { Entries = [] });
        FailsAt("entries", Good with { Entries = [.. Good.Entries.SkipLast(1), [.. Good.Entries[^1], (byte)'\n']] });
        FailsAt("entries", Good with { Entries = ["{}"u8.ToArray()] });
        FailsAt("lot", Good with { Lot = "01/09520123451011/10/NO-SAL-2611A" });
        FailsAt("versions", Good with { Entries = [.. Good.Entries.Skip(1)] });
        FailsAt("versions", Good with { Entries = [.. Good.Entries.Reverse()] });
        FailsAt("versions", Good with { Entries = [Good.Entries[0], .. Good.Entries] });
        FailsAt("previous", Good with { Entries = [Changed(Good.Entries[0], "Callao", "Lima"), .. Good.Entries.Skip(1)] });
        FailsAt("key", Good with { Key = Good.Key[..^1] });
        FailsAt("checkpoint", Good with { Proof = Good.Proof.Replace("index", "Index", StringComparison.Ordinal) });
        FailsAt("checkpoint", Good with { Proof = Ledger.Proof(18, Ledger.Checkpoint(Ledger.Size, Ledger.Root, "ledger.example/wood")) });
        FailsAt("inclusion", Good with { Entries = [.. Good.Entries.SkipLast(1), Changed(Good.Entries[^1], "Callao", "Lima")] });
        FailsAt("inclusion", Good with { Proof = Ledger.Proof(17, Ledger.Checkpoint(Ledger.Size, Ledger.Root)) });
        FailsAt("inclusion", Good with { Proof = Ledger.Proof(18, Ledger.Checkpoint(other.Size, other.Root)) });
        FailsAt("freshness", Good with { Freshness = other.Bundle().Freshness });
        FailsAt("freshness", Good with { Freshness = Good.Freshness! with { Epoch = Good.Entries[^1] } });
        FailsAt("freshness", Good with { Freshness = Good.Freshness! with { Map = Ledger.Map.Prove(LotMapHash.Key("another")) } });
        FailsAt("anchor", Good with { Anchor = Good.Anchor! with { Size = Ledger.Size - 1 } });
        FailsAt("anchor", Good with { Anchor = Good.Anchor! with { Root = other.Root } });
    }

    [Fact]
    public void A_checkpoint_that_no_key_of_the_trust_file_signed_fails()
    {
        var stranger = SyntheticLedger.Signer(7).Key;
        Assert.Equal("checkpoint", EvidenceCheck.Offline(Good, Ledger.Trust with { Key = stranger })[^1].Name);
        Assert.Equal("checkpoint", EvidenceCheck.Offline(Good, Ledger.Trust with { Key = stranger, PreviousKeys = [SyntheticLedger.Signer(8).Key] })[^1].Name);
    }

    [Fact]
    public void A_lot_that_is_not_registered_is_absent_in_every_step()
    {
        var steps = EvidenceCheck.Offline(Ledger.Absence(), Ledger.Trust);
        Assert.Equal(["format", "key", "checkpoint", "absent", "anchor"], steps.Select(s => s.Name));
        Assert.All(steps, s => Assert.Equal(CheckOutcome.Passed, s.Outcome));
    }

    [Fact]
    public void A_lot_that_is_registered_cannot_be_shown_to_be_absent()
    {
        var absence = Ledger.Absence();
        FailsAt("absent", absence with { Lot = SyntheticLedger.Lot });
        FailsAt("absent", absence with { Lot = SyntheticLedger.Lot, Freshness = Good.Freshness! });
        FailsAt("absent", absence with { Freshness = Good.Freshness! with { Map = Ledger.Map.Prove(LotMapHash.Key("01/09520123451257/10/BR2608B13")) } });
        FailsAt("absent", absence with { Freshness = absence.Freshness with { Epoch = Good.Entries[^1] } });
        FailsAt("checkpoint", absence with { Checkpoint = Ledger.Checkpoint(Ledger.Size, Ledger.Root, "ledger.example/wood") });
        FailsAt("anchor", absence with { Anchor = absence.Anchor! with { Root = new byte[32] } });
    }

    [Fact]
    public void A_receipt_shows_that_its_event_is_in_the_log_and_no_more()
    {
        var steps = EvidenceCheck.Offline(Ledger.Receipt(), Ledger.Trust);
        Assert.Equal(["format", "entries", "lot", "key", "checkpoint", "inclusion", "anchor"], steps.Select(s => s.Name));
        Assert.Equal("anchor", Assert.Single(steps, s => s.Outcome != CheckOutcome.Passed).Name);
        FailsAt("inclusion", Ledger.Receipt() with { Entry = Good.Entries[0] });
    }

    [Fact]
    public void The_facts_are_those_of_the_newest_entry_and_cannot_steer_a_terminal()
    {
        Assert.Equal(
            ["lot", "type", "version", "recordedAt", "celsius", "site"],
            EvidenceCheck.Facts(Good).Select(f => f.Key));
        Assert.Equal("7", EvidenceCheck.Facts(Good)[2].Value);
        var hostile = Good with { Entries = [Changed(Good.Entries[^1], "Callao", "\u009b31mred\u007f")] };
        Assert.DoesNotContain(EvidenceCheck.Facts(hostile), f => f.Value.Any(char.IsControl));
        Assert.Empty(EvidenceCheck.Facts(Good with { Entries = [[]] }));
        Assert.Empty(EvidenceCheck.Facts(Good with { Entries = [] }));
        Assert.Empty(EvidenceCheck.Facts(Ledger.Absence()));
        Assert.DoesNotContain(EvidenceCheck.Offline(Good with { Lot = "\u001b[2J\u202e" }, null), s => s.Detail.Any(c => char.IsControl(c) || c == '\u202e'));
    }

    private static void FailsAt(string step, EvidenceFile file)
    {
        var steps = EvidenceCheck.Offline(file, Ledger.Trust);
        Assert.Equal(step, Assert.Single(steps, s => s.Outcome == CheckOutcome.Failed).Name);
        Assert.Equal(step, steps[^1].Name);
    }

    private static byte[] Changed(byte[] entry, string from, string to) =>
        Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(entry).Replace(from, to, StringComparison.Ordinal));
}
