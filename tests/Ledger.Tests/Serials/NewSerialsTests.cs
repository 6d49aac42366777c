using CsCheck;
using Lotmark.Ledger.Serials;
using Lotmark.Scanner.DigitalLinks;

namespace Lotmark.Ledger.Tests.Serials;

public sealed class NewSerialsTests
{
    private const int Many = 100_000;
    private static readonly string[] Made = NewSerials.Make(Many);

    [Fact]
    public void A_hundred_thousand_are_all_different_in_order_and_of_one_form()
    {
        Assert.Equal(Many, Made.Distinct().Count());
        Assert.Equal(Made.Order(StringComparer.Ordinal), Made);
        Assert.All(Made, serial =>
        {
            Assert.Equal(16, serial.Length);
            Assert.True(serial.All(NewSerials.Alphabet.Contains));
            Assert.True(NewSerials.Checks(serial));
        });
    }

    [Fact]
    public void Nobody_guesses_them_nor_takes_one_character_for_another()
    {
        Assert.True(Math.Log2(NewSerials.Alphabet.Length) * (NewSerials.Length - 1) >= 64);
        Assert.True(CharacterSet82.ContainsAll(NewSerials.Alphabet));
        foreach (var alike in (string[])["0OQD", "1ILl", "2Z", "5S", "8B", "UV"]) Assert.True(NewSerials.Alphabet.Count(alike.Contains) <= 1, alike);

        // Each character is as frequent as another at each place: within ten standard deviations.
        var expected = (double)Many / NewSerials.Alphabet.Length;
        for (var place = 0; place < NewSerials.Length; place++)
            Assert.All(Made.CountBy(serial => serial[place]), of => Assert.InRange(of.Value, expected - 10 * Math.Sqrt(expected), expected + 10 * Math.Sqrt(expected)));
    }

    [Fact]
    public void A_wrong_character_and_two_that_changed_places_show() =>
        Gen.Select(Gen.Int[0, Many - 1], Gen.Int[0, 15], Gen.Int[0, 15], Gen.Int[0, 22]).Sample((which, one, other, wrong) =>
        {
            var serial = Made[which];
            var (mistyped, swapped) = (serial.ToCharArray(), serial.ToCharArray());
            mistyped[one] = NewSerials.Alphabet[wrong];
            (swapped[one], swapped[other]) = (swapped[other], swapped[one]);

            Assert.Equal(new string(mistyped) == serial, NewSerials.Checks(new(mistyped)));
            Assert.Equal(new string(swapped) == serial, NewSerials.Checks(new(swapped)));
        });

    [Theory]
    [InlineData("")]
    [InlineData("3")]
    [InlineData("OOOOOOOOOOOOOOOO")]
    [InlineData("33333333333333333")]
    public void What_has_another_form_does_not_check(string text) => Assert.False(NewSerials.Checks(text));

    [Fact]
    public void The_hash_is_of_a_line_each()
    {
        // printf 'A\nB\n' | sha256sum
        Assert.Equal("daee1cd25194ae952d046ad9b9c81d3c07dc5332440b58d6d7461b248be56712", CanonicalSerials.Hash(["A", "B"]));
    }
}
