using System.Security.Cryptography;
using System.Text;
using Lotmark.Ledger.Log;

namespace Lotmark.Ledger.Tests.Log;

public sealed class LeafEntryTests
{
    private static readonly DateTime At = new(2026, 11, 7, 6, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void A_leaf_is_canonical_whatever_form_the_event_is_stored_in() =>
        Assert.Equal(
            """{"data":{"a":12.5,"b":"Crème","c":[1,{"x":true,"y":null}]},"lot":"01/x","previous":null,"recordedAt":"2026-11-07T06:00:00.000000Z","type":"lot_registered","version":1}""",
            Leaf("""{ "c": [1.0, {"y": null, "x": true}], "b": "Cr\u00e8me", "a": 12.50 }"""));

    [Fact]
    public void A_later_leaf_names_the_one_before() =>
        Assert.Contains("\"previous\":\"" + new string('a', 64) + "\"", Encoding.UTF8.GetString(
            LeafEntry.Build("01/x", 2, "t", At, "{}", [.. Enumerable.Repeat((byte)0xaa, 32)])), StringComparison.Ordinal);

    [Fact]
    public void A_confidential_value_is_kept_back_wherever_it_stands()
    {
        var salt = RandomNumberGenerator.GetBytes(16);
        var hash = Convert.ToHexStringLower(SHA256.HashData([.. salt, .. "310120261000456789"u8]));

        var leaf = Leaf($$$"""{"list":[{"deep":{"salt":"{{{Convert.ToBase64String(salt)}}}","confidential":"310120261000456789"}}]}""");

        Assert.Contains($$$"""{"list":[{"deep":{"sha256":"{{{hash}}}"}}]}""", leaf, StringComparison.Ordinal);
        Assert.DoesNotContain("310120261000456789", leaf, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String(salt), leaf, StringComparison.Ordinal);
    }

    private static string Leaf(string data) => Encoding.UTF8.GetString(LeafEntry.Build("01/x", 1, "lot_registered", At, data, null));
}
