using System.Text;
using System.Text.Json.Nodes;
using Lotmark.Contracts.Evidence;

namespace Lotmark.Contracts.Tests.Evidence;

public sealed class EvidenceFormTests
{
    private static readonly SyntheticLedger Ledger = new();

    [Fact]
    public void A_file_reads_as_it_was_written()
    {
        foreach (var file in (EvidenceFile[])[Ledger.Bundle(), Ledger.Bundle() with { Anchor = null, Freshness = null }, Ledger.Absence(), Ledger.Receipt()])
        {
            var json = BundleJson.Of(file);
            Assert.True(EvidenceFile.TryParse(BundleJson.Bytes(json), out var read, out var problem), problem);
            Assert.True(JsonNode.DeepEquals(json, BundleJson.Of(read)));
            Assert.True(EvidenceCheck.Holds(EvidenceCheck.Offline(BundleJson.Bytes(json), Ledger.Trust)));
        }
    }

    [Fact]
    public void A_bundle_in_another_form_is_refused_with_the_member_named()
    {
        Refused("format", b => b["format"] = "lotmark-evidence/2");
        Refused("lot", b => b["lot"] = 1);
        Refused("entries", b => b["entries"] = "");
        Refused("entries", b => b["entries"]![0] = null);
        Refused("entries", b => b["entries"]![0] = "AAA");
        Refused("entries", b => b["entries"]![0] = Convert.ToBase64String(new byte[65_536]));
        Refused("proof", b => b.Remove("proof"));
        Refused("extra", b => b["extra"] = true);
        Refused("key", b => b["key"] = null);
        Refused("freshness", b => b["freshness"] = new JsonArray());
        Refused("anchor", b => b.Remove("anchor"));
        Refused("terminal", b => b["freshness"]!.AsObject().Remove("terminal"));
        Refused("siblings", b => b["freshness"]!["siblings"]![0] = Convert.ToBase64String(new byte[31]));
        Refused("siblings", b => b["freshness"]!["siblings"] = new JsonArray([.. Enumerable.Repeat(Convert.ToBase64String(new byte[32]), 257).Select(h => JsonValue.Create(h))]));
        Refused("size", b => b["anchor"]!["size"] = -1);
        Refused("size", b => b["anchor"]!["size"] = 1.5);
        Refused("root", b => b["anchor"]!["root"] = new string('A', 64));
        Refused("contract", b => b["anchor"]!["contract"] = "0x12");
    }

    [Fact]
    public void A_document_that_shows_nothing_says_so()
    {
        Refused("ask it again", BundleJson.Of(Ledger.Absence()), d => d.Remove("absence"));
        Refused("lot", BundleJson.Of(Ledger.Absence()), d => d.Remove("lot"));
        Refused("freshness", BundleJson.Of(Ledger.Absence()), d => d["absence"]!["freshness"] = null);
        Refused("anchor", BundleJson.Of(Ledger.Absence()), d => d["absence"]!["anchor"] = null);
        Refused("extra", BundleJson.Of(Ledger.Absence()), d => d["absence"]!["extra"] = 1);
        Refused("null", BundleJson.Of(Ledger.Receipt()), d => d["receipt"] = null);
        Refused("entry", BundleJson.Of(Ledger.Receipt()), d => d["receipt"]!["entry"] = "e30=");
        Refused("proof", BundleJson.Of(Ledger.Receipt()), d => d["receipt"]!.AsObject().Remove("proof"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"lot\":\"a\",\"lot\":\"a\"}")]
    [InlineData("{\"format\":\"\\ud800\"}")]
    public void What_is_no_bundle_at_all_fails_the_format_step(string file) =>
        Assert.Equal(("format", CheckOutcome.Failed), EvidenceCheck.Offline(Encoding.UTF8.GetBytes(file), null).Select(s => (s.Name, s.Outcome)).Single());

    [Fact]
    public void A_trust_file_pins_all_or_is_refused()
    {
        Assert.True(Reads(Trust(), out var trust));
        Assert.Equal((Ledger.Trust.Origin, Ledger.Trust.Key.ToString(), 31337L, SyntheticLedger.Contract), (trust!.Origin, trust.Key.ToString(), trust.ChainId, trust.Contract));

        foreach (var member in (string[])["origin", "key", "chainId", "contract", "rpcUrls"])
        {
            var without = Trust();
            without.Remove(member);
            Assert.False(Reads(without, out _));
        }
        Assert.False(Reads(Trust("origin", "other.example"), out _));
        Assert.False(Reads(Trust("contract", "12"), out _));
        Assert.False(Reads(Trust("rpcUrls", new JsonArray("file:///etc/passwd")), out _));
        Assert.False(Reads(Trust("extra", 1), out _));
    }

    [Fact]
    public void A_trust_file_may_name_the_keys_before_this_one()
    {
        Assert.True(Reads(Trust(), out var trust));
        Assert.Empty(trust!.PreviousKeys);
        Assert.True(Reads(Trust("previousKeys", new JsonArray(SyntheticLedger.Signer(1).Key.ToString())), out trust));
        Assert.Equal([Ledger.Trust.Key, SyntheticLedger.Signer(1).Key], trust!.Keys);

        Assert.False(Reads(Trust("previousKeys", SyntheticLedger.Signer(1).Key.ToString()), out _));
        Assert.False(Reads(Trust("previousKeys", new JsonArray("a")), out _));
        Assert.False(Reads(Trust("previousKeys", new JsonArray(new Lotmark.Contracts.Notes.NoteSigner("other.example", new byte[32]).Key.ToString())), out _));
    }

    private static void Refused(string member, Action<JsonObject> change) => Refused(member, BundleJson.Of(Ledger.Bundle()), change);

    private static void Refused(string member, JsonObject json, Action<JsonObject> change)
    {
        change(json);
        Assert.False(EvidenceFile.TryParse(BundleJson.Bytes(json), out _, out var problem));
        Assert.Contains(member, problem, StringComparison.Ordinal);
    }

    private static JsonObject Trust(string? member = null, JsonNode? value = null)
    {
        var trust = new JsonObject
        {
            ["origin"] = Ledger.Trust.Origin,
            ["key"] = Ledger.Trust.Key.ToString(),
            ["chainId"] = 31337,
            ["contract"] = SyntheticLedger.Contract,
            ["rpcUrls"] = new JsonArray("http://127.0.0.1:8545"),
        };
        if (member is not null) trust[member] = value;
        return trust;
    }

    private static bool Reads(JsonObject trust, out TrustFile? read) => TrustFile.TryParse(BundleJson.Bytes(trust), out read, out _);
}
