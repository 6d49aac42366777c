using CsCheck;
using Lotmark.Contracts.Evidence;
using Lotmark.Contracts.Notes;

namespace Lotmark.Contracts.Tests.Evidence;

/// <summary>While a key is replaced two keys sign; who pinned either of them can go on.</summary>
public sealed class KeyRotationTests
{
    private static readonly SyntheticLedger Ledger = new();
    private static readonly NoteSigner Older = SyntheticLedger.Signer(0);
    private static readonly NoteSigner Newer = SyntheticLedger.Signer(1);
    private static readonly NoteSigner Stranger = SyntheticLedger.Signer(2);
    private static readonly TrustFile Both = Ledger.Trust with { Key = Newer.Key, PreviousKeys = [Older.Key] };

    [Fact]
    public void Evidence_signed_before_holds_by_the_previous_key_and_says_so() => SignedBy(Older.Key, Ledger.Bundle(), Both);

    [Fact]
    public void In_the_overlap_either_pin_holds_whichever_key_the_bundle_names()
    {
        foreach (var named in (NoteSigner[])[Older, Newer])
        {
            var bundle = Ledger.BundleInOverlap(Older, Newer, named);
            SignedBy(Older.Key, bundle, Ledger.Trust);
            SignedBy(Newer.Key, bundle, Ledger.Trust with { Key = Newer.Key });
            SignedBy(Newer.Key, bundle, Both);
            SignedBy(named.Key, bundle, null);
        }
    }

    [Fact]
    public void A_key_that_was_not_pinned_does_not_count_though_the_bundle_names_it()
    {
        Fails(Ledger.Bundle(), Ledger.Trust with { Key = Newer.Key });
        Fails(Ledger.BundleInOverlap(Stranger, Stranger, Stranger), Both);
        SignedBy(Older.Key, Ledger.BundleInOverlap(Older, Stranger, Stranger), Ledger.Trust);
    }

    [Fact]
    public void No_change_of_the_checkpoint_in_an_overlap_holds_by_any_pin()
    {
        var good = Ledger.BundleInOverlap(Older, Newer, Newer);
        var from = good.Proof.IndexOf("\n\n", StringComparison.Ordinal) + 2;
        var text = TextOf(good);
        Gen.Select(Gen.Int[from, good.Proof.Length - 1], Gen.Int[1, 127], Gen.OneOf(Gen.Const<TrustFile?>(Both), Gen.Const<TrustFile?>(Ledger.Trust), Gen.Const(() => (TrustFile?)null))).Sample((at, change, trust) =>
        {
            var changed = good with { Proof = good.Proof[..at] + (char)(good.Proof[at] ^ change) + good.Proof[(at + 1)..] };
            // A line that has become one of an unknown key is ignored; what the other key signed stands.
            return !EvidenceCheck.Holds(EvidenceCheck.Offline(changed, trust)) || TextOf(changed) == text;
        }, iter: 5_000);
    }

    [Fact]
    public void One_line_of_a_known_key_that_does_not_hold_condemns_the_other()
    {
        var good = Ledger.BundleInOverlap(Older, Newer, Newer);
        foreach (var line in good.Proof.Split('\n').Where(l => l.StartsWith('—')))
        {
            var last = line[^4] == 'A' ? 'B' : 'A'; // within the signature, and still base64
            Fails(good with { Proof = good.Proof.Replace(line, line[..^4] + last + line[^3..], StringComparison.Ordinal) }, Both);
        }
    }

    private static string TextOf(EvidenceBundle bundle) => bundle.Proof[..bundle.Proof.LastIndexOf("\n\n", StringComparison.Ordinal)];

    private static void SignedBy(VerifierKey key, EvidenceBundle bundle, TrustFile? trust)
    {
        var steps = EvidenceCheck.Offline(bundle, trust);
        Assert.True(EvidenceCheck.Holds(steps));
        Assert.StartsWith($"{key.Name}+{key.Id:x8} signed", steps.Single(s => s.Name == "checkpoint").Detail, StringComparison.Ordinal);
    }

    private static void Fails(EvidenceBundle bundle, TrustFile trust) => Assert.Equal(("checkpoint", CheckOutcome.Failed), EvidenceCheck.Offline(bundle, trust).Select(s => (s.Name, s.Outcome)).Last());
}
