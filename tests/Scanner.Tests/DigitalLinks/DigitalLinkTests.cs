using CsCheck;
using Lotmark.Scanner.DigitalLinks;

namespace Lotmark.Scanner.Tests.DigitalLinks;

public sealed class DigitalLinkTests
{
    private const string Gtin = "09520123456788";

    public static readonly Gen<string> AnyLot =
        Gen.Char[CharacterSet82.Characters].Array[1, DigitalLink.LongestLotNumber]
            .Select(characters => new string(characters)).Where(lot => lot is not ("." or ".."));

    [Fact]
    public void A_lot_has_one_spelling()
    {
        var link = new DigitalLink("09520123451189", "EC/VAN-0926.17");

        Assert.Equal("01/09520123451189/10/EC%2FVAN-0926.17", link.Path);
        Assert.Equal("https://t.example.com/01/09520123451189/10/EC%2FVAN-0926.17", link.Uri("https://t.example.com"));
        Assert.Equal("https://t.example.com/trace/01/09520123451189/10/EC%2FVAN-0926.17", link.Uri("https://t.example.com/trace/"));
        Assert.Equal("https://id.gs1.org/01/09520123451189/10/EC%2FVAN-0926.17", link.Canonical);
    }

    [Fact]
    public void All_but_the_unreserved_characters_are_encoded_in_upper_case() =>
        Assert.Equal("%21%22%25%26%27%28%29%2A%2B%2C-.%2F0%3A%3B%3C%3D%3E%3FAZ_az", DigitalLink.Encode("!\"%&'()*+,-./0:;<=>?AZ_az"));

    [Theory]
    [InlineData("/01/09520123456788/10/FZ2603-0147", "FZ2603-0147")]
    [InlineData("01/09520123456788/10/FZ2603-0147", "FZ2603-0147")]
    [InlineData("/trace/01/09520123456788/10/FZ2603-0147", "FZ2603-0147")]
    [InlineData("/01/09520123456788/10/A%2FB", "A/B")]
    [InlineData("/01/09520123456788/10/A%2fB", "A/B")]
    [InlineData("/01/09520123456788/10/A%2FB/", "A/B")]
    [InlineData("/01/09520123456788/10/A+B", "A+B")]
    [InlineData("/01/09520123456788/10/A%2BB", "A+B")]
    [InlineData("/01/09520123456788/10/ES+PK(26)%2F07", "ES+PK(26)/07")]
    [InlineData("/01/09520123456788/10/ES%2BPK%2826%29%2F07", "ES+PK(26)/07")]
    [InlineData("/01/09520123456788/10/100%25", "100%")]
    [InlineData("/01/09520123456788/10/A%252FB", "A%2FB")]
    [InlineData("/01/09520123456788/10/%46Z", "FZ")]
    [InlineData("/%30%31/09520123456788/10/FZ", "FZ")]
    [InlineData("/01/%30%39520123456788/10/FZ", "FZ")]
    [InlineData("/01/09520123456788/10/10", "10")]
    [InlineData("/01/09520123456788/10/...", "...")]
    [InlineData("/01/09520123456788/10/12345678901234567890", "12345678901234567890")]
    public void Every_spelling_of_a_lot_is_understood(string rawPath, string lot)
    {
        Assert.True(DigitalLink.TryParse(rawPath, out var link, out var error));
        Assert.Null(error);
        Assert.Equal(new(Gtin, lot), link);
    }

    [Theory]
    [InlineData("/01/09520123456789/10/A", DigitalLinkPart.Gtin, DigitalLinkFault.GtinCheckDigit)]
    [InlineData("/01/9520123456788/10/A", DigitalLinkPart.Gtin, DigitalLinkFault.GtinNotFourteenDigits)]
    [InlineData("/01/0952012345678X/10/A", DigitalLinkPart.Gtin, DigitalLinkFault.GtinNotFourteenDigits)]
    [InlineData("/01/0952012345678%3/10/A", DigitalLinkPart.Gtin, DigitalLinkFault.PercentEncoding)]
    [InlineData("/01/09520123456788/10/", DigitalLinkPart.LotNumber, DigitalLinkFault.LotEmpty)]
    [InlineData("/01/09520123456788/10/123456789012345678901", DigitalLinkPart.LotNumber, DigitalLinkFault.LotTooLong)]
    [InlineData("/01/09520123456788/10/A%20B", DigitalLinkPart.LotNumber, DigitalLinkFault.LotCharacter)]
    [InlineData("/01/09520123456788/10/A%23B", DigitalLinkPart.LotNumber, DigitalLinkFault.LotCharacter)]
    [InlineData("/01/09520123456788/10/%E6%89%B9", DigitalLinkPart.LotNumber, DigitalLinkFault.LotCharacter)]
    [InlineData("/01/09520123456788/10/A%00", DigitalLinkPart.LotNumber, DigitalLinkFault.LotCharacter)]
    [InlineData("/01/09520123456788/10/.", DigitalLinkPart.LotNumber, DigitalLinkFault.LotDotSegment)]
    [InlineData("/01/09520123456788/10/%2E%2e", DigitalLinkPart.LotNumber, DigitalLinkFault.LotDotSegment)]
    [InlineData("/01/09520123456788/10/100%", DigitalLinkPart.LotNumber, DigitalLinkFault.PercentEncoding)]
    [InlineData("/01/09520123456788/10/A%2", DigitalLinkPart.LotNumber, DigitalLinkFault.PercentEncoding)]
    [InlineData("/01/09520123456788/10/A%GGB", DigitalLinkPart.LotNumber, DigitalLinkFault.PercentEncoding)]
    [InlineData("/01/09520123456788/10/A%+1", DigitalLinkPart.LotNumber, DigitalLinkFault.PercentEncoding)]
    [InlineData("/01/09520123456788/21/1/10/A", DigitalLinkPart.Path, DigitalLinkFault.NotALotLink)]
    [InlineData("/01/09520123456788", DigitalLinkPart.Path, DigitalLinkFault.NotALotLink)]
    [InlineData("/01/09520123456788/10/A//", DigitalLinkPart.Path, DigitalLinkFault.NotALotLink)]
    [InlineData("/gtin/09520123456788/lot/A", DigitalLinkPart.Path, DigitalLinkFault.NotALotLink)]
    [InlineData("//////", DigitalLinkPart.Path, DigitalLinkFault.NotALotLink)]
    [InlineData("", DigitalLinkPart.Path, DigitalLinkFault.NotALotLink)]
    public void What_is_wrong_is_said_part_by_part(string rawPath, DigitalLinkPart part, DigitalLinkFault fault)
    {
        Assert.False(DigitalLink.TryParse(rawPath, out _, out var error));
        Assert.Equal((part, fault), (error.Part, error.Fault));
    }

    [Fact]
    public void What_was_seen_is_kept_short()
    {
        Assert.False(DigitalLink.TryParse("/01/09520123456788/10/" + new string('A', 5000), out _, out var error));
        Assert.Equal(64, error.Seen.Length);
    }

    [Fact]
    public void Any_lot_survives_its_own_address() => AnyLot.Sample(lot =>
    {
        var link = new DigitalLink(Gtin, lot);
        Assert.True(DigitalLink.TryParse("/" + link.Path, out var parsed, out _));
        Assert.Equal(link, parsed);
    });

    [Fact]
    public void Any_lot_encoded_all_over_is_the_same_lot() => AnyLot.Sample(lot =>
    {
        var everything = string.Concat(lot.Select(character => $"%{(int)character:x2}"));
        Assert.True(DigitalLink.TryParse($"/01/{Gtin}/10/{everything}", out var parsed, out _));
        Assert.Equal(lot, parsed.LotNumber);
    });

    [Fact]
    public void No_path_breaks_the_parser() =>
        Gen.String[Gen.Char["/01%2Fa.+9520123456788"], 0, 60].Sample(path =>
        {
            var parsed = DigitalLink.TryParse(path, out var link, out _);
            if (parsed) Assert.True(DigitalLink.TryCreate(link.Gtin, link.LotNumber, out _, out _));
        });
}
