using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
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

    /// <summary>How long this very answer may be given to who asks in the same words; null for never again.</summary>
    public Validity? Validity { get; init; }

    // Its forms are made when first asked for, and kept as long as the answer and what is derived from it.
    private readonly EncodedBody _body = new(Body, ContentType);
    private string? _varyWithEncoding;

    /// <summary>An answer made of text.</summary>
    public static Reply Text(int status, string contentType, string text) => new(status, contentType, Encoding.UTF8.GetBytes(text));

    /// <summary>Its body as a request takes it best.</summary>
    public EncodedBody.Form FormFor(HttpRequest request) => _body.For(request, IsFile);

    /// <summary>Sends the answer, or 304 if the client has it already (RFC 9110, section 13.1.2).</summary>
    public Task WriteAsync(HttpContext http) => WriteAsync(http, FormFor(http.Request));

    /// <summary>Sends the answer in a form of it, or 304 if the client has it already.</summary>
    public Task WriteAsync(HttpContext http, EncodedBody.Form form)
    {
        var (response, headers) = (http.Response, http.Response.Headers);
        headers.AccessControlAllowOrigin = AllowOrigin;
        headers.CacheControl = CacheControl;
        headers.Vary = _body.IsEncodable ? Vary is null ? HeaderNames.AcceptEncoding : _varyWithEncoding ??= $"{Vary}, {HeaderNames.AcceptEncoding}" : Vary;
        if (Status == StatusCodes.Status200OK)
        {
            headers.ETag = form.Tag;
            if (IsKnown(http.Request.Headers.IfNoneMatch, form.Tag))
            {
                // What else there is to say stands with what the client has (RFC 9110, section 15.4.5).
                response.StatusCode = StatusCodes.Status304NotModified;
                return Task.CompletedTask;
            }
        }
        response.StatusCode = Status;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = ReferrerPolicy;
        headers["Permissions-Policy"] = PermissionsPolicy;
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = AllowOrigin is null ? "same-origin" : "cross-origin";
        if (Robots is not null) headers["X-Robots-Tag"] = Robots;
        headers.RetryAfter = RetryAfter;
        headers.ContentLanguage = ContentLanguage;
        headers.Location = Location;
        if (Links.Length > 0)
        {
            headers.Link = Links;
            headers.AccessControlExposeHeaders = "Link, Location";
        }
        headers.ContentEncoding = form.Encoding;
        if (form.Body.Length > 0) headers.ContentType = ContentType;
        headers.ContentLength = form.Body.Length;
        // Without the request's token, which would have to be made: a write to who hung up ends by itself.
        return HttpMethods.IsHead(http.Request.Method) ? Task.CompletedTask : response.Body.WriteAsync(form.Body, CancellationToken.None).AsTask();
    }

    private static bool IsKnown(StringValues asked, string tag)
    {
        if (asked.Count == 0) return false;
        if (asked.Count == 1 && asked[0] == tag) return true;
        var ours = new EntityTagHeaderValue(tag);
        return EntityTagHeaderValue.TryParseList(asked, out var known)
            && known.Any(other => other.Equals(EntityTagHeaderValue.Any) || other.Compare(ours, useStrongComparison: false));
    }
}
