using CsCheck;
using Lotmark.Scanner.DigitalLinks;

namespace Lotmark.Scanner.Tests.DigitalLinks;

public sealed class EpcUrnTests
{
    [Theory]
    [InlineData("urn:epc:class:lgtin:4012345.012345.Lot987", "https://id.gs1.org/01/04012345123456/10/Lot987", 7)]
    [InlineData("urn:epc:id:sgtin:4012345.011111.9822", "https://id.gs1.org/01/04012345111118/21/9822", 7)]
    [InlineData("urn:epc:id:sscc:4012345.3111111111", "https://id.gs1.org/00/340123451111111111", 7)]
    [InlineData("urn:epc:id:sscc:4012345.0000000333", "https://id.gs1.org/00/040123450000003338", 7)]
    [InlineData("urn:epc:id:sgln:4012345.00005.0", "https://id.gs1.org/414/4012345000054", 7)]
    [InlineData("urn:epc:id:sgln:4012345.00011.987", "https://id.gs1.org/414/4012345000115/254/987", 7)]
    [InlineData("urn:epc:id:pgln:4000001.00000", "https://id.gs1.org/417/4000001000005", 7)]
    [InlineData("urn:epc:idpat:sgtin:4012345.012345.*", "https://id.gs1.org/01/04012345123456", 7)]
    [InlineData("urn:epc:class:lgtin:9520123.045118.EC%2FVAN-0926.17", "https://id.gs1.org/01/09520123451189/10/EC%2FVAN-0926.17", 7)]
    [InlineData("urn:epc:id:gdti:4012345.00005.INV%2F7", "https://id.gs1.org/253/4012345000054INV%2F7", 7)]
    [InlineData("urn:epc:id:giai:4012345.AB-7", "https://id.gs1.org/8004/4012345AB-7", 7)]
    public void A_name_and_its_link_mean_the_same(string urn, string canonical, int prefixLength)
    {
        Assert.True(EpcUrn.TryParse(urn, out var link));
        Assert.Equal(canonical, link.Canonical);
        Assert.True(DigitalLinkUri.TryParse(canonical, out var read, out _));
        Assert.True(EpcUrn.TryFormat(read, prefixLength, out var back));
        Assert.Equal(urn, back);
    }

    [Theory]
    [InlineData("urn:epc:id:sgtin:4012345.011111")]
    [InlineData("urn:epc:id:sgtin:4012345.01111.9822")]
    [InlineData("urn:epc:id:sgtin:40123.01111111.9822")]
    [InlineData("urn:epc:id:sgtin:4012345.01111A.9822")]
    [InlineData("urn:epc:id:sgtin:4012345.011111.98/22")]
    [InlineData("urn:epc:id:sgtin:4012345.011111.98%2")]
    [InlineData("urn:epc:id:sgtin:4012345.011111.98 22")]
    [InlineData("urn:epc:class:lgtin:4012345.012345.")]
    [InlineData("urn:epc:class:lgtin:4012345.012345.123456789012345678901")]
    [InlineData("urn:epc:class:lgtin:4012345.012345..")]
    [InlineData("urn:epc:id:lgtin:4012345.012345.A")]
    [InlineData("urn:epc:idpat:sgtin:4012345.*.*")]
    [InlineData("urn:epc:idpat:sgtin:4012345.012345.7")]
    [InlineData("urn:epc:id:sscc:4012345.311111111")]
    [InlineData("urn:epc:id:sgln:4012345.00005")]
    [InlineData("urn:epc:id:sgln:4012345..0")]
    [InlineData("urn:epc:id:pgln:４０１２３４５.00000")]
    [InlineData("urn:epc:id:giai:4012345.")]
    [InlineData("urn:epc:raw:96.x00")]
    [InlineData("URN:EPC:id:sscc:4012345.3111111111")]
    [InlineData("urn:epc:")]
    [InlineData("")]
    public void What_is_no_name_has_no_link(string urn) => Assert.False(EpcUrn.TryParse(urn, out _));

    [Theory]
    [InlineData("/01/09520123456788/22/V", 7)]
    [InlineData("/01/09520123456788/235/T", 7)]
    [InlineData("/01/09520123456788/10/A", 5)]
    [InlineData("/01/09520123456788/10/A", 13)]
    [InlineData("/253/4012345000054", 7)]
    [InlineData("/8004/4012AB", 7)]
    public void Some_links_have_no_name(string path, int prefixLength)
    {
        Assert.True(DigitalLinkUri.TryParse(path, out var link, out _));
        Assert.False(EpcUrn.TryFormat(link, prefixLength, out _));
    }

    [Fact]
    public void Any_lot_is_found_again_by_its_name_whoever_owns_the_prefix() => Gen.Select(DigitalLinkTests.AnyLot, Gen.Int[6, 12]).Sample((lot, prefixLength) =>
    {
        Assert.True(DigitalLinkUri.TryCreate([new("01", "09520123456788"), new("10", lot)], out var link, out _));
        Assert.True(EpcUrn.TryFormat(link, prefixLength, out var urn));
        Assert.True(EpcUrn.TryParse(urn, out var found));
        Assert.Equal(link.Canonical, found.Canonical);
    });

    [Fact]
    public void No_text_breaks_the_parser() => Gen.String[Gen.Char["urn:epcidslgt.0123456789%*/ "], 0, 60]
            .Sample(text => Assert.Equal(EpcUrn.TryParse("urn:epc:id:" + text, out var link), link is not null));
}
