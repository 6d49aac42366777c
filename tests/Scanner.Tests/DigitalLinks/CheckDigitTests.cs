using CsCheck;
using Lotmark.Scanner.DigitalLinks;

namespace Lotmark.Scanner.Tests.DigitalLinks;

public sealed class CheckDigitTests
{
    [Theory]
    [InlineData("09520123456788")]
    [InlineData("02345673")]
    [InlineData("416000336108")]
    [InlineData("006141411234567890")]
    [InlineData("09520123451189")]
    public void Published_keys_are_valid(string key) => Assert.True(CheckDigit.IsValid(key));

    [Theory]
    [InlineData("12312312312344")]
    [InlineData("09520123456789")]
    [InlineData("0952012345678A")]
    [InlineData("０９５２０１２３４５６７８８")]
    [InlineData("0")]
    [InlineData("")]
    public void Wrong_keys_are_not(string key) => Assert.False(CheckDigit.IsValid(key));

    [Fact]
    public void Any_single_wrong_digit_shows() =>
        Gen.Select(Gen.Int[0, 13], Gen.Int[1, 9]).Sample((position, shift) =>
        {
            var digits = "09520123456788".ToCharArray();
            digits[position] = (char)('0' + (digits[position] - '0' + shift) % 10);
            Assert.False(CheckDigit.IsValid(digits));
        });
}
