using System.Collections.Concurrent;
using System.Globalization;

namespace Lotmark.Scanner.Languages;

/// <summary>Names of countries, regions and ports as a reader says them.</summary>
public static class PlaceNames
{
    private static readonly NameTable Ports = new("ports.tsv");

    // What the importing country's own labels say, where the names of Unicode's CLDR differ.
    private static readonly NameTable Regions = new("regions.tsv");

    private static readonly ConcurrentDictionary<(string Code, Language Language), string> Countries = new();

    /// <summary>A country or region (ISO 3166-1 alpha-2); the code itself if it has no name.</summary>
    public static string Country(string code, Language language) =>
        code is [>= 'A' and <= 'Z', >= 'A' and <= 'Z']
            ? Countries.GetOrAdd((code, language), key => Regions.Find(key.Code, key.Language) ?? FromUnicode(key.Code, key.Language))
            : code;

    /// <summary>A port (UN/LOCODE); the code itself if the table does not have it.</summary>
    public static string Port(string code, Language language) => Ports.Find(code, language) ?? code;

    private static string Locale(Language language) => language switch
    {
        Language.Zh => "zh-Hans-",
        Language.Ja => "ja-",
        Language.Ko => "ko-",
        _ => "en-",
    };

    // A region's native name under a locale of the wanted language does not depend on the thread's culture; its display name does.
    private static string FromUnicode(string code, Language language)
    {
        try
        {
            return new RegionInfo(Locale(language) + code).NativeName;
        }
        catch (ArgumentException)
        {
            return code;
        }
    }
}
