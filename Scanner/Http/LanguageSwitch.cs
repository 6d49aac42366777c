using Lotmark.Scanner.Languages;
using Lotmark.Scanner.Pages;
using Microsoft.AspNetCore.Http;

namespace Lotmark.Scanner.Http;

/// <summary>The language of a request, and the addresses that change it.</summary>
internal static class LanguageSwitch
{
    // Longer queries are no reader's; they would only be echoed.
    private const int LongestQuery = 1024;

    public static PageSetting Of(HttpRequest request)
    {
        var language = LanguageChoice.For(request.Query["lang"], request.Headers.AcceptLanguage);
        return new(Wording.Of(language), tag => QueryWith(request, tag));
    }

    private static string QueryWith(HttpRequest request, string language)
    {
        var kept = request.QueryString.Value is { Length: <= LongestQuery }
            ? request.Query.Where(pair => pair.Key is not ("lang" or ""))
                .SelectMany(pair => pair.Value.Select(value => KeyValuePair.Create(pair.Key, value)))
            : [];
        return QueryString.Create([.. kept, KeyValuePair.Create<string, string?>("lang", language)]).ToString();
    }
}
