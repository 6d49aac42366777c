using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Lotmark.Scanner.Http;

/// <summary>The forms of an answer.</summary>
internal enum MediaForm
{
    /// <summary>A page for people.</summary>
    Page,

    /// <summary>JSON.</summary>
    Json,

    /// <summary>JSON that says what its words mean (JSON-LD 1.1).</summary>
    JsonLd,

    /// <summary>The links of a thing instead of the thing (RFC 9264).</summary>
    Linkset,
}

/// <summary>Whether a person or a program asks, by <c>Accept</c> (RFC 9110, section 12.5.1).</summary>
internal static class MediaChoice
{
    private static readonly string[] Html = ["text/html"];
    private static readonly string[] Json = ["application/json", "application/problem+json"];
    private static readonly string[] JsonLd = ["application/ld+json"];
    private static readonly string[] Linkset = ["application/linkset+json"];

    private const int Named = 3;

    /// <summary>
    /// The form that is wanted most. Who takes a page and another form alike gets the page; who names a special kind of JSON beside JSON gets that kind,
    /// which no wildcard asks for.
    /// </summary>
    public static MediaForm Of(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var ranges)) return MediaForm.Page;

        var page = Wish(ranges, Html);
        var (form, best) = (MediaForm.Page, page);
        foreach (var (other, types) in ((MediaForm, string[])[])[(MediaForm.Json, Json), (MediaForm.JsonLd, JsonLd), (MediaForm.Linkset, Linkset)])
        {
            var wish = Wish(ranges, types);
            if (wish.CompareTo(page) <= 0 || wish.CompareTo(best) < 0 || (other != MediaForm.Json && wish.Precision < Named)) continue;
            (form, best) = (other, wish);
        }
        return form;
    }

    /// <summary>Whether a page is wanted more than JSON. Who takes either alike gets JSON, as from an address that people seldom type.</summary>
    public static bool WantsPage(HttpRequest request) =>
        MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var ranges) && Wish(ranges, Html).CompareTo(Wish(ranges, Json)) > 0;

    /// <summary>How much a media type is wanted; an unknown one as much as anything.</summary>
    public static (double Quality, int Precision) WishFor(HttpRequest request, string? type) =>
        MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var ranges) ? Wish(ranges, [type ?? "*/*"]) : (1, 0);

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
                _ when types.Any(type => Same(range.MediaType, type)) => Named,
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
