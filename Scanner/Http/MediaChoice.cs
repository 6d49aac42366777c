using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Lotmark.Scanner.Http;

/// <summary>Whether a person or a program asks, by <c>Accept</c> (RFC 9110, section 12.5.1).</summary>
internal static class MediaChoice
{
    private static readonly string[] Json = ["application/json", "application/problem+json"];
    private static readonly string[] Html = ["text/html"];

    /// <summary>Whether JSON is wanted more than a page. Who takes either alike gets the page.</summary>
    public static bool WantsJson(HttpRequest request) => Compare(request, Json, Html) > 0;

    /// <summary>Whether a page is wanted more than JSON. Who takes either alike gets JSON, as from an address that people seldom type.</summary>
    public static bool WantsPage(HttpRequest request) => Compare(request, Html, Json) > 0;

    private static int Compare(HttpRequest request, string[] types, string[] others) =>
        MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var ranges) ? Wish(ranges, types).CompareTo(Wish(ranges, others)) : 0;

    // Of equal quality, the type that was named counts more than one that a wildcard let in.
    private static (double Quality, int Precision) Wish(IList<MediaTypeHeaderValue> ranges, string[] types)
    {
        var best = (Quality: 0d, Precision: 0);
        foreach (var range in ranges)
        {
            var precision = range switch
            {
                { MatchesAllTypes: true } => 1,
                { MatchesAllSubTypes: true } when types.Any(type => Same(range.Type, type.Split('/')[0])) => 2,
                _ when types.Any(type => Same(range.MediaType, type)) => 3,
                _ => 0,
            };
            var wish = (range.Quality ?? 1, precision);
            if (precision > 0 && wish.CompareTo(best) > 0) best = wish;
        }
        return best;
    }

    private static bool Same(StringSegment one, StringSegment other) =>
        StringSegment.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
