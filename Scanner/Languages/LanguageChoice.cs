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
        _ => null,
    };

    // Who says nothing, or takes anything, stands in a shop in China. Who names other languages only is helped best with English.
    private static Language Negotiate(string header)
    {
        if (string.IsNullOrWhiteSpace(header)) return Language.Zh;

        (decimal Zh, decimal En, decimal Any) quality = (-1, -1, 0);
        var chineseFirst = true;
        foreach (var range in header.Split(',', MostRanges + 1, StringSplitOptions.TrimEntries).Take(MostRanges))
        {
            var (tag, q) = Parse(range);
            if (tag is "zh")
            {
                quality.Zh = Math.Max(quality.Zh, q);
            }
            else if (tag is "en")
            {
                if (quality is { Zh: < 0, En: < 0 }) chineseFirst = false;
                quality.En = Math.Max(quality.En, q);
            }
            else if (tag is "*")
            {
                quality.Any = Math.Max(quality.Any, q);
            }
        }
        var zh = quality.Zh < 0 ? quality.Any : quality.Zh;
        var en = quality.En < 0 ? quality.Any : quality.En;
        return zh > en || zh == en && zh > 0 && chineseFirst ? Language.Zh : Language.En;
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
