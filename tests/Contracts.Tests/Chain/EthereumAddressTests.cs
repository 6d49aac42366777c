using Lotmark.Contracts.Chain;

namespace Lotmark.Contracts.Tests.Chain;

public sealed class EthereumAddressTests
{
    [Theory]
    [InlineData("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed")]
    [InlineData("0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359")]
    [InlineData("0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB")]
    [InlineData("0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb")]
    public void An_address_is_written_with_its_check_sum(string text)
    {
        Assert.Equal(text, EthereumAddress.Parse(text).ToString());
        Assert.Equal(text, EthereumAddress.Parse(text.ToLowerInvariant()).ToString());
        Assert.Equal(text, EthereumAddress.Parse("0x" + text[2..].ToUpperInvariant()).ToString());
        Assert.Equal(EthereumAddress.Parse(text), EthereumAddress.Of(Convert.FromHexString(text.AsSpan(2))));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0x")]
    [InlineData("5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed")]
    [InlineData("0x5aaeb6053F3E94C9b9A09f33669435E7Ef1BeAed")] // one letter in the other case
    [InlineData("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe")]
    [InlineData("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed0")]
    [InlineData("0X5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed")]
    [InlineData("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeg")]
    public void What_is_no_address_is_refused(string? text)
    {
        Assert.False(EthereumAddress.TryParse(text, out _));
        Assert.Throws<ArgumentException>(() => EthereumAddress.Parse(text));
    }

    [Fact]
    public void A_contract_stands_where_EIP_1014_says() => Assert.Equal(
        "0x4D1A2e2bB4F88F0250f26Ffff098B0b30B26BF38", EthereumAddress.OfCreate2(EthereumAddress.Of(new byte[20]), new byte[32], [0]).ToString());

    [Fact]
    public void A_contract_made_without_CREATE2_stands_where_sender_and_nonce_say() => Assert.Equal(
        "0x5FbDB2315678afecb367f032d93F642f64180aa3",
        EthereumAddress.Of(Keccak256.Hash(Rlp.List(Rlp.String(SigningKey.DevOwner.Account.Bytes), Rlp.Integer(0))).AsSpan(12)).ToString());
}
