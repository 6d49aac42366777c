using System.Globalization;
using CsCheck;
using Lotmark.Scanner.DigitalLinks;

namespace Lotmark.Scanner.Tests.DigitalLinks;

public sealed class DigitalLinkUriPropertiesTests
{
    private static readonly Gen<string> Value = Gen.Char[CharacterSet82.Characters].Array[1, 20].Select(characters => new string(characters)).Where(value => value is not ("." or ".."));

    private static readonly Gen<string> Date = Gen.DateOnly[new(2000, 1, 1), new(2049, 12, 31)].Select(date => date.ToString("yyMMdd", CultureInfo.InvariantCulture));

    private static readonly Gen<DigitalLinkElement> Primary = Gen.OneOf(
        Key("01", 13), Key("00", 17), Key("414", 12), Key("417", 12), Key("253", 12),
        Gen.Select(Digits(9), Value).Select((company, asset) => new DigitalLinkElement("8004", company + asset)));

    private static readonly Gen<DigitalLinkUri> AnyLink =
        Gen.Select(Primary, Gen.Int[0, 15], Value.Array[4], Date.Array[3], Gen.Int[0, 7]).Select((primary, qualifiers, values, dates, attributes) =>
        {
            string[] allowed = primary.Identifier switch
            {
                "01" when qualifiers == 15 => ["235"],
                "01" => ["22", "10", "21"],
                "414" => ["254"],
                _ => [],
            };
            var path = allowed.Where((_, i) => (qualifiers >> i & 1) == 1).Select((code, i) => new DigitalLinkElement(code, values[i]));
            var query = new[] { "17", "7006", "15" }.Select((code, i) => new DigitalLinkElement(code, dates[i])).Where((_, i) => (attributes >> i & 1) == 1);
            Assert.True(DigitalLinkUri.TryCreate([primary, .. path, .. query], out var link, out var error), $"{error}");
            return link;
        });

    [Fact]
    public void Any_link_that_was_built_is_read_again() => AnyLink.Sample(link =>
    {
        Assert.True(DigitalLinkUri.TryParse(link.Uri("https://t.example.com/trace"), out var read, out var error), $"{error}");
        Assert.Equal(link.Keys, read.Keys);
        Assert.Equal(link.Attributes, read.Attributes);
        Assert.Equal(link.Canonical, read.Canonical);
    });

    [Fact]
    public void Any_spelling_of_a_link_is_the_same_link() => Gen.Select(AnyLink, Gen.Int[0, 3].Array[400]).Sample((link, dice) =>
    {
        var throws = 0;
        var spelled = string.Concat(link.Keys.Select(key => $"/{Spell(key.Identifier)}/{Spell(key.Value)}"));
        Assert.True(DigitalLinkUri.TryParse(spelled + (dice[0] == 0 ? "/" : ""), null, out var read, out var error), $"{spelled}: {error}");
        Assert.Equal(link.Path, read.Path);

        string Spell(string value) => string.Concat(value.Select(character => dice[throws++ % dice.Length] switch
        {
            0 => $"%{(int)character:x2}",
            1 => $"%{(int)character:X2}",
            _ => "!&'()*+,-.:;=_~".Contains(character, StringComparison.Ordinal) || char.IsAsciiLetterOrDigit(character) ? character.ToString() : $"%{(int)character:X2}",
        }));
    });

    [Fact]
    public void No_damage_to_a_link_breaks_the_parser() =>
        Gen.Select(AnyLink, Gen.Int[0, 200], Gen.Int[0, 8], Gen.String[Gen.Char["/?&=%#+.:0127 \0\u00e9\ud800批"], 0, 6]).Sample((link, at, cut, put) =>
        {
            var text = link.Uri("https://t.example.com");
            at %= text.Length;
            text = text[..at] + put + text[Math.Min(text.Length, at + cut)..];
            if (DigitalLinkUri.TryParse(text, out var read, out var error))
                Assert.True(DigitalLinkUri.TryParse(read.Uri("https://t.example.com"), out var again, out _) && again.Canonical == read.Canonical);
            else
                Assert.True(error.Seen.Length <= 64);
        });

    [Fact]
    public void No_text_breaks_the_parser() => Gen.String.Sample(text => Assert.Equal(DigitalLinkUri.TryParse(text, out var link, out _), link is not null));

    private static Gen<string> Digits(int count) => Gen.Char['0', '9'].Array[count].Select(digits => new string(digits));

    private static Gen<DigitalLinkElement> Key(string identifier, int digits) =>
        Digits(digits).Select(number => new DigitalLinkElement(identifier, number + CheckDigit.Of(number)));
}
