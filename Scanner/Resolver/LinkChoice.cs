using Lotmark.Scanner.Http;
using Lotmark.Scanner.Languages;
using Microsoft.AspNetCore.Http;

namespace Lotmark.Scanner.Resolver;

/// <summary>Which of several links of one type is meant (GS1-Conformant Resolver Standard, section 2.9).</summary>
internal static class LinkChoice
{
    /// <summary>Those that are left when media type and language have decided as far as they can: none only if there was none.</summary>
    public static IReadOnlyList<WebLink> Among(IReadOnlyList<WebLink> links, HttpRequest request, Language language)
    {
        if (links.Count < 2) return links;

        var wishes = links.Select(link => MediaChoice.WishFor(request, link.MediaType)).ToList();
        var best = links.Where((_, i) => wishes[i] == wishes.Max()).ToList();
        var spoken = best.Where(link => link.Languages.Length == 0 || link.Languages.Contains(language)).ToList();
        return spoken.Count > 0 ? spoken : best;
    }
}
