using System.Globalization;
using System.Text;
using Lotmark.Contracts.Json;
using Lotmark.Contracts.Tree;

namespace Lotmark.Contracts.Tests.Json;

public sealed class CanonicalJsonTests
{
    [Fact]
    public void The_published_envelope_has_these_bytes_and_this_leaf_hash()
    {
        const string Canonical = """{"actor":"urn:ex:farm:12","at":"2026-01-01T06:00:00Z","lot":"L-7","name":"Crème","qty":{"unit":"kg","value":"12.50"},"type":"harvest","v":1}""";
        var bytes = CanonicalJson.From(Encoding.UTF8.GetBytes(""" {"v":1.0, "type":"harvest","qty":{"value":"12.50","unit":"kg"},"name":"Cr\u00E8me","lot":"L-7","at":"2026-01-01T06:00:00Z","actor":"urn:ex:farm:12"} """));
        Assert.Equal(Canonical, Encoding.UTF8.GetString(bytes));
        Assert.Equal(141, bytes.Length);
        Assert.Equal("9edd0f5c52162c654baf77da80bbcefec7c9ed9255c879e4ea937dd7bf652c37", Convert.ToHexStringLower(MerkleTree.LeafHash(bytes)));
    }

    [Theory]
    [InlineData("""{"b":1,"aa":2,"a":3}""", """{"a":3,"aa":2,"b":1}""")]
    [InlineData("""{"é":1,"z":2}""", """{"z":2,"é":1}""")]
    [InlineData("""{"\uFB33":1,"\ud83d\ude00":2}""", "{\"\ud83d\ude00\":2,\"\ufb33\":1}")] // UTF-16 code units, not code points
    [InlineData("[1.0,12.50,-0,-0.0]", "[1,12.5,0,0]")]
    [InlineData("[1E5,1e-7,1e21,1e20,0.0000001,0.000001]", "[100000,1e-7,1e+21,100000000000000000000,1e-7,0.000001]")]
    [InlineData("9007199254740993", "9007199254740992")]
    [InlineData("\"\\u0000\\u001F\\b\\t\\n\\f\\r\"", "\"\\u0000\\u001f\\b\\t\\n\\f\\r\"")]
    [InlineData("\"\\u00e9\\/\\u002B\\u003C\\u007f\\u2028\"", "\"é/+<\u007f\u2028\"")]
    [InlineData("\"\\\"\\\\\"", "\"\\\"\\\\\"")]
    [InlineData("\"e\\u0301\"", "\"e\u0301\"")] // no normalisation
    [InlineData(" [ true , false , null , {} ] ", "[true,false,null,{}]")]
    public void Each_input_has_one_form(string json, string canonical)
    {
        Assert.Equal(canonical, Encoding.UTF8.GetString(CanonicalJson.From(Encoding.UTF8.GetBytes(json))));
        Assert.True(CanonicalJson.IsCanonical(Encoding.UTF8.GetBytes(canonical)));
        if (json != canonical) Assert.False(CanonicalJson.IsCanonical(Encoding.UTF8.GetBytes(json)));
    }

    [Theory]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("""{"a":1,"\u0061":2}""")]
    [InlineData("1e400")]
    [InlineData("""["\ud800"]""")]
    [InlineData("""{"\ud800":1}""")]
    [InlineData("")]
    [InlineData("[1,]")]
    [InlineData("[1]//")]
    [InlineData("NaN")]
    [InlineData("\ufeff[]")]
    public void What_has_no_canonical_form_is_refused(string json)
    {
        Assert.Throws<FormatException>(() => CanonicalJson.From(Encoding.UTF8.GetBytes(json)));
        Assert.False(CanonicalJson.IsCanonical(Encoding.UTF8.GetBytes(json)));
    }

    [Fact]
    public void Bytes_that_are_not_UTF8_and_deep_nesting_are_refused()
    {
        Assert.False(CanonicalJson.IsCanonical(new byte[] { (byte)'"', 0xff, (byte)'"' }));
        Assert.False(CanonicalJson.IsCanonical(Encoding.UTF8.GetBytes(new string('[', 10_000) + new string(']', 10_000))));
    }

    [Theory] // RFC 8785, appendix B
    [InlineData(0x0000000000000000, "0")]
    [InlineData(0x8000000000000000, "0")]
    [InlineData(0x0000000000000001, "5e-324")]
    [InlineData(0x8000000000000001, "-5e-324")]
    [InlineData(0x7fefffffffffffff, "1.7976931348623157e+308")]
    [InlineData(0xffefffffffffffff, "-1.7976931348623157e+308")]
    [InlineData(0x4340000000000000, "9007199254740992")]
    [InlineData(0xc340000000000000, "-9007199254740992")]
    [InlineData(0x4430000000000000, "295147905179352830000")]
    [InlineData(0x44b52d02c7e14af5, "9.999999999999997e+22")]
    [InlineData(0x44b52d02c7e14af6, "1e+23")]
    [InlineData(0x44b52d02c7e14af7, "1.0000000000000001e+23")]
    [InlineData(0x444b1ae4d6e2ef4e, "999999999999999700000")]
    [InlineData(0x444b1ae4d6e2ef4f, "999999999999999900000")]
    [InlineData(0x444b1ae4d6e2ef50, "1e+21")]
    [InlineData(0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7")]
    [InlineData(0x3eb0c6f7a0b5ed8d, "0.000001")]
    [InlineData(0x41b3de4355555553, "333333333.3333332")]
    [InlineData(0x41b3de4355555554, "333333333.33333325")]
    [InlineData(0x41b3de4355555555, "333333333.3333333")]
    [InlineData(0x41b3de4355555556, "333333333.3333334")]
    [InlineData(0x41b3de4355555557, "333333333.33333343")]
    [InlineData(0xbecbf647612f3696, "-0.0000033333333333333333")]
    [InlineData(0x43143ff3c1cb0959, "1424953923781206.2")]
    public void A_double_is_spelled_as_ECMAScript_spells_it(ulong bits, string spelling)
    {
        var text = BitConverter.UInt64BitsToDouble(bits).ToString("E17", CultureInfo.InvariantCulture);
        Assert.Equal(spelling, Encoding.UTF8.GetString(CanonicalJson.From(Encoding.UTF8.GetBytes(text))));
    }
}
