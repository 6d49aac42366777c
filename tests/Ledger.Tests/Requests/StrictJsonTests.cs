using System.Globalization;
using System.Text;
using Lotmark.Ledger.Problems;
using Lotmark.Ledger.Requests;

namespace Lotmark.Ledger.Tests.Requests;

/// <summary>What is taken in comes out of every reader's JSON as it went in.</summary>
public sealed class StrictJsonTests
{
    [Fact]
    public void Text_is_kept_in_its_one_normal_form()
    {
        Assert.Equal("Crème", Read("\"Cre\\u0300me\"").Text);
        Assert.Equal("Crème", Read("\"  Crème \"").Text);
        Assert.Equal("𠮷野家 🦐", Read("\"𠮷野家 🦐\"").Text);
    }

    [Theory]
    [InlineData("\"a\\u0000b\"", "text-characters")]
    [InlineData("\"a\\nb\"", "text-characters")]
    [InlineData("\"a\\u009bb\"", "text-characters")]
    [InlineData("\"\\ufffe\"", "text-characters")]
    [InlineData("\"gpj.\\u202Eexe\"", "text-characters")]
    [InlineData("\"a\\u2066b\\u2069\"", "text-characters")]
    [InlineData("\"a\\u2028b\"", "text-characters")]
    [InlineData("\"\\ud800\"", "type-text")]
    [InlineData("\"\\udc00\\ud800\"", "type-text")]
    [InlineData("12", "type-text")]
    public void Text_that_could_not_be_kept_is_refused_by_its_field(string json, string code) => Refused("text", json, code);

    [Theory]
    [InlineData("9007199254740991", 9007199254740991)]
    [InlineData("-9007199254740991", -9007199254740991)]
    public void Whole_numbers_are_those_that_every_double_holds(string json, long expected) => Assert.Equal(expected, Read(json, "whole").Whole);

    [Theory]
    [InlineData("9007199254740992", "number-size")]
    [InlineData("-9007199254740992", "number-size")]
    [InlineData("-9223372036854775808", "number-size")]
    [InlineData("9223372036854775808", "type-integer")]
    [InlineData("1.0", "type-integer")]
    [InlineData("1e3", "type-integer")]
    [InlineData("\"1\"", "type-integer")]
    public void Other_whole_numbers_are_refused_by_their_field(string json, string code) => Refused("whole", json, code);

    [Theory]
    [InlineData("12.50", "12.5")]
    [InlineData("123456789.012345", "123456789.012345")]
    [InlineData("0.0000000000000123456789012345", "0.0000000000000123456789012345")]
    [InlineData("1.5e3", "1500")]
    [InlineData("-0.0", "0")]
    [InlineData("0.00", "0")]
    public void Decimals_have_at_most_fifteen_digits(string json, string expected) =>
        Assert.Equal(expected, Read(json, "number").Number!.Value.ToString("0.############################", CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("1234567890.123456", "number-digits")]
    [InlineData("9007199254740993", "number-digits")]
    [InlineData("100000000000000000", "number-digits")]
    [InlineData("1e-30", "number-digits")]
    [InlineData("0.00000000000000000000000000001", "number-digits")]
    [InlineData("1.00000000000000000000000000000000000001", "number-digits")]
    [InlineData("1e400", "type-number")]
    [InlineData("\"12\"", "type-number")]
    public void Decimals_that_would_change_on_the_way_are_refused_by_their_field(string json, string code) => Refused("number", json, code);

    private static Request Read(string json, string field = "text")
    {
        var errors = new FieldErrors();
        var request = StrictJson.Read<Request>(Encoding.UTF8.GetBytes($"{{\"{field}\":{json}}}"), errors);
        Assert.False(errors.Any);
        return request!;
    }

    private static void Refused(string field, string json, string code)
    {
        var errors = new FieldErrors();
        StrictJson.Read<Request>(Encoding.UTF8.GetBytes($"{{\"{field}\":{json}}}"), errors);
        var (path, wrong) = Assert.Single(errors.ByPath);
        Assert.Equal((field, code), (path, wrong[0].Code));
    }

    private sealed record Request
    {
        public string? Text { get; init; }
        public long? Whole { get; init; }
        public decimal? Number { get; init; }
    }
}
