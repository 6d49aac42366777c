using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace Lotmark.Scanner.Languages;

/// <summary>Which language a reader gets.</summary>
internal static class LanguageChoice
{
    // More ranges than any browser sends; the rest of a hostile header costs nothing.
    private const int MostRanges = 32;

    /// <summary>The reader's own choice in the address, else the best by <c>Accept-Language</c> (RFC 9110, section 12.5.4).</summary>
    public static Language For(StringValues chosen, StringValues acceptLanguage) =>
        Named(chosen.Count > 0 ? chosen[0] : null) ?? Negotiate(acceptLanguage.ToString());

    private static Language? Named(string? tag) => tag switch
    {
        "zh" => Language.Zh,
        "en" => Language.En,
        "ja" => Language.Ja,
        "ko" => Language.Ko,
        _ => null,
    };

    // Who says nothing, or takes anything, stands in a shop in China. Who names other languages only is helped best with English.
    private static Language Negotiate(string header)
    {
        if (string.IsNullOrWhiteSpace(header)) return Language.Zh;

        var (named, any) = (new List<(Language Language, decimal Quality)>(), 0m);
        foreach (var range in header.Split(',', MostRanges + 1, StringSplitOptions.TrimEntries).Take(MostRanges))
        {
            var (tag, quality) = Parse(range);
            if (tag is "*") any = Math.Max(any, quality);
            else if (Named(tag) is { } language) named.Add((language, quality));
        }
        var unnamed = new[] { Language.Zh, Language.En }.Where(language => named.TrueForAll(n => n.Language != language)).Select(language => (Language: language, Quality: any));
        // Of equal wishes, the one that was named first.
        var (best, wish) = named.GroupBy(n => n.Language).Select(n => (Language: n.Key, Quality: n.Max(one => one.Quality))).Concat(unnamed).MaxBy(one => one.Quality);
        return wish > 0 ? best : Language.En;
    }

    private static (string Tag, decimal Quality) Parse(string range)
    {
        var parts = range.Split(';', StringSplitOptions.TrimEntries);
        var quality = 1m;
        foreach (var parameter in parts.AsSpan(1))
        {
            if (!parameter.StartsWith("q=", StringComparison.OrdinalIgnoreCase)) continue;
            var readable = decimal.TryParse(parameter.AsSpan(2), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out quality);
            if (!readable) quality = 0;
        }
        var primary = parts[0].Split('-')[0];
        return (primary.Length <= 8 ? primary.ToLowerInvariant() : "", Math.Min(quality, 1));
    }
}
