using Lotmark.Scanner.DigitalLinks;

namespace Lotmark.Scanner.Tests.DigitalLinks;

public sealed class DigitalLinkUriTests
{
    private const string Product = "/01/09520123456788";

    [Theory]
    [InlineData("https://t.example.com/01/09520123456788/10/FZ2603-0147?17=271231", "01/09520123456788/10/FZ2603-0147")]
    [InlineData("https://t.example.com/01/09520123456788/10/A%2FB/21/0001", "01/09520123456788/10/A%2FB/21/0001")]
    [InlineData("https://t.example.com/01/09520123456788", "01/09520123456788")]
    [InlineData("https://t.example.com/01/09520123456788/", "01/09520123456788")]
    [InlineData("https://t.example.com/01/09520123456788/22/2A/10/L/21/S", "01/09520123456788/22/2A/10/L/21/S")]
    [InlineData("https://t.example.com/01/09520123456788/22/2A/21/S", "01/09520123456788/22/2A/21/S")]
    [InlineData("https://t.example.com/01/09520123456788/235/TPX-1", "01/09520123456788/235/TPX-1")]
    [InlineData("https://t.example.com/00/340123451111111111", "00/340123451111111111")]
    [InlineData("https://t.example.com/414/4012345000054", "414/4012345000054")]
    [InlineData("https://t.example.com/414/4012345000054/254/Dock+7", "414/4012345000054/254/Dock%2B7")]
    [InlineData("https://t.example.com/417/4000001000005", "417/4000001000005")]
    [InlineData("https://t.example.com/8004/4012345AB-7", "8004/4012345AB-7")]
    [InlineData("https://t.example.com/253/4012345000054", "253/4012345000054")]
    [InlineData("https://t.example.com/253/4012345000054INV%2F7", "253/4012345000054INV%2F7")]
    [InlineData("HTTPS://T.EXAMPLE.COM/01/09520123456788/10/a", "01/09520123456788/10/a")]
    [InlineData("HTTP://[::1]:5080/01/09520123456788/10/a", "01/09520123456788/10/a")]
    [InlineData("http://t.example.com/trace/01/09520123456788/10/A", "01/09520123456788/10/A")]
    [InlineData("https://t.example.com/414/4012345000054/01/09520123456788/10/A", "01/09520123456788/10/A")]
    [InlineData("https://t.example.com/01/09520123456788/10/01", "01/09520123456788/10/01")]
    [InlineData("https://t.example.com/01/09520123456788/10/01/21/00", "01/09520123456788/10/01/21/00")]
    [InlineData("https://t.example.com/01/09520123456788/10/A#10=B?21=C", "01/09520123456788/10/A")]
    [InlineData("/01/09520123456788/10/A:B", "01/09520123456788/10/A%3AB")]
    [InlineData("01/09520123456788/10/A?linkType=all", "01/09520123456788/10/A")]
    public void Every_key_is_read(string text, string path)
    {
        Assert.True(DigitalLinkUri.TryParse(text, out var link, out var error));
        Assert.Null(error);
        Assert.Equal(path, link.Path);
    }

    [Theory]
    [InlineData("/01/09520123456789/10/A", DigitalLinkFault.GtinCheckDigit, "01")]
    [InlineData("/01/9520123456788/10/A", DigitalLinkFault.GtinNotFourteenDigits, "01")]
    [InlineData("/01/12312312312344", DigitalLinkFault.GtinCheckDigit, "01")]
    [InlineData("/01/09520123456788/21/1/10/A", DigitalLinkFault.Order, null)]
    [InlineData("/01/09520123456788/10/A/22/V", DigitalLinkFault.Order, null)]
    [InlineData("/01/09520123456788/235/T/21/1", DigitalLinkFault.Order, null)]
    [InlineData("/01/09520123456788/10/A/235/T", DigitalLinkFault.Order, null)]
    [InlineData("/01/09520123456788/10/A/10/A", DigitalLinkFault.Duplicate, null)]
    [InlineData("/01/09520123456788/17/271231", DigitalLinkFault.UnknownInPath, null)]
    [InlineData("/01/09520123456788/10/A/99/B", DigitalLinkFault.UnknownInPath, null)]
    [InlineData("/01/09520123456788/lot/A", DigitalLinkFault.UnknownInPath, null)]
    [InlineData("/01/09520123456788//A", DigitalLinkFault.UnknownInPath, null)]
    [InlineData("/gtin/09520123456788/lot/A", DigitalLinkFault.NotALotLink, null)]
    [InlineData("/01/09520123456788/10", DigitalLinkFault.NotALotLink, null)]
    [InlineData("/02/09520123456788", DigitalLinkFault.NotALotLink, null)]
    [InlineData("/", DigitalLinkFault.NotALotLink, null)]
    [InlineData("/01", DigitalLinkFault.NotALotLink, null)]
    [InlineData("/01/", DigitalLinkFault.GtinNotFourteenDigits, "01")]
    [InlineData("/01/09520123456788/10/", DigitalLinkFault.LotEmpty, "10")]
    [InlineData("/01/09520123456788/21/", DigitalLinkFault.ValueEmpty, "21")]
    [InlineData("/01/09520123456788/21/..", DigitalLinkFault.ValueDotSegment, "21")]
    [InlineData("/01/09520123456788/21/123456789012345678901", DigitalLinkFault.ValueForm, "21")]
    [InlineData("/01/09520123456788/21/%7B", DigitalLinkFault.ValueForm, "21")]
    [InlineData("/01/09520123456788/21/%7", DigitalLinkFault.PercentEncoding, "21")]
    [InlineData("/00/340123451111111112", DigitalLinkFault.ValueCheckDigit, "00")]
    [InlineData("/00/34012345111111111", DigitalLinkFault.ValueForm, "00")]
    [InlineData("/00/340123451111111111/10/A", DigitalLinkFault.UnknownInPath, null)]
    [InlineData("/414/4012345000053", DigitalLinkFault.ValueCheckDigit, "414")]
    [InlineData("/414/4012345000054/10/A", DigitalLinkFault.UnknownInPath, null)]
    [InlineData("/8004/AB4012345", DigitalLinkFault.ValueForm, "8004")]
    [InlineData("/253/4012345000054123456789012345678", DigitalLinkFault.ValueForm, "253")]
    [InlineData("Https://t.example.com/01/09520123456788", DigitalLinkFault.Scheme, null)]
    [InlineData("ftp://t.example.com/01/09520123456788", DigitalLinkFault.Scheme, null)]
    [InlineData("javascript:/01/09520123456788", DigitalLinkFault.Scheme, null)]
    [InlineData("https:///01/09520123456788", DigitalLinkFault.Host, null)]
    [InlineData("https://a@b/01/09520123456788", DigitalLinkFault.Host, null)]
    [InlineData("https://t.example.com/AQnYUc1gmiCNV4JG", DigitalLinkFault.Compressed, null)]
    [InlineData("https://t.example.com/01/09506000134352/ARFKk4XB0CDKWcnpq", DigitalLinkFault.Compressed, null)]
    [InlineData("https://t.example.com/DAwBSnDwdSzYVkm0/", DigitalLinkFault.Compressed, null)]
    public void What_breaks_the_path_is_named(string text, DigitalLinkFault fault, string? identifier)
    {
        Assert.False(DigitalLinkUri.TryParse(text, out _, out var error));
        Assert.Equal((fault, identifier), (error.Fault, error.Identifier));
    }

    [Theory]
    [InlineData("11=260917&13=260918&15=280916&17=280900&3103=002500&422=218&7003=2809162359&7006=260917&7007=260901260903")]
    [InlineData("12=281200&16=280229&3100=000001&3105=999999&423=218724&421=218AB-1&7007=260901")]
    [InlineData("37=12&30=5&7005=FAO41&7008=PNV&7030=218EC123&8008=26091723&91=anything&253=4012345000054&414=4012345000054")]
    public void Attributes_with_good_values_are_kept_in_their_order(string query)
    {
        Assert.True(DigitalLinkUri.TryParse($"{Product}?{query}", out var link, out _));

        Assert.Equal(query, string.Join('&', link.Attributes.Select(a => $"{a.Identifier}={a.Value}")));
    }

    [Theory]
    [InlineData("10=A", DigitalLinkFault.BelongsInPath, "10")]
    [InlineData("21=1", DigitalLinkFault.BelongsInPath, "21")]
    [InlineData("22=V", DigitalLinkFault.BelongsInPath, "22")]
    [InlineData("235=T", DigitalLinkFault.BelongsInPath, "235")]
    [InlineData("01=09520123456788", DigitalLinkFault.Duplicate, "01")]
    [InlineData("17=271231&17=271231", DigitalLinkFault.Duplicate, "17")]
    [InlineData("17=271231&%31%37=271231", DigitalLinkFault.Duplicate, "17")]
    [InlineData("17=", DigitalLinkFault.ValueEmpty, "17")]
    [InlineData("17", DigitalLinkFault.ValueEmpty, "17")]
    [InlineData("17=271301", DigitalLinkFault.ValueForm, "17")]
    [InlineData("17=270229", DigitalLinkFault.ValueForm, "17")]
    [InlineData("17=20271231", DigitalLinkFault.ValueForm, "17")]
    [InlineData("17=2027-1", DigitalLinkFault.ValueForm, "17")]
    [InlineData("17=27123%", DigitalLinkFault.PercentEncoding, "17")]
    [InlineData("7006=260900", DigitalLinkFault.ValueForm, "7006")]
    [InlineData("7007=260901260931", DigitalLinkFault.ValueForm, "7007")]
    [InlineData("7003=2809162460", DigitalLinkFault.ValueForm, "7003")]
    [InlineData("7003=280916", DigitalLinkFault.ValueForm, "7003")]
    [InlineData("3103=12.5", DigitalLinkFault.ValueForm, "3103")]
    [InlineData("3106=000001", DigitalLinkFault.UnknownInQuery, "3106")]
    [InlineData("422=999", DigitalLinkFault.ValueForm, "422")]
    [InlineData("422=EC", DigitalLinkFault.ValueForm, "422")]
    [InlineData("414=4012345000053", DigitalLinkFault.ValueCheckDigit, "414")]
    [InlineData("240=A+B", DigitalLinkFault.ValueForm, "240")]
    [InlineData("1234=1", DigitalLinkFault.UnknownInQuery, "1234")]
    [InlineData("0=1", DigitalLinkFault.UnknownInQuery, "0")]
    [InlineData("9=1", DigitalLinkFault.UnknownInQuery, "9")]
    public void What_breaks_the_query_is_named(string query, DigitalLinkFault fault, string identifier)
    {
        Assert.False(DigitalLinkUri.TryParse($"{Product}?{query}", out _, out var error));
        Assert.Equal((fault, identifier), (error.Fault, error.Identifier));
    }

    [Theory]
    [InlineData("/01/09520123456788/235/T?10=A")]
    [InlineData("/01/09520123456788/10/A?235=T")]
    [InlineData("/00/340123451111111111?10=A&02=09520123456788&37=12")]
    public void A_qualifier_that_the_path_has_no_place_for_may_stand_in_the_query(string text) => Assert.True(DigitalLinkUri.TryParse(text, out _, out _));

    [Fact]
    public void Other_pairs_are_kept_as_they_came()
    {
        Assert.True(DigitalLinkUri.TryParse($"{Product}/10/A?utm_source=a%26b&linkType=gs1:pip&lang=zh&flag&17=271231&q=a+b&50%=%", out var link, out _));

        Assert.Equal(
            ["utm_source=a&b", "linkType=gs1:pip", "lang=zh", "flag=", "q=a b", "50%=%"],
            link.Parameters.Select(pair => $"{pair.Key}={pair.Value}"));
        Assert.Equal("271231", link["17"]);
        Assert.Equal("A", link["10"]);
        Assert.Null(link["21"]);
    }

    [Theory]
    [InlineData("/trace/01/09520123456788/22/V/10/A%2fB/21/1?17=271231", "https://id.gs1.org/01/09520123456788/21/1")]
    [InlineData("/01/09520123456788/22/V/10/A%2fB", "https://id.gs1.org/01/09520123456788/10/A%2FB")]
    [InlineData("/01/09520123456788/22/V", "https://id.gs1.org/01/09520123456788/22/V")]
    [InlineData("/414/4012345000054/254/7?lang=zh", "https://id.gs1.org/414/4012345000054/254/7")]
    public void The_canonical_form_keeps_the_finest_level_alone(string text, string canonical)
    {
        Assert.True(DigitalLinkUri.TryParse(text, out var link, out _));
        Assert.Equal(canonical, link.Canonical);
    }

    [Fact]
    public void A_link_is_built_from_its_elements_in_any_order()
    {
        Assert.True(DigitalLinkUri.TryCreate([new("17", "271231"), new("21", "0001"), new("10", "A/B"), new("01", "09520123456788")], out var link, out _));

        Assert.Equal("https://t.example.com/01/09520123456788/10/A%2FB/21/0001?17=271231", link.Uri("https://t.example.com/"));
        Assert.Equal(new DigitalLink("09520123456788", "A/B"), link.Lot);
    }

    [Theory]
    [InlineData("10", "A", DigitalLinkFault.Duplicate)]
    [InlineData("235", "T", DigitalLinkFault.Order)]
    [InlineData("17", "271331", DigitalLinkFault.ValueForm)]
    [InlineData("1234", "A", DigitalLinkFault.UnknownInQuery)]
    [InlineData("lot", "A", DigitalLinkFault.UnknownInQuery)]
    public void Nothing_wrong_is_built(string identifier, string value, DigitalLinkFault fault)
    {
        Assert.False(DigitalLinkUri.TryCreate([new("01", "09520123456788"), new("10", "B"), new(identifier, value)], out _, out var error));
        Assert.Equal(fault, error.Fault);
    }

    [Fact]
    public void Without_a_key_nothing_is_built() => Assert.False(DigitalLinkUri.TryCreate([new("10", "A")], out _, out _));
}
