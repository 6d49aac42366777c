using Lotmark.Scanner.Tests.Hosting;

namespace Lotmark.Scanner.Tests.Http;

public sealed class LanguageTests(ScannerHost host)
{
    [Theory]
    [InlineData("zh-CN,zh;q=0.9,en;q=0.8", "zh-CN")]
    [InlineData("en-US,en;q=0.9,zh-CN;q=0.8", "en")]
    [InlineData("en;q=0.5, zh-Hant-TW;q=0.6", "zh-CN")]
    [InlineData("EN", "en")]
    [InlineData("fr-FR,fr;q=0.9", "en")]
    [InlineData("fr;q=1, zh;q=0.1", "zh-CN")]
    [InlineData("fr, *;q=0.5", "zh-CN")]
    [InlineData("*", "zh-CN")]
    [InlineData("*, zh;q=0", "en")]
    [InlineData("zh;q=0, en;q=0.1", "en")]
    [InlineData("en;q=0, *;q=0.1", "zh-CN")]
    [InlineData("en;q=nonsense, zh;q=0.1", "zh-CN")]
    [InlineData(",,;;q=,", "en")]
    [InlineData("", "zh-CN")]
    [InlineData("ja-JP,ja;q=0.9,en;q=0.8", "ja")]
    [InlineData("ko, ja", "ko")]
    [InlineData("ja;q=0.1, en;q=0.2, *", "zh-CN")]
    public async Task The_reader_is_answered_in_the_language_that_suits_best(string header, string tag) =>
        Assert.Equal(tag, (await host.Open("/01/09520123456788/10/A", header)).DocumentElement.GetAttribute("lang"));

    [Theory]
    [InlineData("ja", "入国日: 2026年11月7日", "輸出国・地域: エクアドル", "異常なし")]
    [InlineData("ko", "입국일: 2026년 11월 7일", "수출 국가·지역: 에콰도르", "이상 없음")]
    public async Task The_first_screen_speaks_Japanese_and_Korean_and_what_lies_below_says_that_it_is_English(string language, string entry, string country, string standing)
    {
        var page = await host.Open("/" + host.Register(Samples.Shrimp with { LotNumber = "FIRST-" + language }).Path, language);

        Assert.Equal([entry, country], page.QuerySelectorAll(".headline div").Select(f => $"{f.QuerySelector("dt")!.TextContent}: {f.QuerySelector("dd")!.TextContent}"));
        Assert.Equal(standing, page.QuerySelector(".standing .word")!.TextContent);
        Assert.Equal("Journey", page.QuerySelector("main > div[lang=en] h2")!.TextContent);
        Assert.NotNull(page.QuerySelector(".leads"));
    }

    [Fact]
    public async Task Who_says_nothing_stands_in_a_shop_in_China()
    {
        using var response = await host.Get("/01/09520123456788/10/A");

        Assert.Equal("zh-CN", Assert.Single(response.Content.Headers.ContentLanguage));
    }

    [Theory]
    [InlineData("?lang=en", "en")]
    [InlineData("?lang=zh", "zh-CN")]
    [InlineData("?lang=fr", "zh-CN")]
    [InlineData("?lang=ja", "ja")]
    [InlineData("?lang=ko", "ko")]
    [InlineData("?lang=", "zh-CN")]
    [InlineData("?lang=en&lang=zh", "en")]
    public async Task The_readers_own_choice_wins(string query, string tag) =>
        Assert.Equal(tag, (await host.Open("/01/09520123456788/10/A" + query, "zh")).DocumentElement.GetAttribute("lang"));

    [Fact]
    public async Task The_switch_is_a_link_that_keeps_the_rest_of_the_address()
    {
        var page = await host.Open("/01/09520123456788/10/A?17=271231&utm_source=a%26b&lang=zh");

        Assert.Equal("?17=271231&utm_source=a%26b&lang=en", page.QuerySelector("nav a[hreflang=en]")!.GetAttribute("href"));
        Assert.Equal("true", page.QuerySelector("nav a[hreflang=zh-CN]")!.GetAttribute("aria-current"));
    }

    [Fact]
    public async Task An_absurd_header_is_answered() =>
        Assert.Equal("en", (await host.Open("/01/09520123456788/10/A", string.Join(',', Enumerable.Repeat("xx-yy;q=0.123", 800)))).DocumentElement.GetAttribute("lang"));
}
