using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Lotmark.Scanner.Http;

/// <summary>One answer, whole in memory: what it says, and the headers that all answers share.</summary>
internal sealed record Reply(int Status, string ContentType, byte[] Body)
{
    /// <summary>What a page may load; the default is nothing at all.</summary>
    public string ContentSecurityPolicy { get; init; } = "default-src 'none'; frame-ancestors 'none'";

    /// <summary>Which devices of the reader a page may ask for; by default none (W3C Permissions Policy).</summary>
    public string PermissionsPolicy { get; init; } = "camera=(), microphone=(), geolocation=()";

    /// <summary>How long and where an answer may be kept. News of a recall may not be late, so every use is checked by default.</summary>
    public string CacheControl { get; init; } = "public, max-age=0, must-revalidate";

    /// <summary>The request headers that shaped the answer; null if none did.</summary>
    public string? Vary { get; init; }

    /// <summary>The language of the answer (RFC 5646); null if it has none.</summary>
    public string? ContentLanguage { get; init; }

    /// <summary>Which other sites may read it; null for none.</summary>
    public string? AllowOrigin { get; init; } = "*";

    /// <summary>What a browser tells of this page to those it leads to.</summary>
    public string ReferrerPolicy { get; init; } = "no-referrer";

    /// <summary>What search engines may do with it; null when nothing is said.</summary>
    public string? Robots { get; init; }

    /// <summary>Seconds to wait before asking again (RFC 9110, section 10.2.3); null if nothing is said.</summary>
    public string? RetryAfter { get; init; }

    /// <summary>Where to go instead, an absolute address of ours; null if nowhere.</summary>
    public string? Location { get; init; }

    /// <summary>Links that go with the answer (RFC 8288).</summary>
    public string[] Links { get; init; } = [];

    /// <summary>Whether it never changes: then it is packed once, as small as can be.</summary>
    public bool IsFile { get; init; }

    // Its forms are made when first asked for, and kept as long as the answer and what is derived from it.
    private readonly EncodedBody _body = new(Body, ContentType);

    /// <summary>An answer made of text.</summary>
    public static Reply Text(int status, string contentType, string text) => new(status, contentType, Encoding.UTF8.GetBytes(text));

    /// <summary>Sends the answer, or 304 if the client has it already (RFC 9110, section 13.1.2).</summary>
    public async Task WriteAsync(HttpContext http)
    {
        var (response, headers) = (http.Response, http.Response.Headers);
        headers.AccessControlAllowOrigin = AllowOrigin;
        headers.CacheControl = CacheControl;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = ReferrerPolicy;
        headers["Permissions-Policy"] = PermissionsPolicy;
        headers["X-Robots-Tag"] = Robots;
        headers.RetryAfter = RetryAfter;
        headers.Vary = Vary;
        headers.ContentLanguage = ContentLanguage;
        headers.Location = Location;
        if (Links.Length > 0)
        {
            headers.Link = Links;
            headers.AccessControlExposeHeaders = "Link, Location";
        }

        var (body, encoding, tag) = _body.For(http.Request, IsFile);
        if (_body.IsEncodable) headers.Append("Vary", "Accept-Encoding");
        response.StatusCode = Status;
        if (Status == StatusCodes.Status200OK)
        {
            headers.ETag = tag.ToString();
            if (IsKnown(http.Request, tag))
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }
        }
        headers.ContentEncoding = encoding;
        if (body.Length > 0) response.ContentType = ContentType;
        response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(http.Request.Method)) await response.Body.WriteAsync(body, http.RequestAborted);
    }

    private static bool IsKnown(HttpRequest request, EntityTagHeaderValue tag) =>
        EntityTagHeaderValue.TryParseList(request.Headers.IfNoneMatch, out var known)
        && known.Any(other => other.Equals(EntityTagHeaderValue.Any) || other.Compare(tag, useStrongComparison: false));
}
