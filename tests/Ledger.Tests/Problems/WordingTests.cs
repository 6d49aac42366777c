using Lotmark.Ledger.Problems;
using Microsoft.AspNetCore.Http;

namespace Lotmark.Ledger.Tests.Problems;

public sealed class WordingTests
{
    [Theory]
    [InlineData("", "en")]
    [InlineData("zh", "zh")]
    [InlineData("zh-CN,zh;q=0.9,en;q=0.8", "zh")]
    [InlineData("ZH-hant-TW", "zh")]
    [InlineData("en-GB,en;q=0.9,zh;q=0.8", "en")]
    [InlineData("en,zh", "en")]
    [InlineData("zh,en", "zh")]
    [InlineData("fr", "en")]
    [InlineData("fr,zh;q=0.1", "zh")]
    [InlineData("*", "en")]
    [InlineData("zh;q=0", "en")]
    [InlineData("zh;q=0,*", "en")]
    [InlineData("en;q=0.5,zh;q=0.6", "zh")]
    [InlineData(";;;,,,\u0001", "en")]
    public void The_language_asked_for_is_spoken(string accepted, string spoken)
    {
        var context = new DefaultHttpContext();
        context.Request.Headers.AcceptLanguage = accepted;

        var said = new Wording("en", "zh").For(context);

        Assert.Equal(spoken, said);
        Assert.Equal(spoken, context.Response.Headers.ContentLanguage);
        Assert.Equal("Accept-Language", context.Response.Headers.Vary);
    }

    [Fact]
    public void Several_sentences_vary_once()
    {
        var context = new DefaultHttpContext();
        var wording = new Wording("en", "zh");

        wording.For(context);
        wording.For(context);

        Assert.Equal("Accept-Language", context.Response.Headers.Vary);
    }

    [Fact]
    public void A_header_of_any_length_costs_nothing()
    {
        var context = new DefaultHttpContext();
        context.Request.Headers.AcceptLanguage = string.Concat(Enumerable.Repeat("zh,", 10_000));

        Assert.Equal("en", new Wording("en", "zh").For(context));
    }
}
