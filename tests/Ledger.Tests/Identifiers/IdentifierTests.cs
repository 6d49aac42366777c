using CsCheck;
using Lotmark.Ledger.Identifiers;
using Lotmark.Scanner.DigitalLinks;

namespace Lotmark.Ledger.Tests.Identifiers;

public sealed class IdentifierTests
{
    [Theory]
    [InlineData("09520123456788", "09520123456788")]
    [InlineData("9520123456788", "09520123456788")]
    [InlineData("416000336108", "00416000336108")]
    [InlineData("02345673", "00000002345673")]
    public void A_GTIN_of_any_length_is_kept_with_14_digits(string written, string kept)
    {
        Assert.True(Gtin.TryParse(written, out var gtin, out _));
        Assert.Equal(kept, gtin.Value);
    }

    [Theory]
    [InlineData("12312312312344", "gtin-check-digit")]
    [InlineData("0952012345678", "gtin-check-digit")]
    [InlineData("095201234567", "gtin-check-digit")]
    [InlineData("0952012345678A", "gtin-digits")]
    [InlineData("٠٩٥٢٠١٢٣٤٥٦٧٨٨", "gtin-digits")]
    [InlineData("", "gtin-length")]
    public void A_wrong_GTIN_is_refused(string written, string code) => AssertRefused<Gtin>(written, code);

    [Fact]
    public void An_SSCC_has_the_same_check_digit() => Assert.True(CheckDigit.IsValid("006141411234567890"));

    [Fact]
    public void Any_changed_digit_of_a_GTIN_is_noticed() => Gen.Select(Gen.Long[0, 9_999_999_999_999], Gen.Int[0, 13], Gen.Int[1, 9]).Sample((body, at, by) =>
    {
        var digits = $"{body:D13}";
        var gtin = (digits + CheckDigit.Of(digits)).ToCharArray();
        gtin[at] = (char)('0' + (gtin[at] - '0' + by) % 10);
        Assert.False(CheckDigit.IsValid(gtin));
    });

    [Theory]
    [InlineData("CSQU3054383", null)]
    [InlineData("MSKU7123450", null)]
    [InlineData("CSQU3054384", "container-check-digit")]
    [InlineData("CSQA3054383", "container-number")]
    [InlineData("csqu3054383", "container-number")]
    [InlineData("CSQU305438", "container-number")]
    [InlineData("CSQU3054383\n", "container-number")]
    public void Container_numbers_follow_ISO_6346(string written, string? code) => AssertParsed<ContainerNumber>(written, code);

    [Theory]
    [InlineData("91330100799655058B", null)]
    [InlineData("91110000802100433B", null)]
    [InlineData("91330201MA2GABCD17", null)]
    [InlineData("91330201MA2GABCD10", "uscc-check-character")]
    [InlineData("91330100799655058I", "uscc")]
    [InlineData("9133010079965505", "uscc")]
    public void Social_credit_codes_follow_GB_32100(string written, string? code) => AssertParsed<Uscc>(written, code);

    [Theory]
    [InlineData("310120261123456789", null)]
    [InlineData("310120260123456789", "declaration-direction")]
    [InlineData("31012026112345678", "declaration-number")]
    public void Import_declarations_have_18_digits_and_a_direction(string written, string? code) => AssertParsed<CustomsDeclarationNumber>(written, code);

    [Theory]
    [InlineData("CNOR03022201010001", null)]
    [InlineData("CNO003022201010001", "gacc-number")]
    [InlineData("NOR03022201010001", "gacc-number")]
    public void Registrations_in_China_have_18_characters(string written, string? code) => AssertParsed<GaccNumber>(written, code);

    [Theory]
    [InlineData("0306179010", null)]
    [InlineData("030617", null)]
    [InlineData("0306.17", "hs-code")]
    [InlineData("03AB", "hs-code")]
    public void Commodity_codes_are_digits(string written, string? code) => AssertParsed<HsCode>(written, code);

    [Theory]
    [InlineData("EC", null)]
    [InlineData("HK", null)]
    [InlineData("TW", null)]
    [InlineData("XX", "country")]
    [InlineData("ec", "country")]
    public void Countries_and_regions_are_those_of_ISO_3166(string written, string? code) => AssertParsed<CountryCode>(written, code);

    [Theory]
    [InlineData("FZ2603-0147", null)]
    [InlineData("!\"%&'()*+,-./:;<=>?", null)]
    [InlineData("AAAAAAAAAAAAAAAAAAAAA", "lot-number-length")]
    [InlineData("", "lot-number-length")]
    [InlineData("EC VAN", "lot-number-characters")]
    [InlineData("A#1", "lot-number-characters")]
    [InlineData("é", "lot-number-characters")]
    [InlineData("..", "lot-number-dots")]
    public void Lot_numbers_keep_to_GS1_set_82(string written, string? code) => AssertParsed<LotNumber>(written, code);

    [Fact]
    public void A_lots_name_leads_back_to_the_lot() =>
        Gen.String[Gen.Char["!\"%&'()*+,-./:;<=>?_0123456789ABCXYZabcxyz"], 1, 20].Where(s => s is not ("." or "..")).Sample(text =>
        {
            Assert.True(LotNumber.TryParse(text, out var number, out _));
            Assert.True(Gtin.TryParse("09520123451189", out var gtin, out _));
            var lot = new LotKey(gtin, number);

            Assert.Equal(lot, LotKey.FromPath(lot.Path));
            Assert.Equal(4, lot.Path.Split('/').Length);
        });

    private static void AssertParsed<T>(string written, string? code) where T : struct, IIdentifier<T>
    {
        if (code is not null)
        {
            AssertRefused<T>(written, code);
            return;
        }
        Assert.True(T.TryParse(written, out var identifier, out _));
        Assert.Equal(written, identifier.Value);
    }

    private static void AssertRefused<T>(string written, string code) where T : struct, IIdentifier<T>
    {
        Assert.False(T.TryParse(written, out _, out var problem));
        Assert.Equal(code, problem.Code);
        Assert.NotEmpty(problem.En);
        Assert.NotEmpty(problem.Zh);
    }
}
