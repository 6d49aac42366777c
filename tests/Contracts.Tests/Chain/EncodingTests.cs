using System.Numerics;
using System.Text;
using CsCheck;
using Lotmark.Contracts.Chain;

namespace Lotmark.Contracts.Tests.Chain;

public sealed class EncodingTests
{
    [Theory]
    [InlineData("", "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470")]
    [InlineData("hello", "1c8aff950685c2ed4bc3174f3472287b56d9517b9c948127319a09a7a36deac8")]
    public void Keccak_is_not_SHA3(string text, string hash) => Assert.Equal(hash, Convert.ToHexStringLower(Keccak256.Hash(Encoding.ASCII.GetBytes(text))));

    [Theory]
    [InlineData("", "80")]
    [InlineData("00", "00")]
    [InlineData("7f", "7f")]
    [InlineData("80", "8180")]
    [InlineData("0400", "820400")]
    public void A_short_string_has_the_published_form(string bytes, string rlp) => Assert.Equal(rlp, Convert.ToHexStringLower(Rlp.String(Convert.FromHexString(bytes))));

    [Theory]
    [InlineData(0, "80")]
    [InlineData(1, "01")]
    [InlineData(127, "7f")]
    [InlineData(128, "8180")]
    [InlineData(1024, "820400")]
    [InlineData(long.MaxValue, "887fffffffffffffff")]
    public void An_integer_has_no_leading_zeros(long value, string rlp) => Assert.Equal(rlp, Convert.ToHexStringLower(Rlp.Integer(value)));

    [Theory]
    [InlineData(55, "b7", "f7")]
    [InlineData(56, "b838", "f838")]
    [InlineData(256, "b90100", "f90100")]
    public void Length_is_told_beside_the_type_up_to_55_bytes(int length, string ofString, string ofList)
    {
        var content = Enumerable.Repeat((byte)1, length).ToArray();

        Assert.Equal(ofString, Convert.ToHexStringLower(Rlp.String(content))[..^(2 * length)]);
        Assert.Equal(ofList, Convert.ToHexStringLower(Rlp.List(content.Select(b => new[] { b })))[..^(2 * length)]);
    }

    [Fact]
    public void A_list_has_the_published_form() =>
        Assert.Equal("c88363617483646f67", Convert.ToHexStringLower(Rlp.List(Rlp.String("cat"u8), Rlp.String("dog"u8))));

    [Fact]
    public void Every_list_of_strings_can_be_read_back() => Gen.Byte.Array[0, 80].Array[0, 8].Sample(strings =>
        Assert.Equal(strings, RlpReader.Strings(Rlp.List(strings.Select(s => Rlp.String(s))))));

    [Theory]
    [InlineData("0", "0x0")]
    [InlineData("1", "0x1")]
    [InlineData("127", "0x7f")]
    [InlineData("128", "0x80")]
    [InlineData("255", "0xff")]
    [InlineData("1024", "0x400")]
    [InlineData("115792089237316195423570985008687907853269984665640564039457584007913129639935", "0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")]
    public void A_quantity_has_no_leading_zeros_and_no_sign(string value, string quantity)
    {
        var number = BigInteger.Parse(value, System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal(quantity, RpcHex.Quantity(number));
        Assert.Equal(number, RpcHex.ParseQuantity(quantity));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0x")]
    [InlineData("12")]
    [InlineData("0x-1")]
    [InlineData("0xg")]
    [InlineData("0x 1")]
    [InlineData("0x10000000000000000000000000000000000000000000000000000000000000000")]
    public void What_is_no_quantity_is_refused(string text) => Assert.Throws<FormatException>(() => RpcHex.ParseQuantity(text));

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("0x0")]
    [InlineData("0xzz")]
    public void What_is_no_data_is_refused(string text) => Assert.Throws<FormatException>(() => RpcHex.ParseData(text));

    [Fact]
    public void Data_keeps_its_zeros() => Assert.Equal([0, 0, 1], RpcHex.ParseData(RpcHex.Data([0, 0, 1])));
}
