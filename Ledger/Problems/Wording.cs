using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Lotmark.Ledger.Problems;

/// <summary>A sentence in both languages.</summary>
/// <param name="En">In English.</param>
/// <param name="Zh">In Chinese.</param>
public sealed record Wording(string En, string Zh)
{
    // Longer than any client sends: a hostile header costs nothing.
    private const int LongestHeader = 256;

    /// <summary>
    /// The sentence in the language asked for (<c>Accept-Language</c>, RFC 9110 section 12.5.4), English when neither is; the answer is
    /// marked with it.
    /// </summary>
    public string For(HttpContext context) => In(AskedFor(context));

    /// <summary>The language asked for; the answer is marked with it.</summary>
    public static AnswerLanguage AskedFor(HttpContext context)
    {
        var chinese = WantsChinese(context.Request.Headers.AcceptLanguage.ToString());
        context.Response.Headers.ContentLanguage = chinese ? "zh" : "en";
        if (!context.Response.Headers.Vary.Contains(HeaderNames.AcceptLanguage)) context.Response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptLanguage);
        return chinese ? AnswerLanguage.Chinese : AnswerLanguage.English;
    }

    /// <summary>The sentence in a language.</summary>
    public string In(AnswerLanguage language) => language == AnswerLanguage.Chinese ? Zh : En;

    /// <summary>A refusal in these words: a problem document (RFC 9457) with a stable code.</summary>
    /// <param name="context">The request.</param>
    /// <param name="status">HTTP status.</param>
    /// <param name="code">Kebab case, never changed once released.</param>
    public ProblemHttpResult AsProblem(HttpContext context, int status, string code) => TypedResults.Problem(
        title: For(context), statusCode: status, extensions: new Dictionary<string, object?> { ["code"] = code, ["message"] = this });

    private static bool WantsChinese(string header)
    {
        if (header.Length is 0 or > LongestHeader || !StringWithQualityHeaderValue.TryParseList([header], out var ranges)) return false;
        var (chinese, english, anything) = (-1d, -1d, 0d);
        var chineseFirst = false;
        foreach (var range in ranges)
        {
            var quality = range.Quality ?? 1;
            switch (range.Value.Value!.Split('-')[0].ToLowerInvariant())
            {
                case "zh":
                    chineseFirst |= english < 0;
                    chinese = Math.Max(chinese, quality);
                    break;
                case "en":
                    english = Math.Max(english, quality);
                    break;
                case "*":
                    anything = quality;
                    break;
            }
        }
        if (chinese < 0) return false;
        if (english < 0) english = anything;
        return chinese > english || (chinese > 0 && chinese == english && chineseFirst);
    }
}

/// <summary>Languages that answers come in.</summary>
public enum AnswerLanguage
{
    /// <summary>English.</summary>
    English,

    /// <summary>Chinese.</summary>
    Chinese,
}
